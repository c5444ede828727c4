// The monthly proof of coverage (监控覆盖月报) out of the faults and tickets of that time. Pure.

import type { AreaCoverage, WatchArea } from "../model/coverage.ts";
import type { AreaProof, BlindPeriod, CoverageReport, Span, WatchedShare } from "../model/coverage-report.ts";
import { blamedBy, type Fault } from "../model/fault.ts";
import type { Site } from "../model/site.ts";
import type { Ticket } from "../model/ticket.ts";
import { cameraProof, gapCauses } from "./camera-proof.ts";
import { stoodIn, ticketOf } from "./stood-in.ts";
import { common, joined, lengthOf, rest, whenHolds } from "./time-spans.ts";

const BLIND_SPOT = "blindSpot";
/** The faults that the report asks for. */
export const reportedFaults: readonly string[] = [BLIND_SPOT, ...gapCauses];

export type ReportSources = {
  readonly site: Pick<Site, "id" | "dark" | "devices" | "coverage">;
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
  readonly designs: readonly Pick<AreaCoverage, "id" | "designRatio" | "nightDesignRatio">[];
  /** Of a camera, as last reported, epoch ms. */
  readonly oldestRecording: (camera: string) => number | null;
};

/**
 * An area counts as blind while its fault `blindSpot` stood, and in the light in which its plan already promises too little: then no
 * fault opens (CONTRACT 6), and yet nobody may say that it was watched.
 */
export function coverageReport(sources: ReportSources): CoverageReport {
  const { site, month, from, to, at, faults, designs } = sources;
  const time = { since: from, until: to };
  const known = common(sources.listened, [time]);
  const nights = common(whenHolds(site.dark, time), known);
  const days = common(known, rest(time, nights));
  const byAsset = Map.groupBy(faults, ({ asset }) => asset);
  const ticketsOf = Map.groupBy(sources.tickets, ({ asset }) => asset);
  const ticketsById = new Map(sources.tickets.map((ticket) => [ticket.id, ticket]));

  function periodOf(fault: Fault): BlindPeriod {
    const ticket = ticketOf(fault, ticketsOf.get(fault.asset) ?? []);
    return {
      since: fault.since,
      until: fault.clearedAt,
      blind: lengthOf(common([spanOf(fault, to)], known)),
      because: blamedBy(fault),
      ticket: ticket?.id ?? null,
      ...stoodIn(fault, to, [ticket, ticketsById.get(ticket?.parent ?? "")]),
    };
  }
  function proofOf({ id, name, zone, priority, atLeast }: WatchArea): AreaProof {
    const own = (byAsset.get(id) ?? []).filter(({ fault }) => fault === BLIND_SPOT).sort((a, b) => a.since - b.since);
    const { designRatio = 1, nightDesignRatio = 1 } = designs.find((one) => one.id === id) ?? {};
    const finding = [
      ...(designRatio < atLeast ? (["day"] as const) : []),
      ...(nightDesignRatio < atLeast ? (["night"] as const) : []),
    ];
    const byPlan = finding.flatMap((light) => (light === "day" ? days : nights));
    const blind = joined([...own.map((fault) => spanOf(fault, to)), ...byPlan]);
    return {
      id,
      name,
      zone,
      priority,
      atLeast,
      designRatio,
      nightDesignRatio,
      finding,
      whole: share(known, blind),
      day: share(days, blind),
      night: share(nights, blind),
      periods: own.map(periodOf),
    };
  }
  return {
    site: site.id,
    month,
    from,
    to,
    at,
    unknown: rest(time, known),
    areas: site.coverage.areas.map(proofOf),
    cameras: site.devices
      .filter(({ kind }) => kind === "camera")
      .map((camera) =>
        cameraProof(camera, byAsset.get(camera.id) ?? [], { time, at, oldest: sources.oldestRecording(camera.id) }),
      ),
  };
}

const spanOf = ({ since, clearedAt }: Fault, to: number): Span => ({ since, until: Math.min(to, clearedAt ?? to) });

function share(known: readonly Span[], blind: readonly Span[]): WatchedShare {
  const [all, unseen] = [lengthOf(known), lengthOf(common(known, blind))];
  return { known: all, blind: unseen, share: all === 0 ? null : 1 - unseen / all };
}
