// Planned silences (CONTRACT 5): who may begin which, what they cover, when they hold, and a ledger in which every withheld fault ends.

import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import type { Silence, SilenceRequest, SilenceScope } from "../../src/model/silence.ts";
import type { Site } from "../../src/model/site.ts";
import { createSilences, type SilenceMemory, type Silences } from "../../src/tickets/create-silences.ts";
import { createCovers, isInForce, nextTurn, type Silenceable } from "../../src/tickets/silence-scope.ts";
import { siteFrom, smallSite } from "../support/test-site.ts";
import { day, hour, minute, noon } from "./timeline.ts";

const links = `
links:
  - { id: feed, type: power, zone: east }
  - { id: switch, type: switch, zone: east, upstream: [feed] }
`;

let site: Site;
let covers: ReturnType<typeof createCovers>;
beforeAll(async () => {
  site = await siteFrom(
    smallSite.replace("kind: gate, zone: east", "kind: gate, zone: east, upstream: [switch]") + links,
  );
  covers = createCovers(site);
});

const known = {
  lampOut: { asset: "L1", kind: "streetlight", fault: "lampOut", severity: "minor", sla: "streetlight" },
  heldOpen: { asset: "G1", kind: "gate", fault: "heldOpen", severity: "minor", sla: "ordinary" },
  gateOffline: { asset: "G1", kind: "gate", fault: "offline", severity: "minor", sla: "data-loss" },
  forcedOpen: { asset: "G1", kind: "gate", fault: "forcedOpen", severity: "critical", sla: "security" },
  entrapment: { asset: "E1", kind: "elevator", fault: "entrapment", severity: "critical", sla: "elevator-entrapment" },
  pipeBurst: { asset: "P1", kind: "pump", fault: "pipeBurst", severity: "critical", sla: "pipe-burst" },
  doorFault: { asset: "E1", kind: "elevator", fault: "doorFault", severity: "major", sla: "elevator" },
  linkDown: { asset: "switch", kind: "link", fault: "down", severity: "major", sla: "data-loss" },
} as const;
type Name = keyof typeof known;
const names = Object.keys(known) as Name[];
const lifeSafety: readonly Name[] = ["forcedOpen", "entrapment", "pipeBurst"];
const faultOf = (name: Name): Silenceable => ({ zone: "east", ...known[name] });

const scopeOf = (scope: Partial<SilenceScope>): SilenceScope => ({
  ...{ zones: [], kinds: [], assets: [], faults: [], severities: [] },
  ...scope,
});
const asked = (fields: Partial<SilenceRequest> = {}): SilenceRequest => ({
  ...{ kind: "maintenance", scope: { zones: ["east"] }, until: noon + hour, reason: "换灯", by: "chen" },
  ...fields,
});
/** Begins one, or fails the test. */
function begun(silences: Silences, fields: Partial<SilenceRequest> = {}, now = noon, ticket?: string): Silence {
  const result = silences.begin(asked(fields), now, ticket);
  if (!result.ok) throw new Error(`${result.code} ${result.detail}`);
  return result.value;
}

describe("scope", () => {
  const cases: readonly [string, Partial<SilenceScope>, readonly Name[]][] = [
    ["a zone", { zones: ["east"] }, ["lampOut", "heldOpen", "gateOffline", "doorFault", "linkDown"]],
    ["another zone", { zones: ["west"] }, []],
    ["a kind", { kinds: ["gate"] }, ["heldOpen", "gateOffline"]],
    ["a device", { assets: ["G1"] }, ["heldOpen", "gateOffline"]],
    ["a fault class", { faults: ["offline"] }, ["gateOffline"]],
    ["a severity", { severities: ["major"] }, ["doorFault", "linkDown"]],
    ["all that is listed at once", { kinds: ["gate", "elevator"], severities: ["major"] }, ["doorFault"]],
    ["a link, and what hangs on it", { assets: ["switch"] }, ["heldOpen", "gateOffline", "linkDown"]],
    ["a link above a link", { assets: ["feed"] }, ["heldOpen", "gateOffline", "linkDown"]],
    ["life safety by device alone", { assets: ["E1"] }, ["doorFault"]],
    ["life safety by fault alone", { faults: ["entrapment", "pipeBurst", "forcedOpen"] }, []],
    ["life safety by fault and a link above", { assets: ["feed"], faults: ["forcedOpen"] }, []],
    ["life safety by device and fault", { assets: ["E1"], faults: ["entrapment"] }, ["entrapment"]],
  ];
  it.each(cases)("%s", (_, scope, expected) => {
    expect(names.filter((name) => covers(scopeOf(scope), faultOf(name)))).toEqual(expected);
  });

  it("a site that moves a life-safety fault to another row does not make it silent", () => {
    const moved: Silenceable = { ...faultOf("entrapment"), sla: "ordinary" };
    expect(covers(scopeOf({ zones: ["east"] }), moved)).toBe(false);
  });

  it("it is the row that says what is of life safety", () => {
    const rows = { ...site.sla, elevator: { ...site.sla.elevator, lifeSafety: true } } as unknown as Site["sla"];
    expect(createCovers({ ...site, sla: rows })(scopeOf({ zones: ["east"] }), faultOf("doorFault"))).toBe(false);
  });

  it("life safety is never covered wholesale", () => {
    const some = (of: readonly string[]) => fc.subarray([...of]);
    fc.assert(
      fc.property(
        fc.constantFrom(...lifeSafety),
        some(["east"]),
        some(["gate", "elevator", "pump"]),
        some(["G1", "E1", "P1", "feed", "switch"]),
        some(["forcedOpen", "entrapment", "pipeBurst"]),
        (name, zones, kinds, assets, faults) => {
          const { asset, fault } = known[name];
          if (covers(scopeOf({ zones, kinds, assets, faults }), faultOf(name)))
            expect([assets.includes(asset), faults.includes(fault)]).toEqual([true, true]);
        },
      ),
    );
  });
});

describe("begin", () => {
  const elevator = { assets: ["E1"] };
  const test = { kind: "test", by: "zhao", scope: elevator, until: noon + 30 * minute } as const;
  const nights = { days: [1], window: { from: 1320, to: 360 } };
  const cases: readonly [string, Partial<SilenceRequest>, string][] = [
    ["by a stranger", { by: "nobody" }, "unknown-staff"],
    ["maintenance by a technician", { by: "zhao" }, "forbidden"],
    ["maintenance by a guard", { by: "li" }, "forbidden"],
    ["a test by the operator", { ...test, by: "chen" }, "forbidden"],
    ["without a reason", { reason: "  " }, "note-required"],
    ["over everything", { scope: {} }, "silence-empty"],
    ["over all severities", { scope: { severities: ["critical", "major", "minor"] } }, "silence-empty"],
    ["of an unknown zone", { scope: { zones: ["mars"] } }, "unknown-zone"],
    ["of an unknown device", { scope: { assets: ["E9"] } }, "unknown-device"],
    ["of an unknown kind", { scope: { kinds: ["boat"] } }, "bad-request"],
    ["of an unknown fault", { scope: { faults: ["rust"] } }, "bad-request"],
    ["that is past", { from: noon - 2 * hour, until: noon - hour }, "bad-request"],
    ["that ends as it begins", { until: noon }, "bad-request"],
    ["of no instant", { until: Number.NaN }, "bad-request"],
    ["of 31 days and 1 ms", { until: noon + 31 * day + 1 }, "silence-too-long"],
    ["weekly, of 366 days and 1 ms", { weekly: nights, until: noon + 366 * day + 1 }, "silence-too-long"],
    ["weekly on no day", { weekly: { ...nights, days: [] } }, "bad-request"],
    ["weekly on an eighth day", { weekly: { ...nights, days: [8] } }, "bad-request"],
    ["weekly until repaired", { weekly: nights, untilRepaired: true }, "bad-request"],
    ["beyond the next year", { from: noon + 367 * day, until: noon + 368 * day }, "bad-request"],
    ["a test of 30 minutes and 1 ms", { ...test, until: noon + 30 * minute + 1 }, "silence-too-long"],
    ["a test of a pump", { ...test, scope: { assets: ["P1"] } }, "bad-request"],
    ["a test of two", { ...test, scope: { assets: ["E1", "P1"] } }, "bad-request"],
    ["a test of one fault", { ...test, scope: { ...elevator, faults: ["stalled"] } }, "bad-request"],
    ["a sensor's by hand", { kind: "sensor", scope: { ...elevator, faults: ["stalled"] } }, "bad-request"],
  ];
  it.each(cases)("%s is refused", (_, fields, code) => {
    const silences = createSilences(site);
    expect(silences.begin(asked(fields), noon)).toMatchObject({ ok: false, code });
    expect(silences.memory().silences).toEqual([]);
  });

  it.each([
    ["operator", "chen", {}],
    ["supervisor", "sun", {}],
    ["manager, 31 days", "zhou", { until: noon + 31 * day }],
    ["operator, weekly for 366 days", "chen", { weekly: nights, until: noon + 366 * day }],
    ["technician, a test", "zhao", test],
    ["administrator", "admin", { admin: true }],
  ] as const)("by the %s is granted", (_, by, fields) => {
    expect(begun(createSilences(site), { ...fields, by })).toMatchObject({ id: "S-0001", by, from: noon });
  });

  it("the desk's for a sensor lasts at most three days and ends with its ticket", () => {
    const silences = createSilences(site);
    const sensor = { kind: "sensor", by: "admin", scope: { assets: ["L1"], faults: ["lampOut"] } } as const;
    const tooLong = silences.begin(asked({ ...sensor, until: noon + 3 * day + 1 }), noon, "T-000001");
    expect(tooLong).toMatchObject({ code: "silence-too-long" });
    begun(silences, { ...sensor, until: noon + 3 * day }, noon, "T-000001");
    expect(silences.covering(faultOf("lampOut"), noon)?.ticket).toBe("T-000001");
    silences.ticketDone("T-000001", noon + hour);
    expect(silences.covering(faultOf("lampOut"), noon + hour)).toBe(undefined);
  });

  it("numbers go on when the old ones are forgotten", () => {
    const silences = createSilences(site);
    begun(silences);
    begun(silences);
    const later = noon + 402 * day;
    expect(begun(silences, { until: later + hour }, later).id).toBe("S-0003");
    expect(silences.list().map(({ id }) => id)).toEqual(["S-0003"]);
  });
});

describe("end", () => {
  it("by hand, at once, and only once", () => {
    const silences = createSilences(site);
    begun(silences);
    silences.advance(noon);
    expect(silences.end("S-0009", "chen", noon)).toMatchObject({ code: "unknown-silence" });
    expect(silences.end("S-0001", "nobody", noon)).toMatchObject({ code: "unknown-staff" });
    expect(silences.end("S-0001", "zhao", noon)).toMatchObject({ code: "forbidden" });
    expect(silences.end("S-0001", "chen", noon)).toMatchObject({ ok: true, value: { endedAt: noon } });
    expect(silences.end("S-0001", "chen", noon + 1)).toMatchObject({ code: "silence-over" });
    expect(silences.covering(faultOf("lampOut"), noon)).toBe(undefined);
    expect(silences.nextAt()).toBe(noon);
    expect(silences.advance(noon).ended.map(({ id }) => id)).toEqual(["S-0001"]);
    expect(silences.nextAt()).toBe(Number.POSITIVE_INFINITY);
  });

  it("until repaired: with the last fault it withholds, not before one was", () => {
    const silences = createSilences(site);
    const silence = begun(silences, { untilRepaired: true });
    silences.cleared("L1", "lampOut", noon + 1);
    silences.withhold(silence, { ...faultOf("lampOut"), since: noon + 2 }, noon + 2);
    silences.withhold(silence, { ...faultOf("heldOpen"), since: noon + 3 }, noon + 3);
    silences.cleared("L1", "lampOut", noon + 4);
    expect(silences.covering(faultOf("lampOut"), noon + 4)?.id).toBe("S-0001");
    silences.cleared("G1", "heldOpen", noon + 5);
    expect(silences.list()[0]?.endedAt).toBe(noon + 5);
    expect(silences.covering(faultOf("lampOut"), noon + 5)).toBe(undefined);
  });

  it("a test marks, withholds nothing, and says when it is over", () => {
    const silences = createSilences(site);
    begun(silences, { kind: "test", by: "zhao", scope: { assets: ["E1"] }, until: noon + 10 * minute });
    expect(silences.advance(silences.nextAt()).begun).toHaveLength(1);
    expect(silences.testing("E1", noon)?.id).toBe("S-0001");
    expect(silences.testing("P1", noon)).toBe(undefined);
    expect(silences.covering(faultOf("entrapment"), noon)).toBe(undefined);
    expect(silences.covering(faultOf("doorFault"), noon)).toBe(undefined);
    expect(silences.nextAt()).toBe(noon + 10 * minute);
    expect(silences.advance(noon + 10 * minute).ended).toMatchObject([{ kind: "test", scope: { assets: ["E1"] } }]);
    expect(silences.testing("E1", noon + 10 * minute)).toBe(undefined);
  });
});

describe("weekly windows", () => {
  const weekly = (days: readonly number[], from: number, to: number, start: string, length = 60 * day): Silence => {
    const at = Date.parse(start);
    return {
      ...{ id: "S-0001", kind: "maintenance", scope: scopeOf({ zones: ["east"] }), from: at, until: at + length },
      ...{ untilRepaired: false, weekly: { days, window: { from, to } }, reason: "x", by: "chen" },
      ...{ ticket: null, endedAt: null },
    };
  };
  const turns = (silence: Silence, timezone: string, count: number): readonly string[] => {
    const found: string[] = [];
    for (let at = silence.from - 1; found.length < count; ) {
      at = nextTurn(silence, at, timezone);
      if (at === Number.POSITIVE_INFINITY) break;
      const local = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timezone);
      found.push(`${local.dayOfWeek} ${local.toPlainDate()} ${local.toPlainTime().toString().slice(0, 5)}`);
    }
    return found;
  };

  it.each([
    [
      "in the day",
      weekly([2, 4], 540, 720, "2026-03-10T04:00:00Z"),
      "Asia/Shanghai",
      ["4 2026-03-12 09:00", "4 2026-03-12 12:00", "2 2026-03-17 09:00", "2 2026-03-17 12:00"],
    ],
    [
      "past midnight: of the day it begins on",
      weekly([5], 1320, 360, "2026-03-10T04:00:00Z"),
      "Asia/Shanghai",
      ["5 2026-03-13 22:00", "6 2026-03-14 06:00"],
    ],
    [
      "begun inside a window",
      weekly([2], 600, 840, "2026-03-10T04:00:00Z"),
      "Asia/Shanghai",
      ["2 2026-03-10 12:00", "2 2026-03-10 14:00"],
    ],
    [
      "all day, on days that touch",
      weekly([6, 7], 0, 1440, "2026-03-10T04:00:00Z"),
      "Asia/Shanghai",
      ["6 2026-03-14 00:00", "1 2026-03-16 00:00"],
    ],
    [
      "always",
      weekly([1, 2, 3, 4, 5, 6, 7], 0, 0, "2026-03-10T04:00:00Z", 20 * day),
      "Asia/Shanghai",
      ["2 2026-03-10 12:00", "1 2026-03-30 12:00"],
    ],
    [
      "over the spring change",
      weekly([6], 1320, 360, "2026-03-27T12:00:00Z"),
      "Europe/Berlin",
      ["6 2026-03-28 22:00", "7 2026-03-29 06:00"],
    ],
    [
      "an hour that spring skips comes next week again",
      weekly([7], 150, 180, "2026-03-28T12:00:00Z"),
      "Europe/Berlin",
      ["7 2026-04-05 02:30", "7 2026-04-05 03:00"],
    ],
    [
      "over the autumn change",
      weekly([7], 60, 240, "2026-10-24T12:00:00Z"),
      "Europe/Berlin",
      ["7 2026-10-25 01:00", "7 2026-10-25 04:00"],
    ],
  ] as const)("%s", (_, silence, timezone, expected) => {
    expect(turns(silence, timezone, expected.length)).toEqual(expected);
  });

  it("nothing turns between one turn and the next, and each turn is one", () => {
    const timezones = ["Asia/Shanghai", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe"];
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
        fc.integer({ min: 0, max: 1439 }),
        fc.integer({ min: 0, max: 1440 }),
        fc.constantFrom(...timezones),
        fc.integer({ min: 0, max: 365 * 24 * 4 }),
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 3, maxLength: 3 }),
        (days, from, to, timezone, quarters, between) => {
          const silence = weekly(days, from, to, "2026-01-01T00:00:00Z", 366 * day);
          const at = silence.from + quarters * 15 * minute;
          const next = Math.min(nextTurn(silence, at, timezone), at + 400 * day);
          const holds = isInForce(silence, at, timezone);
          for (const share of between)
            expect(isInForce(silence, Math.floor(at + share * (next - 1 - at)), timezone)).toBe(holds);
          if (next < at + 400 * day) expect(isInForce(silence, next, timezone)).toBe(!holds);
        },
      ),
      { numRuns: 150 },
    );
  });
});

describe("ledger", () => {
  it("what stands at the end is told once uncovered, until it has its ticket", () => {
    const silences = createSilences(site);
    const silence = begun(silences);
    silences.withhold(silence, { ...faultOf("lampOut"), since: noon }, noon + minute);
    silences.withhold(silence, { ...faultOf("heldOpen"), since: noon }, noon + minute);
    silences.cleared("G1", "heldOpen", noon + 2 * minute);
    expect(silences.advance(noon + hour - 1).uncovered).toEqual([]);
    expect(silences.advance(noon + hour).uncovered).toMatchObject([{ asset: "L1", withheldAt: noon + minute }]);
    silences.released("L1", "lampOut", "T-000001");
    expect(silences.advance(noon + hour).uncovered).toEqual([]);
    expect(silences.ledger()).toMatchObject([
      { asset: "G1", clearedAt: noon + 2 * minute, ticket: null },
      { asset: "L1", clearedAt: null, ticket: "T-000001" },
    ]);
  });

  it("a second silence takes over what the first leaves", () => {
    const silences = createSilences(site);
    const silence = begun(silences);
    begun(silences, { scope: { kinds: ["streetlight"] }, until: noon + 2 * hour, untilRepaired: true });
    silences.withhold(silence, { ...faultOf("lampOut"), since: noon }, noon);
    expect(silences.advance(noon + hour).uncovered).toEqual([]);
    expect(silences.ledger()).toMatchObject([{ silence: "S-0002" }]);
    silences.cleared("L1", "lampOut", noon + 90 * minute);
    expect(silences.advance(silences.nextAt()).ended.map(({ id }) => id)).toEqual(["S-0002"]);
  });

  it("a flap is one entry", () => {
    const silences = createSilences(site);
    const silence = begun(silences);
    for (let at = noon; at < noon + 50; at += 2) {
      silences.withhold(silence, { ...faultOf("lampOut"), since: noon }, at);
      silences.cleared("L1", "lampOut", at + 1);
    }
    expect(silences.ledger()).toMatchObject([{ withheldAt: noon, clearedAt: noon + 49 }]);
  });

  it("keeps the newest 10,000 that are over", () => {
    const silences = createSilences(site);
    const silence = begun(silences);
    silences.withhold(silence, { ...faultOf("heldOpen"), since: noon }, noon);
    for (let count = 0; count < 10_005; count++) {
      silences.withhold(silence, { ...faultOf("lampOut"), since: noon + count }, noon + count);
      silences.cleared("L1", "lampOut", noon + count);
    }
    expect(silences.ledger()).toHaveLength(10_001);
    expect(silences.ledger()[0]?.since).toBe(noon + 5);
  });
});

type Step =
  | { readonly do: "begin"; readonly scope: Partial<SilenceScope>; readonly length: number; readonly repaired: boolean }
  | { readonly do: "night"; readonly days: readonly number[]; readonly from: number }
  | { readonly do: "end"; readonly number: number }
  | { readonly do: "open" | "clear"; readonly name: Name }
  | { readonly do: "wait"; readonly time: number };

const stepArb: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    do: fc.constant("begin" as const),
    scope: fc.constantFrom<Partial<SilenceScope>>(
      { zones: ["east"] },
      { kinds: ["gate"] },
      { assets: ["switch"] },
      { assets: ["E1"], faults: ["entrapment"] },
    ),
    length: fc.integer({ min: 1, max: 5 * hour }),
    repaired: fc.boolean(),
  }),
  fc.record({
    do: fc.constant("night" as const),
    days: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
    from: fc.integer({ min: 0, max: 1439 }),
  }),
  fc.record({ do: fc.constant("end" as const), number: fc.integer({ min: 1, max: 4 }) }),
  fc.record({ do: fc.constantFrom("open" as const, "clear" as const), name: fc.constantFrom(...names) }),
  fc.record({ do: fc.constant("wait" as const), time: fc.integer({ min: 0, max: 12 * hour }) }),
);

/** The least desk that uses silences: which faults stand, which have tickets. `restart`: before every step anew from its memory, as JSON. */
function live(steps: readonly Step[], restart: boolean) {
  let silences = createSilences(site);
  let now = noon;
  let count = 0;
  const standing = new Set<Name>();
  const ticketed = new Map<Name, string>();
  const turns: unknown[] = [];
  const nameOf = (asset: string, fault: string): Name =>
    names.find((name) => known[name].asset === asset && known[name].fault === fault) as Name;
  const makeTicket = (name: Name): string => {
    ticketed.set(name, `T-${++count}`);
    return `T-${count}`;
  };
  const runTo = (until: number): void => {
    for (; silences.nextAt() <= until; ) {
      now = Math.max(now, silences.nextAt());
      const turn = silences.advance(now);
      turns.push({ now, turn });
      for (const { asset, fault } of turn.uncovered) {
        expect(ticketed.has(nameOf(asset, fault))).toBe(false);
        silences.released(asset, fault, makeTicket(nameOf(asset, fault)));
      }
    }
    now = Math.max(now, until);
  };
  const judge = (): void => {
    const withheld = silences.ledger().filter((entry) => entry.clearedAt === null && entry.ticket === null);
    for (const entry of withheld) {
      const name = nameOf(entry.asset, entry.fault);
      expect(standing.has(name)).toBe(true);
      expect(ticketed.has(name)).toBe(false);
      expect(silences.covering(entry, now)?.kind).toBe("maintenance");
    }
    expect(withheld.length + ticketed.size).toBe(standing.size);
  };
  const step = (one: Step): void => {
    now += one.do === "wait" ? 0 : 1;
    if (one.do === "begin") {
      begun(silences, { scope: one.scope, until: now + one.length, untilRepaired: one.repaired }, now);
    } else if (one.do === "night") {
      const weekly = { days: one.days, window: { from: one.from, to: (one.from + 480) % 1440 } };
      begun(silences, { weekly, until: now + 10 * day }, now);
    } else if (one.do === "end") {
      silences.end(`S-000${one.number}`, "chen", now);
    } else if (one.do === "open" && !standing.has(one.name)) {
      standing.add(one.name);
      const silence = silences.covering(faultOf(one.name), now);
      if (silence) silences.withhold(silence, { ...faultOf(one.name), since: now }, now);
      else makeTicket(one.name);
    } else if (one.do === "clear" && standing.delete(one.name)) {
      ticketed.delete(one.name);
      silences.cleared(known[one.name].asset, known[one.name].fault, now);
    }
    runTo(one.do === "wait" ? now + one.time : now);
  };
  for (const one of steps) {
    if (restart) silences = createSilences(site, JSON.parse(JSON.stringify(silences.memory())) as SilenceMemory);
    step(one);
    judge();
  }
  const memory = silences.memory();
  runTo(now + 40 * day);
  judge();
  return { memory, turns, left: silences.ledger(), nextAt: silences.nextAt() };
}

describe("any life", () => {
  const livesArb = fc.array(stepArb, { maxLength: 40 });

  it("a standing fault is either ticketed or withheld, and after all silences each was cleared or released", () => {
    fc.assert(
      fc.property(livesArb, (steps) => {
        const { left, nextAt } = live(steps, false);
        for (const { clearedAt, ticket } of left) expect([clearedAt === null, ticket === null]).toContain(false);
        for (const { clearedAt, ticket } of left) expect([clearedAt === null, ticket === null]).toContain(true);
        expect(nextAt).toBe(Number.POSITIVE_INFINITY);
      }),
    );
  });

  it("goes on from its memory as if it had never stopped", () => {
    fc.assert(
      fc.property(livesArb, (steps) => {
        expect(live(steps, true)).toEqual(live(steps, false));
      }),
    );
  });
});
