// When and over what a silence holds: its scope against one fault, its instants against one instant. Pure; under create-silences.

import type { Fault } from "../model/fault.ts";
import type { Silence, SilenceScope } from "../model/silence.ts";
import type { DailyWindow, Site } from "../model/site.ts";

/** What a silence looks at in a fault; `zone` is "" where the asset lies in none. */
export type Silenceable = Pick<Fault, "asset" | "kind" | "fault" | "severity" | "sla"> & { readonly zone: string };

/** The longest a weekly silence can go without turning: one window of one day, and that day's lost to the clock change. */
const DAYS_AHEAD = 15;

/**
 * Whether scopes cover faults of this site. Empty lists match all, what is listed must all match; a link's id stands for
 * all that hangs below it. A fault of life safety or security, by the row it has or the row its kind gives it, is
 * covered only where its own device and its fault are both named (CONTRACT 5).
 */
export function createCovers(site: Site): (scope: SilenceScope, fault: Silenceable) => boolean {
  const upstream = new Map([...site.devices, ...site.links].map((node) => [node.id, node.upstream]));
  const links = new Set(site.links.map(({ id }) => id));

  const isLifeSafetyRow = (id: string): boolean => site.sla[id]?.lifeSafety === true;
  const isLifeSafety = ({ kind, fault, sla }: Silenceable): boolean =>
    [sla, site.definitions[kind]?.faults[fault]?.sla ?? sla].some(isLifeSafetyRow);
  const hangsBelow = (asset: string, named: readonly string[]): boolean => {
    const above = new Set(upstream.get(asset));
    for (const id of above) {
      if (links.has(id) && named.includes(id)) return true;
      for (const next of upstream.get(id) ?? []) above.add(next);
    }
    return false;
  };
  const has = <T>(list: readonly T[], one: T): boolean => list.length === 0 || list.includes(one);

  return (scope, fault) => {
    if (isLifeSafety(fault) && !(scope.assets.includes(fault.asset) && scope.faults.includes(fault.fault)))
      return false;
    return (
      has(scope.zones, fault.zone) &&
      has(scope.kinds, fault.kind) &&
      has(scope.faults, fault.fault) &&
      has(scope.severities, fault.severity) &&
      (has(scope.assets, fault.asset) || hangsBelow(fault.asset, scope.assets))
    );
  };
}

/** When it is over (epoch ms), as far as is known. */
export const endOf = ({ until, endedAt }: Silence): number => Math.min(until, endedAt ?? until);

/** Windows [from, to) of a weekly silence that begin on the local dates from `first` to `last` days after the instant's. */
function windowsAround(
  { days, window }: NonNullable<Silence["weekly"]>,
  at: number,
  timezone: string,
  first: number,
  last: number,
): readonly DailyWindow[] {
  const today = Temporal.Instant.fromEpochMilliseconds(Math.floor(at)).toZonedDateTimeISO(timezone).toPlainDate();
  const instant = (date: Temporal.PlainDate, minutes: number): number =>
    date.add({ days: Math.floor(minutes / 1440) }).toZonedDateTime({
      timeZone: timezone,
      plainTime: { hour: Math.floor(minutes / 60) % 24, minute: minutes % 60 },
    }).epochMilliseconds;
  return Array.from({ length: last - first + 1 }, (_, index) => today.add({ days: first + index }))
    .filter((date) => days.includes(date.dayOfWeek))
    .map((date) => ({
      from: instant(date, window.from),
      to: instant(date, window.to <= window.from ? window.to + 1440 : window.to),
    }));
}

/** Whether it holds at the instant (epoch ms): from its beginning on, no longer at its end. A window past midnight belongs to the day it begins on. */
export function isInForce(silence: Silence, at: number, timezone: string): boolean {
  if (at < silence.from || at >= endOf(silence)) return false;
  if (silence.weekly === null) return true;
  return windowsAround(silence.weekly, at, timezone, -1, 0).some(({ from, to }) => at >= from && at < to);
}

/** The first instant after `at` (epoch ms) at which it begins or ceases to hold; Infinity if never. */
export function nextTurn(silence: Silence, at: number, timezone: string): number {
  const end = endOf(silence);
  if (at >= end) return Number.POSITIVE_INFINITY;
  const holds = isInForce(silence, at, timezone);
  const windows = silence.weekly
    ? windowsAround(silence.weekly, Math.max(at, silence.from), timezone, -1, DAYS_AHEAD)
    : [];
  const edges = [silence.from, end, ...windows.flatMap(({ from, to }) => [from, to])];
  return (
    edges
      .filter((edge) => edge > at && edge <= end)
      .sort((a, b) => a - b)
      .find((edge) => isInForce(silence, edge, timezone) !== holds) ?? Number.POSITIVE_INFINITY
  );
}
