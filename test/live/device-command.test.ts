// `anju device`: passwords for one device or two hundred, readers, exit codes, and what each refusal says in both languages.

import { describe, expect, it } from "vitest";
import { device } from "../../src/commands/device.ts";
import { openStore } from "../../src/store/open-store.ts";
import { temporaryFolder } from "../store/temporary-folder.ts";

type Ended = { readonly code: number; readonly out: string; readonly err: string };

const run = async (data: string, words: string, language: "en" | "zh" = "en"): Promise<Ended> => {
  const [out, err]: [string[], string[]] = [[], []];
  const code = await device.run([...words.split(" "), "--data", data], {
    env: { LANG: language === "en" ? "en_US.UTF-8" : "zh_CN.UTF-8" },
    cwd: process.cwd(),
    out: (line) => void out.push(line),
    err: (line) => void err.push(line),
    say: (both) => both[language],
    untilStopped: () => Promise.resolve(),
  });
  return { code, out: out.join(""), err: err.join("") };
};

const rows = (csv: string): [string, string][] =>
  csv
    .trim()
    .split("\n")
    .slice(1)
    .map((line) => line.split(",") as [string, string]);

describe("device", () => {
  it("adds, lists, rotates and revokes one", async () => {
    using folder = temporaryFolder();
    const added = await run(folder.path, "add E1");
    expect([added.code, added.out]).toEqual([0, expect.stringMatching(/^[\w-]{27}\n$/)]);
    expect(added.err).toContain(`In ${folder.path}: user name E1`);
    const reader = await run(folder.path, "add dash --type reader", "zh");
    expect([reader.code, reader.err.includes("用户名 dash")]).toEqual([0, true]);
    const listed = await run(folder.path, "list");
    expect([listed.code, listed.err]).toEqual([0, ""]);
    expect(listed.out).toMatch(/^E1\tdevice\t20\S+Z\ndash\treader\t20\S+Z\n$/);
    const rotated = await run(folder.path, "rotate dash");
    const revoked = await run(folder.path, "revoke E1");
    expect([rotated.code, revoked]).toEqual([0, { code: 0, out: "", err: "" }]);
    using store = openStore(folder.path);
    const { verify } = store.credentials;
    expect(verify("E1", added.out.trim())).toBeNull();
    expect(verify("dash", reader.out.trim())).toBeNull();
    expect(verify("dash", rotated.out.trim())).toEqual({ id: "dash", type: "reader" });
  });

  it("prints several as CSV, and with --all those that every device without a password gets", async () => {
    using folder = temporaryFolder();
    const two = await run(folder.path, "add E1 C1");
    expect([two.code, two.out.split("\n")[0], rows(two.out).map(([id]) => id)]).toEqual([0, "id,secret", ["E1", "C1"]]);
    expect(two.err).toContain("2 passwords, shown once");
    const rest = await run(folder.path, "add --all");
    const made = rows(rest.out);
    expect(rest.code).toBe(0);
    expect(made.length).toBeGreaterThan(20);
    expect(made.some(([id]) => id === "E1" || id === "C1")).toBe(false);
    {
      using store = openStore(folder.path);
      expect(store.credentials.list().length).toBe(made.length + 2);
      for (const [id, secret] of [...rows(two.out), ...made])
        expect(store.credentials.verify(id, secret)).toEqual({ id, type: "device" });
    }
    expect(await run(folder.path, "add --all")).toMatchObject({ code: 0, out: "id,secret\n" });
    expect(rows((await run(folder.path, "rotate E1 C1")).out).map(([id]) => id)).toEqual(["E1", "C1"]);
  });

  it("refuses all where one is wrong, and names each", async () => {
    using folder = temporaryFolder();
    await run(folder.path, "add E1");
    expect(await run(folder.path, "add E1 C1 E999")).toEqual({
      code: 2,
      out: "",
      err: "E1: It has a credential already: rotate it instead.\nE999: No such device on this site.\n",
    });
    expect((await run(folder.path, "revoke C1", "zh")).err).toBe("C1：尚无凭证，请先新增。\n");
    expect((await run(folder.path, "add C1 --type reader")).err).toMatch(/^C1: .*no device's id\.\n$/);
    expect((await run(folder.path, "list")).out).toMatch(/^E1\tdevice\t\S+\n$/);
  });

  it.each([
    "",
    "add",
    "rotate",
    "list E1",
    "add --all E1",
    "add --all --type reader",
    "rotate --all",
    "rotate E1 --type reader",
    "add E1 --type gateway",
    "remove E1",
  ])("says how it is used: %s", async (words) => {
    using folder = temporaryFolder();
    const { code, out, err } = await run(folder.path, words === "" ? "--site sites/demo" : words);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toMatch(/^Usage: npm run anju -- device/);
    expect((await run(folder.path, "remove", "zh")).err).toMatch(/^用法：/);
  });

  it("does not make a data folder where there is none to look into", async () => {
    using folder = temporaryFolder();
    const { code, err } = await run(`${folder.path}/none`, "list");
    expect([code, err.includes("--data DIR")]).toEqual([2, true]);
  });
});
