// The community and the gateway at a glance as lines (CONTRACT section 9): `kind`, `coverage`, `gateway`.

import type { Counters, SelfMeasures, Standing } from "../model/gateway-view.ts";
import { encodeLine } from "./encode-line.ts";

const kept = (line: ReturnType<typeof encodeLine>): string[] => (typeof line === "string" ? [line] : []);

/**
 * One line per zone and kind. Intact: known to be there or away on purpose, with no open fault; unknown: not heard
 * since the gateway started to listen.
 */
export function kindLines(site: string, views: readonly Standing[], now: number): string[] {
  const groups = Map.groupBy(views, ({ device }) => JSON.stringify([device.zone, device.kind]));
  return [...groups.values()].flatMap((group) => {
    const { zone, kind } = (group[0] as Standing).device;
    const count = (holds: (view: Standing) => boolean): number => group.filter(holds).length;
    const fields = {
      devices: group.length,
      online: count(({ online }) => online === true),
      intact: count(({ online, faults }) => online !== null && faults.length === 0),
      unknown: count(({ online }) => online === null),
    };
    return kept(encodeLine({ measurement: "kind", tags: { site, zone, kind }, fields, time: now }));
  });
}

/** One area's share seen and square metres not seen. */
export function coverageLines(
  site: string,
  area: { readonly id: string; readonly zone: string; readonly ratio: number; readonly blindArea: number },
  at: number,
): string[] {
  const { id, zone, ratio, blindArea } = area;
  return kept(
    encodeLine({ measurement: "coverage", tags: { site, zone, area: id }, fields: { ratio, blindArea }, time: at }),
  );
}

/** Where the gateway's own wall is where nothing else is set. */
const localWall = "http://localhost:8080";

/**
 * The gateway's own counters, and what it measures of itself (ms, bytes); refusals in all as `rejected` and by reason as
 * `rejectedBadTopic`, `rejectedNotJson`… Beside them what dashboards must know of the site: the address of its wall, its time zone.
 */
export function gatewayLines(
  site: { readonly id: string; readonly timezone: string; readonly publicUrl?: string | undefined },
  counters: Counters,
  now: number,
  measures?: SelfMeasures,
): string[] {
  const { rejected, ...plain } = counters;
  const byReason = Object.entries(rejected).map(([reason, count]) => {
    const name = reason.replace(/(?:^|-)(.)/g, (_, letter: string) => letter.toUpperCase());
    return [`rejected${name}`, count] as const;
  });
  const fields = {
    ...plain,
    rejected: byReason.reduce((sum, [, count]) => sum + count, 0),
    ...Object.fromEntries(byReason),
    ...Object.fromEntries(Object.entries(measures ?? {}).filter(([, value]) => value !== null)),
    ...(measures && { residentBytes: process.memoryUsage.rss() }),
    wall: site.publicUrl?.replace(/\/+$/, "") ?? localWall,
    timezone: site.timezone,
  };
  return kept(encodeLine({ measurement: "gateway", tags: { site: site.id }, fields, time: now }));
}
