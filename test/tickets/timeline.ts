// A timeline for ticket tests: devices that keep reporting, people who act, and the tickets that come out of a replay of it all.

import type { Site } from "../../src/model/site.ts";
import type { Action, Milestone, Report } from "../../src/model/ticket.ts";
import type { TicketEventJson, TicketJson } from "../../src/model/ticket-json.ts";
import { createReplay, type RecordingLine, type ReplayResult } from "../../src/replay.ts";
import { siteFrom } from "../support/test-site.ts";

export const second = 1000;
export const minute = 60 * second;
export const hour = 60 * minute;
export const day = 24 * hour;

/** A Tuesday, 12:00 in Shanghai: light, and outside the peak hours. */
export const noon = Date.parse("2026-03-10T04:00:00Z");

/** As the output writes instants: without needless zeros. */
export const iso = (at: number): string => new Date(at).toISOString().replace(".000Z", "Z");

export type Points = Readonly<Record<string, number | boolean | string>>;
export type AssetId = "C1" | "C2" | "E1" | "G1" | "L1" | "P1";

/** What each device says when nothing is wrong, and its line in the site. */
const devices: Readonly<Record<AssetId, { kind: string; line: string; healthy: Points }>> = {
  C1: {
    kind: "camera",
    line: "{ id: C1, kind: camera, zone: east, rated: { fps: 25 }, name: { zh: 北门摄像机, en: North gate camera } }",
    healthy: { fps: 25, luma: 120, sharpness: 60, occlusion: 0, frozen: false, isBlurred: false, recording: true },
  },
  C2: {
    kind: "camera",
    line: "{ id: C2, kind: camera, zone: west, rated: { fps: 25 } }",
    healthy: { fps: 25, luma: 120, sharpness: 60, occlusion: 0, frozen: false, isBlurred: false, recording: true },
  },
  E1: {
    kind: "elevator",
    line: "{ id: E1, kind: elevator, zone: east, rated: { speed: 1.75, load: 1000 }, name: { zh: 1号楼电梯, en: 'Elevator, building 1' } }",
    healthy: {
      mode: "normal",
      motion: "stopped",
      speed: 0,
      floor: 1,
      landing: true,
      door: "closed",
      occupied: false,
      alarmButton: false,
      emergencyLamp: "ok",
      mains: true,
    },
  },
  G1: {
    kind: "gate",
    line: "{ id: G1, kind: gate, zone: east }",
    healthy: {
      door: "closed",
      lock: "locked",
      mode: "normal",
      reader: "ok",
      forced: false,
      tamper: false,
      power: "mains",
      battery: 90,
    },
  },
  L1: {
    kind: "streetlight",
    line: "{ id: L1, kind: streetlight, zone: east, rated: { power: 60 } }",
    healthy: { power: 0, dimming: 0, voltage: 230, lux: 5000, leakage: 1, lean: 0 },
  },
  P1: {
    kind: "pump",
    line: "{ id: P1, kind: pump, zone: east, rated: { pressure: 0.5, flow: 40, current: 20, frequency: 50 } }",
    healthy: { running: false, mode: "auto", driveFault: false, outletPressure: 0.5, roomLeak: false, tankLevel: 60 },
  },
};

const head = (timezone: string): string => `
site: demo
timezone: ${timezone}
location: { latitude: 31.23, longitude: 121.47 }
zones:
  - { id: east, name: { zh: 东片区, en: East }, steward: wang, guard: li, technicians: [zhao, qian] }
  - { id: west, name: { zh: 西片区, en: West }, steward: feng, guard: li, technicians: [qian] }
staff:
  - { id: chen, name: Chen, role: operator }
  - { id: zhao, name: Zhao, role: technician, skills: [elevator, pump] }
  - { id: qian, name: Qian, role: technician, skills: [camera, gate, streetlight] }
  - { id: li, name: Li, role: guard }
  - { id: wang, name: Wang, role: steward }
  - { id: feng, name: Feng, role: steward }
  - { id: sun, name: Sun, role: supervisor }
  - { id: zhou, name: Zhou, role: manager }
`;
const sites = new Map<string, Promise<Site>>();

/** A site with just these devices and further top-level keys of YAML. */
export function siteOf(assets: readonly AssetId[], more = "", timezone = "Asia/Shanghai"): Promise<Site> {
  const lines = assets.length > 0 ? assets.map((id) => `  - ${devices[id].line}\n`).join("") : "  []\n";
  const yaml = `${head(timezone)}${more}\ndevices:\n${lines}`;
  const known = sites.get(yaml) ?? siteFrom(yaml);
  sites.set(yaml, known);
  return known;
}

export type Played = Omit<ReplayResult, "tickets"> & {
  readonly tickets: readonly TicketJson[];
  /** The one ticket of this asset's fault. @throws Error when there is none or more than one. */
  readonly ticket: (asset: string, fault: string) => TicketJson;
  /** The one ticket of this report. */
  readonly reported: (ref: string) => TicketJson;
};

export type Timeline = {
  /** From this instant (epoch ms) on the device says this too; what it said before stays. */
  readonly says: (asset: AssetId, at: number, points: Points) => Timeline;
  /** Back to what it says when nothing is wrong. */
  readonly heals: (asset: AssetId, at: number) => Timeline;
  /** Not a word in from ≤ at < until. */
  readonly silent: (asset: AssetId, from: number, until?: number) => Timeline;
  readonly act: (at: number, action: Action) => Timeline;
  readonly report: (at: number, report: Report) => Timeline;
  /** Any line of a recording. */
  readonly line: (line: RecordingLine) => Timeline;
  /** The recording up to and including this instant, in order; at one instant what devices keep saying comes first. */
  readonly lines: (until: number) => RecordingLine[];
  readonly play: (until: number) => Played;
};

const only = (tickets: readonly TicketJson[], what: string): TicketJson => {
  const [first, second] = tickets;
  if (!first || second) throw new Error(`${tickets.length} tickets for ${what}`);
  return first;
};

/** Replays the lines; the last one says where time ends. */
export function replayed(site: Site, lines: readonly RecordingLine[]): Played {
  const replay = createReplay(site);
  for (const line of lines) replay.line(line);
  const result = replay.finish();
  const tickets = result.tickets as readonly TicketJson[];
  return {
    ...result,
    tickets,
    ticket: (asset, fault) =>
      only(
        tickets.filter((ticket) => ticket.asset === asset && ticket.fault === fault),
        `${asset} ${fault}`,
      ),
    reported: (ref) =>
      only(
        tickets.filter((ticket) => ticket.ref === ref),
        ref,
      ),
  };
}

export const message = (asset: AssetId, at: number, payload: unknown, channel = "telemetry"): RecordingLine => ({
  at: iso(at),
  topic: `facility/demo/${devices[asset].kind}/${asset}/${channel}`,
  payload,
});

/** All devices of the site report every `every` ms from `from` on, healthy until told otherwise. */
export function timeline(site: Site, from = noon, every = 30 * second): Timeline {
  const said: { asset: AssetId; at: number; points: Points }[] = [];
  const silences: { asset: AssetId; from: number; until: number }[] = [];
  const extra: RecordingLine[] = [];

  const voice = (asset: AssetId, until: number): RecordingLine[] => {
    const changes = said.filter((word) => word.asset === asset).sort((a, b) => a.at - b.at);
    const instants = new Set(changes.map(({ at }) => at));
    for (let at = from; at <= until; at += every) instants.add(at);
    const quiet = silences.filter((silence) => silence.asset === asset);
    let points = devices[asset].healthy;
    let next = 0;
    const lines: RecordingLine[] = [];
    for (const at of [...instants].sort((a, b) => a - b)) {
      for (; (changes[next]?.at ?? Number.POSITIVE_INFINITY) <= at; next += 1)
        points = { ...points, ...changes[next]?.points };
      if (at <= until && !quiet.some((silence) => at >= silence.from && at < silence.until))
        lines.push(message(asset, at, points));
    }
    return lines;
  };

  const self: Timeline = {
    says(asset, at, points) {
      said.push({ asset, at, points });
      return self;
    },
    heals: (asset, at) => self.says(asset, at, devices[asset].healthy),
    silent(asset, start, until = Number.POSITIVE_INFINITY) {
      silences.push({ asset, from: start, until });
      return self;
    },
    act: (at, action) => self.line({ at: iso(at), action }),
    report: (at, report) => self.line({ at: iso(at), report }),
    line(line) {
      extra.push(line);
      return self;
    },
    lines: (until) =>
      [
        ...site.devices.flatMap(({ id }) => voice(id as AssetId, until)),
        ...extra.filter(({ at }) => Date.parse(at) <= until),
        { at: iso(until), tick: true as const },
      ]
        .map((line) => ({ line, at: Date.parse(line.at) }))
        .sort((a, b) => a.at - b.at)
        .map(({ line }) => line),
    play: (until) => replayed(site, self.lines(until)),
  };
  return self;
}

export type ClockView = { start: string; due: string; done: string | null; breached: string | null; state: string };

/** One milestone's clock, or undefined where the ticket has none. */
export function clockOf(ticket: TicketJson, milestone: Milestone): ClockView | undefined {
  const [clock, another] = ticket.clocks.filter((one) => one.milestone === milestone);
  if (another) throw new Error(`${ticket.id} has two ${milestone} clocks`);
  return (
    clock && {
      start: clock.startedAt,
      due: clock.dueAt,
      done: clock.doneAt,
      breached: clock.breachedAt,
      state: clock.state,
    }
  );
}

export const stateOf = (ticket: TicketJson, milestone: Milestone): string | undefined =>
  clockOf(ticket, milestone)?.state;

export const eventsOf = (ticket: TicketJson, type: TicketEventJson["type"]): readonly TicketEventJson[] =>
  ticket.events.filter((event) => event.type === type);

/** Milestone → minutes from opening to deadline. */
export const dueMinutes = (ticket: TicketJson): Record<string, number> =>
  Object.fromEntries(
    ticket.clocks.map(({ milestone, dueAt }) => [
      milestone,
      (Date.parse(dueAt) - Date.parse(ticket.openedAt)) / minute,
    ]),
  );
