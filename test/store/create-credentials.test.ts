// Credentials: a secret is shown once and never stored; wrong ones fail; another program's are seen.

import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { openStore } from "../../src/store/open-store.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const nobody = () => undefined;

describe("credentials", () => {
  it("open to the right secret of the right name only", () => {
    using folder = temporaryFolder();
    using store = openStore(folder.path, nobody);
    const { credentials } = store;
    const secret = credentials.issue("C1", "device", 1000);
    const other = credentials.issue("screen", "reader", 1000);
    expect(secret).toMatch(/^[\w-]{27}$/);
    expect(other).not.toBe(secret);
    expect(credentials.verify("C1", secret)).toEqual({ id: "C1", type: "device" });
    expect(credentials.verify("screen", other)).toEqual({ id: "screen", type: "reader" });
    for (const [user, word] of [
      ["C1", other],
      ["screen", secret],
      ["C2", secret],
      ["c1", secret],
      ["", ""],
      ["C1", ""],
      ["C1", `${secret} `],
      ["C1", secret.slice(0, -1)],
      ["' OR 1=1 --", secret],
      ["__proto__", ""],
    ] as const)
      expect([user, credentials.verify(user, word)]).toEqual([user, null]);
  });

  it("a new secret replaces the old one", () => {
    using folder = temporaryFolder();
    using store = openStore(folder.path, nobody);
    const old = store.credentials.issue("C1", "device", 1000);
    const fresh = store.credentials.issue("C1", "reader", 2000);
    expect(store.credentials.verify("C1", old)).toBeNull();
    expect(store.credentials.verify("C1", fresh)).toEqual({ id: "C1", type: "reader" });
    expect(store.credentials.list()).toEqual([{ id: "C1", type: "reader", createdAt: 2000 }]);
  });

  it("end when they are revoked", () => {
    using folder = temporaryFolder();
    using store = openStore(folder.path, nobody);
    const secret = store.credentials.issue("C1", "device", 1000);
    expect(store.credentials.revoke("C1")).toBe(true);
    expect(store.credentials.revoke("C1")).toBe(false);
    expect(store.credentials.verify("C1", secret)).toBeNull();
    expect(store.credentials.list()).toEqual([]);
  });

  it("are listed by name, without anything secret, and outlive a restart", () => {
    using folder = temporaryFolder();
    let secret = "";
    {
      using store = openStore(folder.path, nobody);
      store.credentials.issue("G1", "device", 2000);
      secret = store.credentials.issue("C1", "device", 1000);
    }
    using store = openStore(folder.path, nobody);
    expect(store.credentials.any()).toBe(true);
    expect(store.credentials.list()).toEqual([
      { id: "C1", type: "device", createdAt: 1000 },
      { id: "G1", type: "device", createdAt: 2000 },
    ]);
    expect(store.credentials.verify("C1", secret)).toEqual({ id: "C1", type: "device" });
  });

  it("leave no secret in the data folder, whose key is private", () => {
    using folder = temporaryFolder();
    using store = openStore(folder.path, nobody);
    const secret = store.credentials.issue("C1", "device", 1000);
    for (const file of readdirSync(folder.path))
      expect(readFileSync(join(folder.path, file)).includes(secret)).toBe(false);
    expect(statSync(join(folder.path, "server.key")).mode & 0o777).toBe(0o600);
  });

  it("the first one counts at once here, and within about a second in a program that runs beside", async () => {
    using folder = temporaryFolder();
    using gateway = openStore(folder.path, nobody);
    using beside = openStore(folder.path, nobody);
    expect([gateway.credentials.any(), beside.credentials.any()]).toEqual([false, false]);
    const secret = beside.credentials.issue("C1", "device", 1000);
    expect(beside.credentials.any()).toBe(true);
    expect(gateway.credentials.verify("C1", secret)).toEqual({ id: "C1", type: "device" });
    await vi.waitFor(() => expect(gateway.credentials.any()).toBe(true), { timeout: 10_000, interval: 50 });
    beside.credentials.revoke("C1");
    expect(gateway.credentials.verify("C1", secret)).toBeNull();
  });
});
