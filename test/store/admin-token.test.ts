// The administrator's token on disk: made once, private, never empty.

import { existsSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { adminToken } from "../../src/store/admin-token.ts";
import { temporaryFolder } from "./temporary-folder.ts";

describe("the administrator's token", () => {
  it("is made once, private, and read from then on", () => {
    using folder = temporaryFolder();
    const data = join(folder.path, "data");
    const made = adminToken(data, undefined);
    expect(made).toEqual({ token: expect.stringMatching(/^[\w-]{32}$/), isNew: true });
    expect(adminToken(data, undefined)).toEqual({ token: made.token, isNew: false });
    expect(statSync(join(data, "admin.token")).mode & 0o777).toBe(0o600);
    expect(readdirSync(data)).toEqual(["admin.token"]);
    expect(adminToken(join(folder.path, "other"), undefined).token).not.toBe(made.token);
  });
  it("is the environment's where that gives one, and then not written down", () => {
    using folder = temporaryFolder();
    expect(adminToken(folder.path, "from-outside")).toEqual({ token: "from-outside", isNew: false });
    expect(existsSync(join(folder.path, "admin.token"))).toBe(false);
    expect(adminToken(folder.path, "").isNew).toBe(true);
  });
  it("is never empty: a file without one, as a full disk leaves, is made anew", () => {
    using folder = temporaryFolder();
    writeFileSync(join(folder.path, "admin.token"), "\n", { mode: 0o644 });
    const { token, isNew } = adminToken(folder.path, undefined);
    expect([token.length, isNew]).toEqual([32, true]);
    expect(statSync(join(folder.path, "admin.token")).mode & 0o777).toBe(0o600);
  });
});
