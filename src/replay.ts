// Replay: a recording through the same gateway on a virtual clock, with lists for ends. Opens no port, deterministic to the byte (CONTRACT 7).

import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { withAreas } from "./config/area-devices.ts";
import { nothingRemembered } from "./ends.ts";
import { createGateway } from "./gateway.ts";
import type { AreaState } from "./model/coverage.ts";
import type { Fault } from "./model/fault.ts";
import type { Notice } from "./model/notice.ts";
import type { SilenceEnd, SilenceRequest } from "./model/silence.ts";
import type { Site } from "./model/site.ts";
import type { Action, Report } from "./model/ticket.ts";
import { isoInstant, ticketJson } from "./model/ticket-json.ts";

/** One line of a recording. `at` is arrival, an ISO instant. */
export type RecordingLine = {
  readonly at: string;
  readonly topic?: string;
  readonly payload?: unknown;
  readonly raw?: string;
  readonly action?: Action;
  readonly report?: Report;
  readonly silence?: SilenceRequest;
  readonly endSilence?: SilenceEnd;
  readonly tick?: true;
};

export type ReplayResult = {
  readonly faults: readonly Record<string, unknown>[];
  readonly tickets: readonly unknown[];
  readonly notices: readonly Record<string, unknown>[];
  readonly coverage: readonly { readonly at: string; readonly area: string; readonly ratio: number }[];
  readonly rejected: Readonly<Record<string, number>>;
  readonly refused: readonly { readonly at: string; readonly action: unknown; readonly code: string }[];
  readonly availability: Readonly<Record<string, number>>;
};

/** A change of an area's ratio that is told. Source: CONTRACT 7. */
const RATIO_STEP = 0.0001;

const instant = (at: number | null): string | null => (at === null ? null : isoInstant(at));

/** Share of first…last not inside any of the asset's faults, since…clearedAt. */
function availability(faults: readonly Fault[], first: number, last: number): number {
  if (last <= first) return 1;
  const spans = faults
    .map(({ since, clearedAt }) => [Math.max(since, first), Math.min(clearedAt ?? last, last)] as const)
    .filter(([from, to]) => to > from)
    .sort(([a], [b]) => a - b);
  let down = 0;
  let until = first;
  for (const [from, to] of spans) {
    down += Math.max(0, to - Math.max(from, until));
    until = Math.max(until, to);
  }
  return 1 - down / (last - first);
}

/** A recording speaks for the site's staff, never for the administrator. */
/** Recordings write instants as people do. */
const epoch = (at: unknown): number => (typeof at === "string" ? Date.parse(at) : (at as number));
const silenceOf = (said: SilenceRequest): SilenceRequest => ({
  ...named(said),
  until: epoch(said.until),
  ...(said.from !== undefined && { from: epoch(said.from) }),
});
const actionOf = (said: Action): Action => ({
  ...named(said),
  ...(said.now?.agreedAt !== undefined && { now: { ...said.now, agreedAt: epoch(said.now.agreedAt) } }),
});
const named = <T extends { readonly admin?: true }>({ admin: _, ...said }: T): Omit<T, "admin"> => said;

/** The areas' ratios over time: one entry each at the first instant, then one wherever it has changed. */
function createCoverageRecord() {
  const entries: { at: number; area: string; ratio: number }[] = [];
  const last = new Map<string, { at: number; ratio: number; before: number | null }>();
  return {
    add({ area, at, ratio }: AreaState): void {
      const known = last.get(area);
      // Of several changes at one instant the last counts.
      const before = known?.at === at ? known.before : (known?.ratio ?? null);
      if (known?.at === at) {
        const place = entries.findLastIndex((entry) => entry.area === area && entry.at === at);
        if (place >= 0) entries.splice(place, 1);
      }
      const changed = before === null || Math.abs(ratio - before) >= RATIO_STEP;
      if (changed) entries.push({ at, area, ratio });
      last.set(area, { at, ratio: changed ? ratio : (before as number), before });
    },
    entries: () =>
      entries.map(({ at, area, ratio }) => ({ at: isoInstant(at), area, ratio: Number(ratio.toFixed(6)) })),
  };
}

export type Replay = {
  readonly line: (line: RecordingLine) => void;
  /** Lets what is due at the last instant happen, and sums up. */
  readonly finish: () => ReplayResult;
};

const numeric = (a: string | number, b: string | number): number => (a < b ? -1 : a > b ? 1 : 0);

/** Takes lines in time order. @throws Error on a line whose time is missing, wrong or earlier than the one before. */
export function createReplay(community: Site): Replay {
  const site = withAreas(community);
  const seen = createCoverageRecord();
  const faults = new Map<string, Fault>();
  const notices: Notice[] = [];
  const rejected: Record<string, number> = {};
  const refused: { at: string; action: unknown; code: string }[] = [];
  const ignore = (): void => undefined;
  let gateway: ReturnType<typeof createGateway> | null = null;
  let first = 0;
  let last = Number.NEGATIVE_INFINITY;

  const start = (at: number) =>
    createGateway(site, at, nothingRemembered, {
      reading: ignore,
      event: ignore,
      status: ignore,
      repeated: ignore,
      ticket: ignore,
      refused: ({ reason }) => {
        rejected[reason] = (rejected[reason] ?? 0) + 1;
      },
      fault: ({ fault }) => void faults.set(`${fault.asset}|${fault.fault}|${fault.openedAt}`, fault),
      notice: (notice) => void notices.push(notice),
      coverage: seen.add,
    });

  return {
    line(line) {
      const at = Date.parse(line.at);
      if (Number.isNaN(at)) throw new Error(`"at" is not an instant: ${JSON.stringify(line.at)}`);
      if (at < last) throw new Error(`time runs backwards: ${line.at} comes after ${isoInstant(last)}`);
      if (!gateway) {
        gateway = start(at);
        first = at;
      }
      last = at;
      if (line.topic !== undefined) {
        const payload = line.raw ?? JSON.stringify(line.payload) ?? "";
        gateway.onMessage({ at, topic: line.topic, payload });
      } else if (line.action) {
        const result = gateway.onAction(actionOf(line.action), at);
        if (!result.ok) refused.push({ at: isoInstant(at), action: line.action, code: result.code });
      } else if (line.report) {
        const result = gateway.onReport(line.report, at);
        if (!result.ok) refused.push({ at: isoInstant(at), action: line.report, code: result.code });
      } else if (line.silence) {
        const result = gateway.onSilence(silenceOf(line.silence), at);
        if (!result.ok) refused.push({ at: isoInstant(at), action: line.silence, code: result.code });
      } else if (line.endSilence) {
        const result = gateway.onEndSilence(named(line.endSilence), at);
        if (!result.ok) refused.push({ at: isoInstant(at), action: line.endSilence, code: result.code });
      } else gateway.onTick(at);
    },
    finish() {
      gateway?.onTick(last + 1);
      const byAsset = Map.groupBy(faults.values(), ({ asset }) => asset);
      return {
        faults: [...faults.values()]
          .sort((a, b) => a.openedAt - b.openedAt || numeric(a.asset, b.asset) || numeric(a.fault, b.fault))
          .map(({ asset, fault, since, openedAt, absentSince, clearedAt, severity, sla, present, detail }) => ({
            asset,
            fault,
            since: isoInstant(since),
            openedAt: isoInstant(openedAt),
            absentSince: instant(absentSince),
            clearedAt: instant(clearedAt),
            severity,
            sla,
            present,
            ...(detail && { detail }),
          })),
        tickets: (gateway?.desk.tickets() ?? []).map(ticketJson),
        notices: notices.flatMap(({ at, to, channel, ticket, reason }) =>
          (to.length > 0 ? to : [null]).map((person) => ({ at: isoInstant(at), to: person, channel, ticket, reason })),
        ),
        coverage: seen.entries(),
        rejected,
        refused,
        availability: Object.fromEntries(
          community.devices.map(({ id }) => [id, availability(byAsset.get(id) ?? [], first, last)]),
        ),
      };
    },
  };
}

/** Replays an NDJSON file. @throws Error naming the line that is wrong. */
export async function replayFile(site: Site, file: string): Promise<ReplayResult> {
  const replay = createReplay(site);
  let number = 0;
  for await (const text of createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY })) {
    number += 1;
    if (text.trim() === "") continue;
    try {
      replay.line(JSON.parse(text) as RecordingLine);
    } catch (error) {
      throw new Error(`${file}:${number}: ${(error as Error).message}`, { cause: error });
    }
  }
  return replay.finish();
}
