// Stories through the whole gateway on a virtual clock: what each promises is ticketed in time, and nothing else is.

import { describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { type Play, preparePlay } from "../../simulators/play.ts";
import { weekSlice } from "../../simulators/slice-site.ts";
import { badWeek } from "../../simulators/stories/bad-week.ts";
import { burstPipe } from "../../simulators/stories/burst-pipe.ts";
import { entrapment } from "../../simulators/stories/entrapment.ts";
import { forcedGate } from "../../simulators/stories/forced-gate.ts";
import { stories } from "../../simulators/stories/index.ts";
import { quietWeek } from "../../simulators/stories/quiet-week.ts";
import type { Story } from "../../simulators/story.ts";
import { createReplay, type ReplayResult } from "../../src/replay.ts";
import { siteFrom } from "../support/test-site.ts";
import { site, siteTable } from "./site.ts";

type Told = {
  readonly asset: string;
  readonly fault: string;
  readonly kind: string;
  readonly severity: string;
  readonly state: string;
  readonly openedAt: string;
  readonly verified: boolean;
};
type Run = { readonly play: Play; readonly result: ReplayResult; readonly tickets: readonly Told[] };

const square = [
  [0, 0],
  [100, 0],
  [100, 100],
  [0, 100],
];
const levels = [
  { id: "ground", outline: square },
  { id: "garage", outline: square, indoor: "lit" },
];

/** Replays the story on the devices that it was staged with. */
async function run(story: Story, slice = false): Promise<Run> {
  const play = preparePlay(story, { site, ...(slice && { slice: weekSlice }) });
  const kept = new Set(play.site.devices.map(({ id }) => id));
  const devices = siteTable.devices.filter(({ id }) => kept.has(id));
  const replay = createReplay(await siteFrom(stringify({ ...siteTable, coverage: { levels }, devices })));
  for (const line of play.lines()) replay.line(line);
  const result = replay.finish();
  return { play, result, tickets: (result.tickets as Told[]).filter(({ kind }) => kind !== "area") };
}

const inTime = ({ play, tickets }: Run) =>
  play.staged.expected.map(({ asset, fault, by }) => {
    const ticket = tickets.find((each) => each.asset === asset && each.fault === fault);
    return `${asset} ${fault} ${ticket !== undefined && Date.parse(ticket.openedAt) <= by ? "in time" : ticket?.openedAt}`;
  });
const allInTime = ({ play }: Run) => play.staged.expected.map(({ asset, fault }) => `${asset} ${fault} in time`);

/** Tickets that were not expected, outside the stretches in which they are excused. */
const others = ({ play, tickets }: Run) =>
  tickets.filter(({ asset, fault, openedAt }) => {
    const at = Date.parse(openedAt);
    const expected = play.staged.expected.some((each) => each.asset === asset && each.fault === fault);
    return !expected && !play.staged.excused.some(({ from, to }) => at >= from && at <= to);
  });

describe("short stories", () => {
  it.each(stories.filter(({ expect: { noOthers } }) => noOthers))("$id", async (story) => {
    const done = await run(story);
    expect(inTime(done)).toEqual(allInTime(done));
    expect(others(done)).toEqual([]);
    expect(done.result.rejected).toEqual({});
    expect(done.result.refused).toEqual([]);
  });

  it.each([entrapment, burstPipe, forcedGate])("$id is ended by people, and proven", async (story) => {
    const { tickets } = await run(story);
    expect(tickets[0]).toMatchObject({ severity: "critical", state: "restored", verified: true });
  });
});

describe("long stories", () => {
  it("quiet-week: no critical ticket and at most three others outside the power cut", {
    timeout: 300_000,
  }, async () => {
    const done = await run(quietWeek, true);
    const left = others(done);
    expect(left.filter(({ severity }) => severity === "critical")).toEqual([]);
    expect(left.length).toBeLessThanOrEqual(quietWeek.expect.atMost?.others ?? 0);
    expect(done.result.rejected).toEqual({});
  });

  it("bad-week: each of the twelve hidden faults has its ticket in time", { timeout: 300_000 }, async () => {
    const done = await run(badWeek, true);
    expect(inTime(done)).toEqual(allInTime(done));
    expect(done.play.staged.expected.length).toBe(12);
  });
});
