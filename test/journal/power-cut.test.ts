// The power goes at any instant, life after life: whatever the disk then holds of what was not synced, everything that was
// acknowledged is read back, in order, once; and the journal goes on behind it.

import { join } from "node:path";
import fc from "fast-check";
import { expect, it } from "vitest";
import { type Journal, openJournal } from "../../src/journal/open-journal.ts";
import { afterPowerCut, type Recording, record } from "./recording-files.ts";
import { onDisk, type Plain, recordsIn, temporaryFolder } from "./temporary.ts";

/** Numbers from 0 to 1 that a seed decides. */
function chanceOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** One life of a journal: appends, waits, settles, failing syncs, as chance decides; notes what was acknowledged and settled. */
async function live(recording: Recording, journal: Journal, known: Plain[], chance: () => number): Promise<void> {
  for (let step = 0; step < 25; step++) {
    const kind = chance();
    if (kind < 0.08) recording.failSyncs(1 + Math.floor(chance() * 3));
    for (let count = Math.floor(chance() * 6); count > 0; count--) {
      const body = `${chance()}`.repeat(1 + Math.floor(chance() * 60));
      const position = journal.append(1, step, `topic/${step}`, body);
      known[position - 1] = [position, 1, step, `topic/${step}`, body];
      journal.whenOnDisk(() => recording.happened.push({ kind: "note", acknowledged: position }));
    }
    if (kind > 0.5) await onDisk(journal);
    else await new Promise((done) => setImmediate(done));
    if (kind > 0.9) {
      const settled = Math.floor(journal.onDisk() * chance());
      recording.happened.push({ kind: "note", settled });
      journal.settle(settled);
    }
  }
}

/** What the world knew at an instant: the highest position acknowledged, the highest settled. */
function knownAt(recording: Recording, instant: number, before: number): { acknowledged: number; settled: number } {
  let acknowledged = 0;
  let settled = before;
  for (const one of recording.happened.slice(0, instant)) {
    if (one.kind !== "note") continue;
    acknowledged = Math.max(acknowledged, one.acknowledged ?? 0);
    settled = Math.max(settled, one.settled ?? 0);
  }
  return { acknowledged, settled };
}

it("loses, doubles and disorders nothing that was acknowledged when the power goes", async () => {
  let states = 0;
  await fc.assert(
    fc.asyncProperty(fc.integer(), async (seed) => {
      const chance = chanceOf(seed);
      const root = temporaryFolder();
      let folder = join(root, "0");
      let known: Plain[] = [];
      let settled = 0;
      let acknowledgedBefore = 0;
      await (await openJournal({ folder, settled }))[Symbol.asyncDispose]();
      for (let life = 1; life <= 4; life++) {
        const recording = record(folder);
        const options = { segmentBytes: 3000, gatherFor: 0, retryAfter: 1 };
        const journal = await openJournal({ ...options, folder, settled, files: recording.files });
        expect(journal.position()).toBe(Math.max(known.length, settled));
        await live(recording, journal, known, chance);
        await journal[Symbol.asyncDispose]();
        for (let cut = 1; cut <= 12; cut++) {
          const { begun, happened } = recording;
          const instant = begun + Math.floor(chance() * (happened.length + 1 - begun));
          const after = join(root, `${life}-${cut}`);
          afterPowerCut(recording, instant, after, chance);
          states++;
          const at = knownAt(recording, instant, settled);
          const read = recordsIn(after, at.settled);
          const end = at.settled + read.length;
          expect(end).toBeGreaterThanOrEqual(Math.max(at.acknowledged, acknowledgedBefore));
          expect(read).toEqual(known.slice(at.settled, end));
          if (cut === 12) {
            known = known.slice(0, end);
            acknowledgedBefore = Math.max(at.acknowledged, acknowledgedBefore);
            settled = at.settled;
            folder = after;
          }
        }
      }
    }),
    { numRuns: 30 },
  );
  expect(states).toBeGreaterThanOrEqual(30 * 4 * 12);
});
