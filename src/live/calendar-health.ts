// Says in time that the public calendar ends: deadlines in working days would count holidays as work.

import type { HealthCheck } from "../model/gateway-view.ts";

const WARN_BEFORE = 14 * 24 * 3_600_000;

/** @returns undefined where there is no calendar to end. @param unknownFrom first instant it does not know, @param now both epoch ms. */
export function calendarHealth(unknownFrom: number, now: number): HealthCheck | undefined {
  if (unknownFrom <= 0 || unknownFrom === Number.POSITIVE_INFINITY) return undefined;
  if (unknownFrom - now > WARN_BEFORE) return { status: "ok" };
  const last = new Date(unknownFrom - 1).toISOString().slice(0, 10);
  return {
    status: "degraded",
    detail: `the public calendar is known until ${last}: update Anju, or write the holidays into calendar: in site.yaml`,
  };
}
