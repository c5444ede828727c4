// Any life of the desk (CONTRACT 5): its clocks are those of an oracle that shares no code with it, whatever people and devices do.

import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import type { Site } from "../../src/model/site.ts";
import type { Act } from "../../src/model/ticket.ts";
import {
  acting,
  communityOf,
  createLife,
  day,
  expectClocks,
  hour,
  idling,
  minute,
  reports,
  type Step,
  speaking,
} from "./oracle-desk.ts";

let quiet: Site;
let community: Site;
let berlin: Site;
beforeAll(async () => {
  quiet = await communityOf(false);
  community = await communityOf();
  berlin = await communityOf(false, "Europe/Berlin");
});

const life: readonly Act[] = ["dispatch", "accept", "arrive", "restore", "restore", "close", "call-back", "reopen"];
const standing: readonly Act[] = [...life, "pause", "pause", "resume", "resume"];

function agrees(site: Site, steps: readonly Step[], from?: number): void {
  const one = createLife(site, from);
  for (const step of steps) {
    one.step(step);
    if ("idle" in step) expectClocks(site, one);
  }
  one.step({ wait: 3 * minute, idle: true });
  expectClocks(site, one);
}
const stepsOf = (max: number, ...kinds: fc.Arbitrary<Step>[]) =>
  fc
    .tuple(reports, fc.array(fc.oneof(...kinds), { minLength: 1, maxLength: max, size: "max" }))
    .map(([first, rest]) => [first, ...rest]);

/** Thousands of lives, on a machine that has other things to do. */
const patience = { timeout: 300_000 };

describe("the clocks are the oracle's", patience, () => {
  it("of reports that people bring to an end and open again", () => {
    fc.assert(
      fc.property(stepsOf(8, acting(life), idling), (steps) => agrees(quiet, steps)),
      { numRuns: 1_800 },
    );
  });
  it("of reports that stand still now and then", () => {
    fc.assert(
      fc.property(stepsOf(10, acting(standing), acting(standing), idling), (steps) => agrees(quiet, steps)),
      { numRuns: 1_800 },
    );
  });
  it("of reports that are turned into others, merged or cancelled", () => {
    const all: readonly Act[] = [...standing, "reclassify", "reclassify", "reclassify", "merge", "cancel"];
    fc.assert(
      fc.property(stepsOf(10, acting(all), acting(all), acting(all), reports, idling), (steps) => agrees(quiet, steps)),
      { numRuns: 1_800 },
    );
  });
  it("over the night in which the clocks are put forward", () => {
    const some: readonly Act[] = [...standing, "reclassify"];
    const friday = Date.parse("2026-03-27T16:30:00Z");
    fc.assert(
      fc.property(stepsOf(6, acting(some), acting(some), reports, idling), (steps) => agrees(berlin, steps, friday)),
      { numRuns: 800 },
    );
  });
  it("of faults that come, go and come again", () => {
    const all: readonly Act[] = [...life, "pause", "resume", "cancel"];
    fc.assert(
      fc.property(stepsOf(12, speaking, speaking, speaking, acting(all), idling), (steps) => agrees(community, steps)),
      { numRuns: 1_800 },
    );
  });
});

describe("time that stands still", patience, () => {
  const limits: Readonly<Record<string, number>> = { default: day, camera: 8 * hour, ordinary: day };
  it("is left out to the millisecond, in any number of pauses", () => {
    const pauses = fc.array(fc.tuple(fc.nat({ max: 30 * minute }), fc.nat({ max: 3 * day })), { maxLength: 5 });
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(limits)), pauses, fc.boolean(), (sla, stops, isOpen) => {
        const one = createLife(quiet);
        one.step({ wait: 0, report: { zone: "east", sla, text: "x" } });
        one.step({ wait: 0, pick: 0, action: { do: "arrive", by: "zhao" } });
        for (const [runs, stands] of stops) {
          expect(one.step({ wait: runs, pick: 0, action: { do: "pause", by: "zhao", reason: "parts" } })).toBe(false);
          expect(one.step({ wait: stands, pick: 0, action: { do: "resume", by: "zhao" } })).toBe(false);
        }
        if (isOpen) one.step({ wait: 0, pick: 0, action: { do: "pause", by: "zhao", reason: "parts" } });
        if (isOpen) one.step({ wait: 30 * day, idle: true });
        const stood = stops.reduce((sum, [, stands]) => sum + stands, 0);
        const [ticket] = one.tickets();
        const last = ticket?.clocks.find(({ milestone }) => milestone === (sla === "camera" ? "restore" : "close"));
        expect(last?.dueAt).toBe((ticket?.openedAt ?? 0) + (limits[sla] ?? 0) + stood);
        expect(last).toMatchObject({ state: isOpen ? "paused" : "running", breachedAt: null });
      }),
      { numRuns: 1_000 },
    );
  });
});
