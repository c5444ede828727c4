// What must hold for any life of a ticket (CONTRACT 5): nothing critical is lost, clocks agree with plain arithmetic, a refusal changes nothing.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Action, Milestone } from "../../src/model/ticket.ts";
import type { TicketJson } from "../../src/model/ticket-json.ts";
import {
  type AssetId,
  clockOf,
  eventsOf,
  hour,
  iso,
  minute,
  noon,
  type Points,
  replayed,
  second,
  siteOf,
  type Timeline,
  timeline,
} from "./timeline.ts";

const T = noon + 2 * minute;
const runs = { numRuns: 60 };

/** Milestone → allowance in ms, of rows whose allowances are all durations. */
const rows: Readonly<Record<string, Readonly<Partial<Record<Milestone, number>>>>> = {
  default: { respond: 15 * minute, close: 24 * hour },
  elevator: { respond: 15 * minute, arrive: 30 * minute, close: 24 * hour },
  "elevator-entrapment": { respond: 5 * minute, arrive: 30 * minute, close: 24 * hour },
  "pipe-burst": { respond: 15 * minute, restore: hour, close: 24 * hour },
  camera: { respond: 15 * minute, restore: 24 * hour, close: 24 * hour },
  security: { respond: 5 * minute, arrive: 15 * minute, close: 24 * hour },
  ordinary: { respond: 30 * minute, close: 24 * hour },
  complaint: { respond: 48 * hour },
};
const steps = ["accept", "arrive", "restore", "close"] as const;
type StepName = (typeof steps)[number];

/** The oracle: what each clock of a report must say, from the instants (ms after opening) of what people did until `end`. */
function oracle(row: string, did: Readonly<Partial<Record<StepName, number>>>, end: number): Record<string, unknown> {
  const first = (...names: StepName[]): number | null => {
    const instants = names.flatMap((name) => did[name] ?? []);
    return instants.length > 0 ? Math.min(...instants) : null;
  };
  const done: Partial<Record<Milestone, number | null>> = {
    respond: first("accept", "arrive", "restore"),
    arrive: first("arrive", "restore"),
    restore: first("restore"),
    close: first("close"),
  };
  return Object.fromEntries(
    Object.entries(rows[row] ?? {}).map(([milestone, due]) => {
      const at = done[milestone as Milestone] ?? null;
      const broken = at === null ? end >= due : at > due;
      const state = at === null ? (broken ? "breached" : "running") : broken ? "late" : "met";
      return [
        milestone,
        {
          start: iso(T),
          due: iso(T + due),
          done: at === null ? null : iso(T + at),
          breached: broken ? iso(T + due) : null,
          state,
        },
      ];
    }),
  );
}

/** Any instant, and often one right at a deadline. */
const instant = fc.oneof(
  fc.integer({ min: 0, max: 50 * hour }),
  fc
    .tuple(fc.constantFrom(5 * minute, 15 * minute, 30 * minute, hour, 24 * hour, 48 * hour), fc.constantFrom(-1, 0, 1))
    .map(([due, off]) => due + off),
);

describe("clocks agree with plain arithmetic", () => {
  it("in any simple life: accepted, arrived, restored, closed, or only some of it", async () => {
    const site = await siteOf([]);
    const life = fc.record({
      row: fc.constantFrom(...Object.keys(rows)),
      instants: fc.tuple(instant, instant, instant, instant),
      does: fc.subarray([...steps]).map((some) => some.filter((step) => step !== "close" || some.includes("restore"))),
      rest: fc.integer({ min: 0, max: 30 * hour }),
    });
    fc.assert(
      fc.property(life, ({ row, instants, does, rest }) => {
        const sorted = [...instants].sort((a, b) => a - b);
        const did = Object.fromEntries(does.map((step, index) => [step, sorted[index] ?? 0])) as Partial<
          Record<StepName, number>
        >;
        const end = Math.max(0, ...Object.values(did)) + rest;
        const line = timeline(site).report(T, { zone: "east", sla: row, text: "x", ref: "r1" });
        for (const step of does) line.act(T + (did[step] ?? 0), { ref: "r1", do: step, by: "zhou", cause: "worn" });
        const result = line.play(T + end);
        expect(result.refused).toEqual([]);
        const ticket = result.reported("r1");
        expect(
          Object.fromEntries(ticket.clocks.map(({ milestone }) => [milestone, clockOf(ticket, milestone)])),
        ).toEqual(oracle(row, did, end));
      }),
      { numRuns: 500 },
    );
  });

  it("when the device mends itself: restored at the first good reading, what nobody accepted is void or late", async () => {
    const site = await siteOf(["C1"], "sla: { camera: { restore: PT40M } }");
    const opened = T + 30 * second;
    const whole = (max: number) => fc.integer({ min: 1, max: max * 60 }).map((seconds) => seconds * second);
    const near = fc
      .constantFrom(15 * minute, 40 * minute)
      .chain((due) => fc.integer({ min: -150, max: 30 }).map((off) => due + off * second));
    const life = fc.record({ lasts: fc.oneof(whole(80), near), acceptAfter: fc.option(whole(80)) });
    fc.assert(
      fc.property(life, ({ lasts, acceptAfter }) => {
        const good = opened + lasts;
        const hold = good + 2 * minute;
        const accept = acceptAfter === null || opened + acceptAfter > hold ? null : opened + acceptAfter;
        const line = timeline(site).says("C1", T, { fps: 0 }).heals("C1", good);
        if (accept !== null) line.act(accept, { asset: "C1", fault: "videoLoss", do: "accept", by: "qian" });
        const result = line.play(hold);
        expect(result.refused).toEqual([]);
        const ticket = result.ticket("C1", "videoLoss");
        expect(ticket).toMatchObject({ state: "restored", verified: true, restoredAt: iso(good) });
        const respond = opened + 15 * minute;
        const restore = opened + 40 * minute;
        expect(clockOf(ticket, "restore")).toEqual({
          start: iso(opened),
          due: iso(restore),
          done: iso(good),
          breached: good > restore ? iso(restore) : null,
          state: good > restore ? "late" : "met",
        });
        const answered = accept !== null && accept <= respond ? "met" : "late";
        expect(clockOf(ticket, "respond")?.state).toBe(accept !== null ? answered : respond < good ? "late" : "void");
      }),
      runs,
    );
  });
});

/** Ways to break each device, by a name of its own; the faults they open are critical and not. */
const mischief: readonly (readonly [AssetId, Points])[] = [
  ["G1", { forced: true }],
  ["G1", { tamper: true }],
  ["G1", { mode: "fireRelease" }],
  ["G1", { power: "battery", battery: 50 }],
  ["G1", { power: "battery", battery: 10 }],
  ["L1", { leakage: 40 }],
  ["L1", { voltage: 260 }],
  ["P1", { roomLeak: true }],
  ["P1", { driveFault: true }],
  ["E1", { alarmButton: true }],
  ["E1", { mode: "fault" }],
];
const assets = ["E1", "G1", "L1", "P1"] as const;
const staff = ["chen", "zhao", "qian", "li", "wang", "sun", "zhou"] as const;
const length = 2 * hour;
const moment = fc.integer({ min: 0, max: length / second }).map((seconds) => T + seconds * second);
const happening = fc.tuple(moment, fc.constantFrom(...mischief), fc.integer({ min: 1, max: 40 * 60 }));
const happenings = fc.array(happening, { minLength: 2, maxLength: 12, size: "max" });

/** An act on the pick-th ticket there would be if nobody acted, so long after that ticket opened. */
type Deed = { pick: number; after: number; action: Action };
const deedsOf = (acts: readonly Action["do"][], who: readonly string[], more: fc.Arbitrary<Partial<Action>>) =>
  fc.array(
    fc.record({
      pick: fc.nat({ max: 19 }),
      after: fc.integer({ min: 0, max: 60 * 60 }).map((seconds) => seconds * second),
      action: fc
        .record({ do: fc.constantFrom(...acts), by: fc.constantFrom(...who), more })
        .map(({ more: rest, ...action }): Action => ({ ...action, ...rest })),
    }),
    { minLength: 5, maxLength: 40, size: "max" },
  );

function deeds(line: Timeline, wanted: readonly Deed[]): Timeline {
  const { tickets } = line.play(T + length);
  for (const { pick, after, action } of wanted) {
    const ticket = tickets[pick % (tickets.length + 1)];
    if (!ticket) line.act(T + after, { ref: "r9", ...action });
    else {
      const { ref, asset, fault } = ticket;
      const which = asset && fault ? { asset, fault } : { ref: ref ?? "" };
      line.act(Math.min(Date.parse(ticket.openedAt) + after, T + length), { ...which, ...action });
    }
  }
  return line;
}

function staged(line: Timeline, ill: readonly (readonly [number, readonly [AssetId, Points], number])[]): Timeline {
  for (const [at, [asset, points], lasts] of ill) line.says(asset, at, points).heals(asset, at + lasts * second);
  return line.report(T, { zone: "east", sla: "urgent", text: "x", ref: "r1" });
}

const before = new Set(["open", "dispatched", "accepted", "onSite"]);
const critical = (ticket: TicketJson): boolean => ticket.severity === "critical";

describe("conservation", () => {
  it("each critical fault has one ticket, each ticket an owner and, until restored, a promise that runs or is broken", async () => {
    const site = await siteOf(assets);
    const wanted = deedsOf(
      ["dispatch", "accept", "arrive", "restore", "close", "reopen"],
      staff,
      fc.constant({ to: "zhao", outcome: "test", cause: "worn" }),
    );
    fc.assert(
      fc.property(happenings, wanted, (ill, people) => {
        const line = deeds(staged(timeline(site, noon, minute), ill), people);
        const result = line.play(T + length + hour);
        const pairs = new Set(
          result.faults
            .filter(({ severity }) => severity === "critical")
            .map(({ asset, fault }) => `${asset}|${fault}`),
        );
        expect(
          result.tickets
            .filter(critical)
            .map(({ asset, fault }) => `${asset}|${fault}`)
            .sort(),
        ).toEqual([...pairs].sort());
        const faulty = result.tickets
          .filter(({ source }) => source === "telemetry")
          .map(({ asset, fault }) => `${asset}|${fault}`);
        expect(new Set(faulty).size).toBe(faulty.length);
        for (const { asset, fault } of result.faults.filter(({ clearedAt }) => clearedAt === null)) {
          const ticket = result.ticket(String(asset), String(fault));
          expect(before.has(ticket.state), `${asset} ${fault} is open, its ticket ${ticket.state}`).toBe(true);
        }
        for (const ticket of result.tickets) {
          for (const { milestone, dueAt, breachedAt, doneAt, state } of ticket.clocks) {
            if (breachedAt === null) expect(["running", "met", "void"]).toContain(state);
            else {
              expect({ state, breachedAt }).toEqual({
                state: doneAt === null ? "breached" : "late",
                breachedAt: dueAt,
              });
              expect(eventsOf(ticket, "breached").map((event) => event.milestone)).toContain(milestone);
            }
          }
          expect(staff).toContain(ticket.owner);
          if (before.has(ticket.state))
            expect(ticket.clocks.some(({ state }) => state === "running" || state === "breached")).toBe(true);
          const instants = ticket.events.map(({ at }) => Date.parse(at));
          expect(instants).toEqual([...instants].sort((a, b) => a - b));
        }
        const ids = result.tickets.map(({ id }) => id);
        expect(ids).toEqual([...new Set(ids)].sort());
        const openings = result.tickets.map(({ openedAt }) => Date.parse(openedAt));
        expect(openings).toEqual([...openings].sort((a, b) => a - b));
      }),
      runs,
    );
  });
});

describe("any people doing anything", () => {
  it("never throws, and what is refused changes nothing", async () => {
    const site = await siteOf(assets);
    const odd = fc.record(
      {
        outcome: fc.constantFrom("released", "secured", "nonsense"),
        override: fc.boolean(),
        note: fc.constantFrom("seen", ""),
        to: fc.constantFrom(...staff, "nobody"),
        cause: fc.constant("worn"),
        version: fc.integer({ min: 0, max: 9 }),
      },
      { requiredKeys: [] },
    );
    // Mostly what people would send, sometimes anything at all.
    const plain = fc.constant({ outcome: "secured", to: "zhao", cause: "worn" });
    const more = fc.oneof({ arbitrary: plain, weight: 3 }, { arbitrary: odd, weight: 1 });
    const wanted = deedsOf(
      ["dispatch", "accept", "arrive", "restore", "close", "comment", "acknowledge", "cancel", "reopen"],
      [...staff, ...staff, "nobody", "system", ""],
      more,
    );
    let refusals = 0;
    let allowed = 0;
    fc.assert(
      fc.property(happenings, wanted, (ill, people) => {
        const line = deeds(staged(timeline(site, noon, minute), ill), people);
        const lines = line.lines(T + length);
        const { refused, tickets, faults, notices, availability } = replayed(site, lines);
        const gone = new Set(refused.map(({ action }) => action));
        refusals += refused.length;
        allowed += people.length - refused.length;
        const without = lines.filter(({ action }) => !action || !gone.has(action));
        const result = replayed(site, without);
        expect(result.refused).toEqual([]);
        expect({ ...result, ticket: null, reported: null }).toMatchObject({ tickets, faults, notices, availability });
        expect(JSON.stringify(result.tickets)).toBe(JSON.stringify(tickets));
      }),
      runs,
    );
    // Both sides of the question were asked.
    expect(refusals).toBeGreaterThan(100);
    expect(allowed).toBeGreaterThan(100);
  });
});
