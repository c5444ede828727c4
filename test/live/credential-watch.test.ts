// What another program revokes or rotates is noticed while the gateway runs; what has not changed is not.

import { execFile } from "node:child_process";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it, vi } from "vitest";
import { createCredentialActs } from "../../src/live/credential-acts.ts";
import { openCredentialWatch } from "../../src/live/credential-watch.ts";
import { openStore } from "../../src/store/open-store.ts";
import { temporaryFolder } from "../store/temporary-folder.ts";

const root = resolve(import.meta.dirname, "../..");
const node = join(root, "node_modules/.bin/node");
const log = { warn: () => {} };

describe("a running gateway", () => {
  it("notices what the command line revokes, rotates and adds", async () => {
    using folder = temporaryFolder();
    using store = openStore(folder.path);
    for (const id of ["C1", "E1", "G1"]) store.credentials.issue(id, "device", Date.now());
    const gone: string[] = [];
    using _watch = openCredentialWatch({
      credentials: store.credentials,
      onGone: (id) => gone.push(id),
      log,
      every: 20,
    });
    const command = (...words: readonly string[]) =>
      promisify(execFile)(
        node,
        ["--disable-warning=ExperimentalWarning", "src/main.ts", "device", ...words, "--data", folder.path],
        { cwd: root, env: { ...process.env, LANG: "en_US.UTF-8" } },
      );
    await command("revoke", "C1");
    await vi.waitFor(() => expect(gone).toEqual(["C1"]), { timeout: 10_000, interval: 10 });
    const { stdout } = await command("rotate", "E1");
    await vi.waitFor(() => expect(gone).toEqual(["C1", "E1"]), { timeout: 10_000, interval: 10 });
    expect(store.credentials.verify("E1", stdout.trim())).toEqual({ id: "E1", type: "device" });
    await command("add", "C1");
    expect(store.credentials.list().map(({ id }) => id)).toEqual(["C1", "E1", "G1"]);
    expect(gone).toEqual(["C1", "E1"]);
  });

  it("cuts at once what is changed within it, and only that", () => {
    using folder = temporaryFolder();
    using store = openStore(folder.path);
    const { credentials } = store;
    const gone: string[] = [];
    using watch = openCredentialWatch({ credentials, onGone: (id) => gone.push(id), log, every: 3_600_000 });
    const isDevice = (id: string) => /^D\d$/.test(id);
    const acts = createCredentialActs({ credentials, isDevice, now: () => 1000, onChange: watch.look });
    acts.add(["D1", "D2", "D3"], "device");
    acts.add(["screen"], "reader");
    expect(gone).toEqual([]);
    acts.rotate(["D2"]);
    acts.rotate(["D2", "screen"]);
    expect(gone).toEqual(["D2", "D2", "screen"]);
    expect(acts.revoke(["D1", "D9"])).toEqual({ ok: false, refusals: [{ id: "D9", code: "unknown-credential" }] });
    expect(gone.length).toBe(3);
    acts.revoke(["D1", "D1"]);
    expect(gone.slice(3)).toEqual(["D1"]);
    expect(acts.list().map(({ id, type }) => [id, type])).toEqual([
      ["D2", "device"],
      ["D3", "device"],
      ["screen", "reader"],
    ]);
  });

  it("goes on when the credentials cannot be read for a while, and says so once", async () => {
    let broken = false;
    let version = 0;
    let all = [{ id: "D1", type: "device" as const, createdAt: 1 }];
    const warned: string[] = [];
    const gone: string[] = [];
    const ask = <T>(answer: T): T => {
      if (broken) throw new Error("disk I/O error");
      return answer;
    };
    using _watch = openCredentialWatch({
      credentials: { list: () => ask(all), version: () => ask(version) },
      onGone: (id) => gone.push(id),
      log: { warn: (_fields, message) => void warned.push(message) },
      every: 5,
    });
    broken = true;
    await vi.waitFor(() => expect(warned.length).toBe(1), { timeout: 10_000, interval: 5 });
    all = [];
    version = 1;
    broken = false;
    await vi.waitFor(() => expect(gone).toEqual(["D1"]), { timeout: 10_000, interval: 5 });
    expect(warned.length).toBe(1);
  });
});
