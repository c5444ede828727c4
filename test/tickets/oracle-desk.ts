// Random lives for the desk's properties: a small community whose devices and people do anything at all, and what comes of it.

import fc from "fast-check";
import { expect } from "vitest";
import type { Site } from "../../src/model/site.ts";
import type { Act, Action, Milestone, Reclassified, Report, Ticket, TicketEvent } from "../../src/model/ticket.ts";
import { createRecorder, type Recorder } from "../support/recorder.ts";
import { siteFrom } from "../support/test-site.ts";
import { type Judged, judge, type OracleSite } from "./oracle.ts";

export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;
/** A Tuesday morning; the holidays begin two days later. */
export const start = Date.parse("2026-09-29T00:30:00Z");

/** Devices are heard for hours before they count as silent, so that few messages tell a long life. */
const yaml = `
site: demo
timezone: Asia/Shanghai
location: { latitude: 31.23, longitude: 121.47 }
calendar: { country: CN, hours: ["09:00-12:00", "13:30-18:00"] }
peak: ["07:00-09:00", "17:00-19:00"]
sla:
  camera: { arrive: PT1H, restore: PT8H }
  garden: { respond: PT2H, arrive: P1WD, restore: PT16H, close: P2WD, calendar: working }
zones:
  - { id: east, name: East, steward: wang, guard: li, technicians: [zhao, qian] }
staff:
  - { id: chen, name: Chen, role: operator }
  - { id: zhao, name: Zhao, role: technician, skills: [elevator, pump] }
  - { id: qian, name: Qian, role: technician, skills: [camera, gate, streetlight] }
  - { id: li, name: Li, role: guard }
  - { id: wang, name: Wang, role: steward }
  - { id: sun, name: Sun, role: supervisor }
  - { id: zhou, name: Zhou, role: manager }
devices:
  - { id: C1, kind: camera, zone: east, reportEvery: P30D, rated: { fps: 25 } }
  - { id: G1, kind: gate, zone: east, reportEvery: P30D }
`;
export const communityOf = (devices = true, timezone = "Asia/Shanghai"): Promise<Site> => {
  const local = yaml.replace("Asia/Shanghai", timezone);
  return siteFrom(devices ? local : `${local.slice(0, local.indexOf("devices:"))}devices: []\n`);
};

const windowOf = (words: string) => {
  const [from = 0, to = 0] = words.split("-").map((time) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3)));
  return { from, to };
};
const oracles = new WeakMap<Site, OracleSite>();
export function oracleOf(site: Site): OracleSite {
  const { timezone, sla, calendar } = site;
  const hours = ["09:00-12:00", "13:30-18:00"].map(windowOf);
  const oracle = oracles.get(site) ?? { timezone, rows: sla, isWorkingDay: calendar.isWorkingDay, hours };
  oracles.set(site, oracle);
  return oracle;
}

/** `wait` ms later: a device speaks, somebody reports, or somebody acts on the pick-th ticket. */
export type Step = { readonly wait: number } & (
  | { readonly says: "C1" | "G1"; readonly points: Readonly<Record<string, unknown>> }
  | { readonly report: Report }
  | { readonly pick: number; readonly action: Omit<Action, "ticket"> }
  | { readonly idle: true }
);

const healthy = {
  C1: { fps: 25, luma: 120, sharpness: 60, occlusion: 0, frozen: false, isBlurred: false, recording: true },
  G1: {
    door: "closed",
    lock: "locked",
    mode: "normal",
    reader: "ok",
    forced: false,
    tamper: false,
    power: "mains",
    battery: 90,
  },
} as const;

/** Short and long waits, and often one that ends at a deadline, a millisecond before or after. */
const wait = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 0, max: 20 * 60 }).map((seconds) => seconds * 1000) },
  { weight: 2, arbitrary: fc.integer({ min: 0, max: 30 * hour }) },
  {
    weight: 3,
    arbitrary: fc
      .tuple(fc.constantFrom(0, 5, 15, 30, 60, 120, 480, 1440), fc.constantFrom(-1, 0, 1))
      .map(([due, off]) => Math.max(0, due * minute + off)),
  },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 9 }).map((days) => days * day) },
);
const people = ["chen", "zhao", "qian", "li", "wang", "sun", "zhou"] as const;
export const rowsToReport = [
  "default",
  "elevator",
  "pipe-burst",
  "camera",
  "urgent",
  "ordinary",
  "small",
  "complaint",
  "garden",
  "planned",
];
const report = fc.record({
  zone: fc.constant("east"),
  sla: fc.constantFrom(...rowsToReport),
  text: fc.constant("x"),
  by: fc.constantFrom("resident", "wang"),
});
const reclassified: fc.Arbitrary<Reclassified> = fc.oneof(
  fc.constantFrom(...rowsToReport).map((sla) => ({ sla })),
  fc.constant({ severity: "major" as const }),
  fc.integer({ min: 0, max: 240 }).map((hours) => ({ sla: "planned", agreedAt: start + hours * hour })),
);

/** @param who mostly those who may do all. */
export const actOf = (
  acts: readonly Act[],
  who: readonly string[] = ["zhou", "zhou", "zhou", ...people],
): fc.Arbitrary<Omit<Action, "ticket">> =>
  fc
    .record({
      do: fc.constantFrom(...acts),
      by: fc.constantFrom(...who),
      reason: fc.constantFrom("parts", "access", "weather", "resident"),
      to: fc.constantFrom("zhao", "qian", "T-000001"),
      now: reclassified,
      rating: fc.integer({ min: 1, max: 5 }),
    })
    .map(({ to, now, rating, reason, ...action }) => ({
      ...action,
      note: "as seen",
      cause: "worn",
      outcome: "secured",
      ...(action.do === "pause" && { reason }),
      ...(action.do === "dispatch" && { to: to === "T-000001" ? "zhao" : to }),
      ...(action.do === "merge" && { to: "T-000001" }),
      ...(action.do === "reclassify" && { now }),
      ...(action.do === "call-back" && { rating }),
    }));

export const reports: fc.Arbitrary<Step> = fc.record({ wait, report });
export const acting = (acts: readonly Act[], who?: readonly string[]): fc.Arbitrary<Step> =>
  fc.record({ wait, pick: fc.nat({ max: 2 }), action: actOf(acts, who) });
export const idling: fc.Arbitrary<Step> = fc.record({ wait, idle: fc.constant(true as const) });
/** Sick or well; a second word keeps the run going, as rules with delays need. */
export const speaking: fc.Arbitrary<Step> = fc
  .record({
    wait,
    word: fc.constantFrom(
      ["C1", { fps: 0 }] as const,
      ["C1", {}] as const,
      ["C1", {}] as const,
      ["G1", { reader: "fault" }] as const,
      ["G1", { forced: true }] as const,
      ["G1", {}] as const,
    ),
  })
  .map(({ wait, word: [says, points] }) => ({ wait, says, points: { ...healthy[says], ...points } }));

export type Life = {
  readonly recorder: Recorder;
  readonly now: () => number;
  /** @returns whether a person was refused. */
  readonly step: (step: Step) => boolean;
  readonly tickets: () => readonly Ticket[];
};

export function createLife(site: Site, from = start): Life {
  const recorder = createRecorder(site, from);
  let now = from;
  const tickets = (): readonly Ticket[] => recorder.gateway().desk.tickets();
  return {
    recorder,
    now: () => now,
    tickets,
    step(step) {
      now += step.wait;
      const gateway = recorder.gateway();
      gateway.onTick(now);
      if ("report" in step) return !gateway.onReport(step.report, now).ok;
      if ("says" in step) {
        const topic = `facility/demo/${step.says === "C1" ? "camera" : "gate"}/${step.says}/telemetry`;
        gateway.onMessage({ at: now, topic, payload: Buffer.from(JSON.stringify(step.points)) });
        return false;
      }
      if (!("pick" in step)) {
        now += 1;
        gateway.onTick(now);
        return false;
      }
      const all = tickets();
      const ticket = all[step.pick % Math.max(1, all.length)]?.id ?? "T-999999";
      return !gateway.onAction({ ...step.action, ticket }, now).ok;
    },
  };
}

function isPeak(site: Site, { kind, openedAt }: Ticket): boolean {
  const local = Temporal.Instant.fromEpochMilliseconds(openedAt).toZonedDateTimeISO(site.timezone);
  const time = local.hour * 60 + local.minute;
  return ["gate", "elevator"].includes(kind ?? "") && site.peak.some(({ from, to }) => time >= from && time < to);
}

/** Every clock as the oracle has it and as the desk has it, in words that can be compared. */
function bothOpinions(site: Site, life: Life, ticket: Ticket) {
  const record = life.recorder.gateway().desk.record(ticket.id);
  const fault = record?.fault ?? null;
  // A breach waits for the end of a hold that can restore the ticket: not for one that only a person may restore.
  const isAccepted = ticket.events.some(({ type }) => ["accepted", "arrived", "restored"].includes(type));
  const restoresItself = fault !== null && !fault.latched && (fault.severity !== "critical" || isAccepted);
  const held = restoresItself && !fault.verified ? fault.goodSince : null;
  const opening = {
    openedAt: ticket.openedAt,
    // What was reclassified since is in the log.
    row: record?.header.sla ?? "default",
    isPeak: isPeak(site, ticket),
    resident: ticket.reporter?.resident === true,
  };
  const wanted = judge(oracleOf(site), opening, ticket.events, life.now(), held);
  const shown = (clock: Omit<Judged, "kept">, of: Judged | undefined): object => {
    const { milestone, startedAt, dueAt, doneAt, breachedAt, state } = clock;
    if (of?.kept) return { milestone, breachedAt };
    if (of?.state === "void") return { milestone, state };
    // Broken under an earlier row: what the row of today would have allowed is nobody's promise.
    if (of && of.breachedAt !== null && of.breachedAt !== of.dueAt)
      return { milestone, startedAt, doneAt, breachedAt, state };
    return { milestone, startedAt, dueAt, doneAt, breachedAt, state };
  };
  const sorted = (list: readonly { readonly milestone: Milestone }[]) =>
    [...list].sort((a, b) => a.milestone.localeCompare(b.milestone));
  return {
    wanted: sorted([...wanted.values()].map((clock) => shown(clock, clock) as { milestone: Milestone })),
    got: sorted(ticket.clocks.map((clock) => shown(clock, wanted.get(clock.milestone)) as { milestone: Milestone })),
  };
}

export function expectClocks(site: Site, life: Life): void {
  for (const ticket of life.tickets()) {
    const { wanted, got } = bothOpinions(site, life, ticket);
    expect(got, `${ticket.id} ${ticket.state}\n${logOf(ticket.events)}`).toEqual(wanted);
  }
}
const logOf = (events: readonly TicketEvent[]): string =>
  events
    .map(({ at, type, by, ...more }) => `${new Date(at).toISOString()} ${type} ${by} ${JSON.stringify(more)}`)
    .join("\n");
