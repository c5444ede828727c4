// A data folder that a newer version wrote is refused by `start`, file by file: exit code 2, one message with both numbers and the cure.

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { crc32 } from "node:zlib";
import { expect, it } from "vitest";
import { knownSchemas } from "../../src/commands/product-version.ts";
import { FORMAT, HEADER_BYTES, writeHeader } from "../../src/journal/group-format.ts";
import { segmentPath } from "../../src/journal/segment-files.ts";
import { openStore } from "../../src/store/open-store.ts";
import { readState } from "../../src/store/read-state.ts";
import { temporaryFolder } from "../store/temporary-folder.ts";
import { run } from "./program.ts";

const start = (data: string) =>
  run(["start", "--site", "sites/demo", "--data", data, "--mqtt-port", "0", "--http-port", "0"]);

/** A folder as this version makes it, with a segment of one group whose format is the next. */
function withNewerSegment(data: string): string {
  const folder = join(data, "journal");
  mkdirSync(folder);
  const group = Buffer.alloc(HEADER_BYTES + 15);
  writeHeader(group, group.length, 1, 1, 7n);
  group.writeUInt32LE(FORMAT + 1, 4);
  group.writeUInt32LE(crc32(group.subarray(0, HEADER_BYTES - 4)), HEADER_BYTES - 4);
  writeFileSync(segmentPath(folder, 1), group);
  return segmentPath(folder, 1);
}

it.each(["anju.db", "state.db", "history.db", "journal"])("a newer %s", async (name) => {
  using folder = temporaryFolder();
  const data = join(folder.path, "data");
  openStore(data)[Symbol.dispose]();
  readState(data, 0);
  const known = knownSchemas[name] as number;
  const file = name === "journal" ? withNewerSegment(data) : join(data, name);
  if (name !== "journal") {
    using database = new DatabaseSync(file);
    database.exec(`PRAGMA user_version = ${known + 1}`);
  }
  const before = readFileSync(file);
  const { code, out, err } = await start(data);
  expect([code, out.includes('"msg":"ready"')]).toEqual([2, false]);
  expect(err).toContain(file);
  expect(err).toContain("newer");
  expect(err).toMatch(new RegExp(`\\b${known + 1}\\b[\\s\\S]*\\b${known}\\b`));
  expect(err).not.toMatch(/^\s+at /m);
  expect(err.trim().split("\n").length).toBeLessThanOrEqual(3);
  if (name === "journal") expect(readFileSync(file)).toEqual(before);
  else {
    using database = new DatabaseSync(file, { readOnly: true });
    expect(database.prepare("PRAGMA user_version").get()).toEqual({ user_version: known + 1 });
  }
});

it("the other commands refuse it the same way", async () => {
  using folder = temporaryFolder();
  const data = join(folder.path, "data");
  openStore(data)[Symbol.dispose]();
  const file = join(data, "anju.db");
  const known = knownSchemas["anju.db"] as number;
  {
    using database = new DatabaseSync(file);
    database.exec(`PRAGMA user_version = ${known + 1}`);
  }
  const backup = ["backup", join(folder.path, "backup"), "--data", data];
  for (const words of [["device", "list", "--site", "sites/demo", "--data", data], backup]) {
    const { code, err } = await run(words);
    expect([code, err]).toMatchObject([
      2,
      expect.stringContaining(
        `${file} was written by a newer version of Anju (schema ${known + 1}; this one knows ${known})`,
      ),
    ]);
    expect(err).not.toMatch(/^\s+at /m);
  }
});
