// The monthly proof of coverage (监控覆盖月报) out of the faults and tickets of that time. Pure.

import type {
  AreaPlan,
  AreaProof,
  BlindPeriod,
  CoverageReport,
  PlanChange,
  PlanProof,
  Span,
  WatchedShare,
} from "../model/coverage-report.ts";
import { blamedBy, type Fault } from "../model/fault.ts";
import type { Device, Site } from "../model/site.ts";
import type { Ticket } from "../model/ticket.ts";
import { cameraProof, gapCauses } from "./camera-proof.ts";
import { stoodIn, ticketOf } from "./stood-in.ts";
import { common, joined, lengthOf, rest, whenHolds } from "./time-spans.ts";

const BLIND_SPOT = "blindSpot";
/** The faults that the report asks for. */
export const reportedFaults: readonly string[] = [BLIND_SPOT, ...gapCauses];

/** An area with the times in which it was planned, in order and apart. */
export type PastArea = Pick<AreaProof, "id" | "name" | "zone" | "priority"> & { readonly plans: readonly AreaPlan[] };
/** A camera with the times in which it hung. */
export type PastCamera = Pick<Device, "id" | "name" | "zone" | "asset"> & { readonly hung: readonly Span[] };

export type ReportSources = {
  readonly site: Pick<Site, "id" | "dark">;
  readonly month: string;
  /** Epoch ms; nothing before `from` was ever heard, nothing after `to` has happened. */
  readonly from: number;
  readonly to: number;
  readonly at: number;
  /** When the gateway listened. */
  readonly listened: readonly Span[];
  /** Those of `reportedFaults` that overlap the time. */
  readonly faults: readonly Fault[];
  readonly tickets: readonly Ticket[];
  /** Also those of other times: they are left out. */
  readonly areas: readonly PastArea[];
  readonly cameras: readonly PastCamera[];
  readonly planChanges: readonly PlanChange[];
  /** Of a camera, as last reported, epoch ms. */
  readonly oldestRecording: (camera: string) => number | null;
};

/**
 * An area counts as blind while its fault `blindSpot` stood, and in the light in which its plan already promises too little: then no
 * fault opens (CONTRACT 6), and yet nobody may say that it was watched. Each time is judged by the plan that held then.
 */
export function coverageReport(sources: ReportSources): CoverageReport {
  const { site, month, from, to, at, faults } = sources;
  const time = { since: from, until: to };
  const known = common(sources.listened, [time]);
  const nights = whenHolds(site.dark, time);
  const days = rest(time, nights);
  const byAsset = Map.groupBy(faults, ({ asset }) => asset);
  const ticketsOf = Map.groupBy(sources.tickets, ({ asset }) => asset);
  const ticketsById = new Map(sources.tickets.map((ticket) => [ticket.id, ticket]));

  function periodOf(fault: Fault, counted: readonly Span[]): BlindPeriod {
    const ticket = ticketOf(fault, ticketsOf.get(fault.asset) ?? []);
    return {
      since: fault.since,
      until: fault.clearedAt,
      blind: lengthOf(common([spanOf(fault, to)], counted)),
      because: blamedBy(fault),
      ticket: ticket?.id ?? null,
      ...stoodIn(fault, to, [ticket, ticketsById.get(ticket?.parent ?? "")]),
    };
  }
  function proofOf({ id, name, zone, priority, plans: all }: PastArea): AreaProof | null {
    const plans = all.flatMap((plan) => common([plan], [time]).map((span) => proven({ ...plan, ...span })));
    const last = plans.at(-1);
    if (!last) return null;
    const planned = joined(plans);
    const own = (byAsset.get(id) ?? []).filter(({ fault }) => fault === BLIND_SPOT).sort((a, b) => a.since - b.since);
    const byPlan = plans.flatMap(({ finding, ...span }) =>
      finding.flatMap((light) => common([span], light === "day" ? days : nights)),
    );
    const blind = joined([...own.map((fault) => spanOf(fault, to)), ...byPlan]);
    const share = (spans: readonly Span[]) => shareOf(common(planned, spans), known, blind);
    return {
      id,
      name,
      zone,
      priority,
      atLeast: last.atLeast,
      designRatio: last.designRatio,
      nightDesignRatio: last.nightDesignRatio,
      finding: lights.filter((light) => plans.some(({ finding }) => finding.includes(light))),
      plans,
      whole: share([time]),
      day: share(days),
      night: share(nights),
      periods: own.map((fault) => periodOf(fault, common(planned, known))),
    };
  }
  return {
    site: site.id,
    month,
    from,
    to,
    at,
    unknown: rest(time, known),
    planChanges: sources.planChanges,
    areas: sources.areas.flatMap((area) => proofOf(area) ?? []),
    cameras: sources.cameras
      .filter(({ hung }) => common(hung, [time]).length > 0)
      .map((camera) =>
        cameraProof(camera, byAsset.get(camera.id) ?? [], { time, at, oldest: sources.oldestRecording(camera.id) }),
      ),
  };
}

const lights = ["day", "night"] as const;
const proven = (plan: AreaPlan): PlanProof => ({
  ...plan,
  finding: lights.filter((light) => (light === "day" ? plan.designRatio : plan.nightDesignRatio) < plan.atLeast),
});
const spanOf = ({ since, clearedAt }: Fault, to: number): Span => ({ since, until: Math.min(to, clearedAt ?? to) });

function shareOf(spans: readonly Span[], known: readonly Span[], blind: readonly Span[]): WatchedShare {
  const counted = common(spans, known);
  const [all, unseen] = [lengthOf(counted), lengthOf(common(counted, blind))];
  return { passed: lengthOf(spans), known: all, blind: unseen, share: all === 0 ? null : 1 - unseen / all };
}
