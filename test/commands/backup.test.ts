// The commands as a person types them: backup, restore, what they say, and their exit codes.

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { contentOf, entries, openBusyFolder } from "../store/data-folder.ts";
import { temporaryFolder } from "../store/temporary-folder.ts";
import { run } from "./program.ts";

it("backup of a folder in use, restore elsewhere, restore over it refused until it is stopped", async () => {
  using folder = temporaryFolder();
  const at = (name: string) => join(folder.path, name);
  const backup = (...more: string[]) => run(["backup", at("backup"), "--data", at("data"), ...more]);
  const restore = (...more: string[]) => run(["restore", at("backup"), ...more]);
  {
    await using busy = await openBusyFolder(at("data"));
    const acknowledged = busy.acknowledged();
    const made = await backup();
    expect([made.code, made.err]).toEqual([0, ""]);
    expect(made.out).toMatch(/history\.db +\d+\.\d MB[\s\S]*Done: \d+ files[\s\S]*holds secrets/);
    const again = await backup();
    expect([again.code, again.err]).toMatchObject([2, expect.stringContaining("is not empty")]);
    const elsewhere = await restore("--data", at("elsewhere"));
    expect([elsewhere.code, elsewhere.err]).toEqual([0, ""]);
    expect(elsewhere.out).toContain(`npm start -- --data ${at("elsewhere")}`);
    expect(contentOf(at("elsewhere")).journal.at(-1)).toBeGreaterThanOrEqual(acknowledged);
    const used = await restore("--data", at("data"), "--replace");
    expect([used.code, used.err]).toMatchObject([2, expect.stringContaining("in use by a gateway")]);
  }
  const full = await restore("--data", at("data"));
  expect([full.code, full.err]).toMatchObject([2, expect.stringContaining("--replace")]);
  const replaced = await restore("--data", at("data"), "--replace");
  expect([replaced.code, replaced.err]).toEqual([0, ""]);
  expect(replaced.out).toContain("The former data is in");
  expect(entries(folder.path).filter((name) => name.startsWith("data"))).toHaveLength(2);
});

it("speaks Chinese to whoever does, and both where it does not know", async () => {
  using folder = temporaryFolder();
  const words = ["restore", join(folder.path, "none"), "--data", join(folder.path, "data")];
  const chinese = await run(words, { LANG: "zh_CN.UTF-8" });
  expect([chinese.code, chinese.err]).toMatchObject([2, expect.stringContaining("不是备份")]);
  expect(chinese.err).not.toContain("is no backup");
  const both = await run(words, { LANG: "C" });
  expect(both.err).toMatch(/is no backup[\s\S]*不是备份/);
});

it("without the folder's name, or on a disk that refuses, says so and ends with 2", async () => {
  using folder = temporaryFolder();
  for (const name of ["backup", "restore"]) {
    const { code, err } = await run([name]);
    expect([code, err]).toMatchObject([2, expect.stringContaining(`npm run anju -- ${name} DIR`)]);
  }
  {
    await using _busy = await openBusyFolder(join(folder.path, "data"));
  }
  writeFileSync(join(folder.path, "file"), "");
  const under = join(folder.path, "file", "backup");
  const { code, err } = await run(["backup", under, "--data", join(folder.path, "data")]);
  expect([code, err]).toMatchObject([2, expect.stringContaining("No backup was made")]);
  expect(err).not.toMatch(/^\s+at /m);
});
