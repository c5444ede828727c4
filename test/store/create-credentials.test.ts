// Credentials: a secret is shown once and never stored; wrong ones fail; another program's are seen.

import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, it, vi } from "vitest";
import { openStore } from "../../src/store/open-store.ts";
import { temporaryFolder } from "./temporary-folder.ts";

describe("credentials", () => {
  it("open to the right secret of the right name only", () => {
    using folder = temporaryFolder();
    using store = openStore(folder.path);
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
    using store = openStore(folder.path);
    const old = store.credentials.issue("C1", "device", 1000);
    const fresh = store.credentials.issue("C1", "reader", 2000);
    expect(store.credentials.verify("C1", old)).toBeNull();
    expect(store.credentials.verify("C1", fresh)).toEqual({ id: "C1", type: "reader" });
    expect(store.credentials.list()).toEqual([{ id: "C1", type: "reader", createdAt: 2000 }]);
  });

  it("end when they are revoked", () => {
    using folder = temporaryFolder();
    using store = openStore(folder.path);
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
      using store = openStore(folder.path);
      store.credentials.issue("G1", "device", 2000);
      secret = store.credentials.issue("C1", "device", 1000);
    }
    using store = openStore(folder.path);
    expect(store.credentials.any()).toBe(true);
    expect(store.credentials.list()).toEqual([
      { id: "C1", type: "device", createdAt: 1000 },
      { id: "G1", type: "device", createdAt: 2000 },
    ]);
    expect(store.credentials.verify("C1", secret)).toEqual({ id: "C1", type: "device" });
  });

  it("leave no secret in the data folder, whose key is private", () => {
    using folder = temporaryFolder();
    using store = openStore(folder.path);
    const secret = store.credentials.issue("C1", "device", 1000);
    for (const file of readdirSync(folder.path))
      expect(readFileSync(join(folder.path, file)).includes(secret)).toBe(false);
    expect(statSync(join(folder.path, "server.key")).mode & 0o777).toBe(0o600);
  });

  it("are made several at once, each with a secret of its own", () => {
    using folder = temporaryFolder();
    using store = openStore(folder.path);
    const ids = Array.from({ length: 300 }, (_, i) => `D${i}`);
    const secrets = store.credentials.issueAll(ids, "device", 1000);
    expect(new Set(secrets).size).toBe(300);
    ids.forEach((id, i) => {
      expect(store.credentials.verify(id, secrets[i] as string)).toEqual({ id, type: "device" });
    });
    expect(store.credentials.list().length).toBe(300);
  });

  it("get a later date with every rotation, though the clock stands still or goes back", () => {
    using folder = temporaryFolder();
    using store = openStore(folder.path);
    const dates = [1000, 1000, 500, 5000].map((now) => {
      store.credentials.issue("C1", "device", now);
      return store.credentials.list()[0]?.createdAt;
    });
    expect(dates).toEqual([1000, 1001, 1002, 5000]);
  });

  it("whose stored hash is damaged are refused, not an error", () => {
    using folder = temporaryFolder();
    using store = openStore(folder.path);
    const secret = store.credentials.issue("C1", "device", 1000);
    using other = new DatabaseSync(join(folder.path, "anju.db"));
    for (const hash of ["", "abc", "0".repeat(64), "ü".repeat(64), "0".repeat(1000)]) {
      other.prepare("UPDATE credential SET hash = ?").run(hash);
      expect(store.credentials.verify("C1", secret)).toBeNull();
    }
  });

  it("tell by a number that they may have changed, here or in a program that runs beside", () => {
    using folder = temporaryFolder();
    using gateway = openStore(folder.path);
    using beside = openStore(folder.path);
    const { credentials } = gateway;
    const seen = [credentials.version()];
    const moved = (): boolean => {
      seen.push(credentials.version());
      return seen.at(-1) !== seen.at(-2);
    };
    expect(moved()).toBe(false);
    credentials.issue("C1", "device", 1000);
    expect([moved(), moved()]).toEqual([true, false]);
    beside.credentials.issue("C2", "device", 1000);
    expect([moved(), moved()]).toEqual([true, false]);
    beside.credentials.revoke("C1");
    expect([moved(), moved()]).toEqual([true, false]);
    credentials.revoke("C2");
    expect([moved(), moved(), credentials.any()]).toEqual([true, false, false]);
  });

  it("the first one counts at once here, and within about a second in a program that runs beside", async () => {
    using folder = temporaryFolder();
    using gateway = openStore(folder.path);
    using beside = openStore(folder.path);
    expect([gateway.credentials.any(), beside.credentials.any()]).toEqual([false, false]);
    const secret = beside.credentials.issue("C1", "device", 1000);
    expect(beside.credentials.any()).toBe(true);
    expect(gateway.credentials.verify("C1", secret)).toEqual({ id: "C1", type: "device" });
    await vi.waitFor(() => expect(gateway.credentials.any()).toBe(true), { timeout: 10_000, interval: 50 });
    beside.credentials.revoke("C1");
    expect(gateway.credentials.verify("C1", secret)).toBeNull();
  });
});
