// The tests every row of a fault table must pass: the contract's words on delays, limits, clearing and unknowns (CONTRACT 3).

import { describe, expect, it } from "vitest";
import type { RecordingLine, ReplayResult } from "../../src/replay.ts";
import type { FaultCase, Subject } from "./fault-row.ts";
import {
  type FaultRow,
  hour,
  iso,
  keepSaying,
  minute,
  type Points,
  play,
  rowsOf,
  type Says,
  say,
  second,
  siteWith,
} from "./play.ts";

const clearAfter = 30 * second;
const omit = (points: Points, names: readonly string[]): Points =>
  Object.fromEntries(Object.entries(points).filter(([name]) => !names.includes(name)));

/** The whole set of tests for each row. */
export function testFaults(subject: Subject, cases: readonly FaultCase[]): void {
  for (const row of cases) {
    describe(`${row.fault}${row.by ? `, ${row.by}` : ""}`, () => testFault({ ...subject, ...row }));
  }
}

function testFault(row: Subject & FaultCase): void {
  const from = Date.parse(row.begins);
  const badAt = from + 607_500;
  const delay = row.after * second;
  const openAt = badAt + delay;
  const goodAt = openAt + 137 * second + 251;
  const bad = { ...row.healthy, ...row.bad[0] };
  const tell = async (
    says: readonly Says[],
    until: number,
    more: readonly RecordingLine[] = [],
  ): Promise<ReplayResult> =>
    play(await siteWith([row.device], row.site), [...keepSaying(row.kind, row.asset, says, until), ...more], until);
  const rowsFrom = async (first: Points, says: readonly Says[], until: number): Promise<readonly FaultRow[]> =>
    rowsOf(await tell([[from, first], ...says], until), row.fault);
  const rows = (says: readonly Says[], until: number) => rowsFrom(row.healthy, says, until);
  const opened = {
    asset: row.asset,
    fault: row.fault,
    since: iso(badAt),
    openedAt: iso(openAt),
    absentSince: null,
    clearedAt: null,
    severity: row.severity,
    sla: row.sla,
    present: true,
  };
  const open = [expect.objectContaining(opened)];

  it.each(row.bad)("opens at the end of its delay: %o", async (points) => {
    const says: Says[] = [say(badAt, { ...row.healthy, ...points })];
    expect(await rows(says, openAt + 5 * minute)).toEqual(open);
    expect(await rows(says, openAt)).toEqual(open);
    if (delay > 0) expect(await rows(says, openAt - 1)).toEqual([]);
  });

  if (delay > 0)
    it.each(row.bad)("does not open when gone in time: %o", async (points) => {
      for (const gone of [openAt - 1, openAt]) {
        expect(
          await rows([say(badAt, { ...row.healthy, ...points }), say(gone, row.healthy)], openAt + hour),
          `gone ${openAt - gone} ms early`,
        ).toEqual([]);
      }
    });

  it.each(row.inside)("does not open inside its limit: %o", async (points) => {
    const inside = { ...row.healthy, ...points };
    expect(await rows([say(badAt, inside)], openAt + delay + 2 * hour)).toEqual([]);
    if (delay > 0)
      expect(await rows([say(badAt, bad), say(openAt - 1, inside)], openAt + hour), "after bad").toEqual([]);
  });

  if (row.holds?.length)
    it.each(row.holds)("neither opens nor clears within the deadband: %o", async (points) => {
      const between = { ...row.healthy, ...points };
      expect(await rows([say(badAt, between)], openAt + hour)).toEqual([]);
      expect(await rows([say(badAt, bad), say(goodAt, between)], goodAt + hour)).toEqual(open);
    });

  const ends = row.outcome
    ? { ...opened, present: false, absentSince: iso(goodAt) }
    : { ...opened, present: false, clearedAt: iso(goodAt + clearAfter) };

  it.each(row.clears ?? [{}])("ends 30 s after the first good reading: %o", async (points) => {
    const says: Says[] = [say(badAt, bad), say(goodAt, { ...row.healthy, ...points })];
    expect(await rows(says, goodAt + clearAfter - 1)).toEqual([expect.objectContaining({ clearedAt: null })]);
    expect(await rows(says, goodAt + clearAfter)).toEqual([expect.objectContaining(ends)]);
    expect(await rows(says, goodAt + hour)).toEqual([expect.objectContaining(ends)]);
  });

  it("goes on when it is bad again before the 30 s are over", async () => {
    const again = goodAt + 5 * minute;
    const found = await rows(
      [say(badAt, bad), say(goodAt, row.healthy), say(goodAt + clearAfter - 1, bad), say(again, row.healthy)],
      again + hour,
    );
    expect(found).toEqual([
      expect.objectContaining(
        row.outcome ? { ...ends, absentSince: iso(again) } : { ...ends, clearedAt: iso(again + clearAfter) },
      ),
    ]);
  });

  if (row.outcome)
    it("is ended by a person's restore with an outcome, once absent", async () => {
      const restore = (at: number, outcome?: string): RecordingLine => ({
        at: iso(at),
        action: { asset: row.asset, fault: row.fault, do: "restore", by: "zhao", ...(outcome ? { outcome } : {}) },
      });
      const doneAt = goodAt + 10 * minute;
      const says: Says[] = [say(from, row.healthy), say(badAt, bad), say(goodAt, row.healthy)];
      const result = await tell(says, doneAt + minute, [
        restore(goodAt - second, row.outcome),
        restore(doneAt - second),
        restore(doneAt, row.outcome),
      ]);
      expect(rowsOf(result, row.fault)).toEqual([expect.objectContaining({ ...ends, clearedAt: iso(doneAt) })]);
      expect(result.refused.map(({ at }) => at)).toEqual([iso(goodAt - second), iso(doneAt - second)]);
      expect(result.refused[0]?.code).toBe("still-faulty");
    });

  it.each(row.needs)("neither opens nor clears without %s", async (name) => {
    const silent: Says = [badAt, omit(bad, [name])];
    expect(await rowsFrom(omit(row.healthy, [name]), [silent], openAt + delay + hour)).toEqual([]);
    expect(await rows([say(badAt, bad), say(openAt + second, omit(bad, [name]))], openAt + hour)).toEqual(open);
  });

  it("is not ended by points that are no longer reported", async () => {
    const silent = omit(row.healthy, [...Object.keys(row.bad[0]), ...row.needs]);
    expect(await rows([say(badAt, bad), say(goodAt, silent)], goodAt + 2 * hour)).toEqual(open);
  });

  if (row.without?.length)
    it.each(row.without)("opens all the same while %s is not reported", async (name) => {
      const says: Says[] = [[badAt, omit(bad, [name])]];
      expect(await rowsFrom(omit(row.healthy, [name]), says, openAt + minute)).toEqual(open);
    });

  for (const idle of row.idle ?? []) testWhile(idle);

  function testWhile(points: Points): void {
    const settles = (row.settles ?? 0) * second;
    const idleHealthy = { ...row.healthy, ...points };
    const idleBad = { ...bad, ...points };
    describe(`while it cannot be judged: ${JSON.stringify(points)}`, () => {
      it("does not open", async () => {
        expect(await rows([say(badAt, idleBad)], openAt + delay + 2 * hour)).toEqual([]);
      });

      it("does not clear; clears once it can be judged and is good", async () => {
        const backAt = goodAt + hour;
        const judgedAt = backAt + settles;
        const says: Says[] = [say(badAt, bad), say(goodAt - minute, idleBad), say(goodAt, idleHealthy)];
        expect(await rows(says, backAt)).toEqual(open);
        const found = await rows([...says, [backAt, row.healthy], [judgedAt, row.healthy]], judgedAt + hour);
        const end = row.outcome ? { absentSince: iso(judgedAt) } : { clearedAt: iso(judgedAt + clearAfter) };
        expect(found).toEqual([expect.objectContaining({ ...opened, present: false, ...end })]);
      });

      it("stands still in the middle of its delay", async () => {
        const backAt = badAt + delay / 2 + 10 * minute;
        const judgedAt = backAt + settles;
        const says: Says[] = [say(badAt, bad), say(badAt + delay / 2, idleBad), say(backAt, bad), say(judgedAt, bad)];
        expect(await rows(says, judgedAt + delay / 2 - 1)).toEqual([]);
        expect(await rows(says, judgedAt + delay / 2)).toEqual([
          expect.objectContaining({ ...opened, openedAt: iso(judgedAt + delay / 2) }),
        ]);
      });
    });
  }
}
