// What a reading does to a device's memory before anything is judged, and what silence does to it.

import type { PointValue, Reading } from "../model/reading.ts";
import { freezeFault } from "./follow-fault.ts";
import type { Watched } from "./watched.ts";

/** Takes what is newer than what is known; returns the bits of the points whose rules must be judged. */
export function takeReading(one: Watched, { at: now, time, ts, values: said }: Reading): number {
  const { plan, values, times, from, staleAfter } = one;
  for (const observe of plan.onReading) observe(one, ts - now);
  const judgedAt = Math.max(time, one.cursor);
  let changed = 0;
  for (const name in said) {
    const place = plan.points.places.get(name);
    if (place === undefined) continue;
    const slot = from + place;
    const value = plan.points.code(place, said[name] as PointValue);
    const before = values[slot] as number;
    const beforeTime = times[slot] as number;
    if (time < beforeTime || (time === beforeTime && value === before)) continue;
    const observers = plan.onValue[place];
    if (observers) for (const observe of observers) observe(one, before, beforeTime, value, time);
    times[slot] = time;
    // A value said again changes nothing, unless it had gone stale by the instant at which the rules are judged.
    if (before === value && judgedAt - beforeTime <= staleAfter) continue;
    values[slot] = value;
    changed |= plan.bits[place] as number;
  }
  return changed;
}

/** Whether the rule at this place is `offline`, which alone is judged while the device is silent. */
export const isOffline = (one: Watched, place: number): boolean => place === 0 && one.plan.knowsOffline;

/** The device has fallen silent: all else stands still. */
export function freeze(one: Watched, at: number): void {
  one.frozen = true;
  one.plan.rules.forEach((rule, i) => {
    if (isOffline(one, i)) return;
    const state = one.states[i];
    if (state) freezeFault(state, at);
    for (const observer of rule.observers) observer.freeze?.(one, at);
  });
}
