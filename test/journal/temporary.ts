// What the journal's tests share: a folder that goes away, and a journal's records as plain values.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { Journal } from "../../src/journal/open-journal.ts";
import { readJournal } from "../../src/journal/read-journal.ts";

/** A record as the tests compare it: position, type, time, head and body as text. */
export type Plain = readonly [position: number, type: number, at: number, head: string, body: string];

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "anju-journal-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export function recordsIn(folder: string, from = 0): Plain[] {
  return [...readJournal(folder, from)].map(({ position, type, at, head, body }) => [
    position,
    type,
    at,
    head,
    Buffer.from(body).toString(),
  ]);
}

export function onDisk(journal: Journal): Promise<void> {
  return new Promise((done) => journal.whenOnDisk(done));
}

/** Appends `count` records in one group, waits for the disk, and gives them. */
export async function appendGroup(journal: Journal, count: number, text: string): Promise<Plain[]> {
  const added = Array.from({ length: count }, (_, index): Plain => {
    const position = journal.append(7, index / 2, `head/${index}`, text);
    return [position, 7, index / 2, `head/${index}`, text];
  });
  await onDisk(journal);
  return added;
}
