// The detect stage: readings, events, status and time in; faults opened and cleared out. Pure: time is an argument, memory is plain data.

import type { Fault, FaultEvent } from "../model/fault.ts";
import type { DeviceEvent, DeviceStatus, Reading } from "../model/reading.ts";
import type { Site } from "../model/site.ts";
import { createWakeQueue } from "../model/wake-queue.ts";
import type { FaultRule } from "./fault-rule.ts";
import {
  emptyState,
  fireFault,
  freezeFault,
  judgeFault,
  type Moment,
  nextOfFault,
  releaseFault,
} from "./follow-fault.ts";
import { judgeLateEvent } from "./late-event.ts";
import type { DeviceMemory, FaultState } from "./runtime.ts";
import { ALL, DUE, HEARD, type Watched, watchDevices } from "./watched.ts";

const STUCK_AGAIN_AFTER = 1_000;

export type Detector = {
  /** Takes a reading; `now` is its arrival. Returns what it changed. */
  readonly reading: (reading: Reading) => readonly FaultEvent[];
  readonly event: (event: DeviceEvent) => readonly FaultEvent[];
  readonly status: (status: DeviceStatus) => readonly FaultEvent[];
  /** When something is due next, epoch ms; Infinity if nothing. */
  readonly nextAt: () => number;
  /** Lets the earliest due thing happen. Messages of an instant must have been handled before its timers. */
  readonly runNext: () => readonly FaultEvent[];
  /** A person ended a latched fault (`restore` with an outcome). */
  readonly release: (asset: string, fault: string, now: number) => readonly FaultEvent[];
  /** The fault while open, or cleared and not yet proven gone. */
  readonly fault: (asset: string, fault: string) => Fault | null;
  readonly memory: (device: string) => DeviceMemory | undefined;
  /** Whether it is offline; null when it was never heard. */
  readonly offline: (device: string) => boolean | null;
};

/**
 * @param listeningSince when the gateway became ready (replay: the first line), epoch ms.
 * @param remembered what earlier runs remembered, by device id.
 * @param resumedAt the gateway's clock now: nothing that fell due while it was away is known earlier.
 * @param touching hears of a device right before its memory may change.
 */
export function createDetector(
  site: Site,
  listeningSince: number,
  remembered: ReadonlyMap<string, DeviceMemory> = new Map(),
  resumedAt: number = listeningSince,
  touching: (device: string) => void = () => {},
): Detector {
  const watched = watchDevices(site, listeningSince, remembered);
  const byId = new Map(watched.map((one) => [one.device.id, one]));
  const queue = createWakeQueue();

  let events: FaultEvent[] = [];
  const emit = (event: FaultEvent): void => {
    events.push(event);
    if (event.type !== "opened" && event.type !== "resumed") return;
    const { asset, fault } = event.fault;
    const one = byId.get(asset) as Watched;
    for (const { name, hiddenBy } of one.rules) {
      const weaker = hiddenBy.includes(fault) ? one.memory.faults[name]?.fault : null;
      if (weaker && weaker.clearedAt === null)
        events.push({ type: "hidden", at: event.at, knownAt: event.knownAt, fault: weaker, by: fault });
    }
  };
  const collect = (work: () => void): readonly FaultEvent[] => {
    events = [];
    work();
    return events;
  };

  const stateOf = (one: Watched, rule: FaultRule): FaultState => {
    one.memory.faults[rule.name] ??= emptyState(rule);
    return one.memory.faults[rule.name] as FaultState;
  };
  const offlineRule = (one: Watched): FaultRule | undefined =>
    one.rules[0]?.name === "offline" ? one.rules[0] : undefined;

  /**
   * Judges the rules that the moment concerns; `fire` also lets due things happen, else only what has no delay. Once one has
   * changed, those after it are judged too: it may hide or unhide them.
   */
  function judge(one: Watched, moment: Moment, fire: boolean, concerns: number): void {
    const { rules, masks, nextOf } = one;
    const before = events.length;
    touching(one.device.id);
    for (const peer of one.counted) touching(peer.device.id);
    for (let i = 0; i < rules.length; i += 1) {
      const rule = rules[i] as FaultRule;
      if (one.frozen && rule.name !== "offline") continue;
      const concerned =
        concerns === DUE
          ? (nextOf[i] as number) <= moment.at
          : concerns === ALL || ((masks[i] as number) & concerns) !== 0;
      if (!concerned && events.length === before) continue;
      const state = stateOf(one, rule);
      judgeFault(one, rule, state, moment, emit);
      fireFault(one, rule, state, moment.at, moment.now, !fire, emit);
      nextOf[i] = Number.NaN;
      if (rule.name === "offline" && state.fault?.present && !one.frozen) freeze(one, moment.at);
    }
    one.memory.cursor = Math.max(one.memory.cursor, moment.at);
    if (events.length > before) nextOf.fill(Number.NaN);
  }
  function freeze(one: Watched, at: number): void {
    one.frozen = true;
    for (const rule of one.rules) {
      if (rule.name === "offline") continue;
      freezeFault(stateOf(one, rule), at);
      for (const observer of rule.observers) observer.freeze?.(one, at);
    }
  }
  function schedule(one: Watched, now: number): void {
    let next = Number.POSITIVE_INFINITY;
    for (let i = 0; i < one.rules.length; i += 1) {
      const rule = one.rules[i] as FaultRule;
      if (one.frozen && rule.name !== "offline") continue;
      if (Number.isNaN(one.nextOf[i])) one.nextOf[i] = nextOfFault(one, rule, stateOf(one, rule), one.memory.cursor);
      next = Math.min(next, one.nextOf[i] as number);
    }
    one.wakeAt = next;
    queue.set(one.index, Math.max(next, now));
  }
  /** Runs one of the device's own due instants. */
  function wake(one: Watched, now: number): void {
    const at = Math.max(one.wakeAt, one.memory.cursor);
    judge(one, { at, since: one.wakeAt, now }, true, DUE);
    const before = one.wakeAt;
    schedule(one, now);
    // A condition that names no later instant must not hold up time itself.
    if (one.wakeAt <= before) {
      one.wakeAt = before + STUCK_AGAIN_AFTER;
      queue.set(one.index, Math.max(one.wakeAt, now));
    }
    tellDependents(one, at, now);
  }
  function tellDependents(one: Watched, at: number, now: number): void {
    for (const other of one.dependents) {
      const moment = Math.max(at, other.memory.cursor);
      judge(other, { at: moment, since: moment, now }, false, ALL);
      schedule(other, now);
    }
  }
  /** Something was heard from the device: `offline` ends at once. Returns whether it had been silent. */
  function heard(one: Watched, now: number): boolean {
    const { memory } = one;
    memory.firstHeardAt ??= now;
    memory.lastHeardAt = now;
    memory.saidOfflineAt = null;
    const rule = offlineRule(one);
    if (!one.frozen || !rule) return false;
    const state = stateOf(one, rule);
    judgeFault(one, rule, state, { at: now, since: now, now }, emit);
    fireFault(one, rule, state, now, now, true, emit);
    one.frozen = state.fault?.present ?? false;
    return true;
  }
  /** What the device reported for `time`, after all that was due before it. `apply` returns the bits of the points it changed. */
  function fold(one: Watched, time: number, now: number, apply: () => number): void {
    while (one.wakeAt < time) wake(one, now);
    touching(one.device.id);
    const wasSilent = heard(one, now);
    const changed = apply();
    const at = Math.max(time, one.memory.cursor);
    judge(one, { at, since: time, now }, false, wasSilent ? ALL : changed | HEARD);
    schedule(one, now);
    if (wasSilent || changed !== 0) tellDependents(one, at, now);
  }

  for (const one of watched) {
    if (one.memory.cursor === 0) {
      one.memory.cursor = listeningSince - 1;
      judge(one, { at: listeningSince - 1, since: listeningSince - 1, now: listeningSince - 1 }, false, ALL);
    }
    schedule(one, resumedAt);
  }

  return {
    reading: (reading) =>
      collect(() => {
        const one = byId.get(reading.device);
        if (!one) return;
        const { at: now, time, values } = reading;
        fold(one, time, now, () => {
          for (const observer of one.observers) observer.reading?.(one, reading.ts - now);
          let changed = 0;
          for (const name in values) {
            const value = values[name] as Reading["values"][string];
            const before = one.memory.values[name];
            if (before && (time < before.time || (time === before.time && value === before.value))) continue;
            const observers = one.onValue.get(name);
            if (observers) for (const take of observers) take(one, before, value, time);
            if (before && before.value === value && time - before.time <= one.device.staleAfter.value) {
              before.time = time;
              continue;
            }
            changed |= one.bits.get(name) ?? ALL;
            one.memory.values[name] = { value, time };
          }
          return changed;
        });
      }),
    event: (event) =>
      collect(() => {
        const one = byId.get(event.device);
        if (!one) return;
        fold(one, event.time, event.at, () => {
          for (const observer of one.observers) observer.event?.(one, event.event, event.values, event.time);
          const late = { at: event.time, since: event.time, now: event.at };
          if (event.time < one.memory.cursor)
            for (const rule of one.rules) judgeLateEvent(one, rule, stateOf(one, rule), late, emit);
          return ALL;
        });
      }),
    status: (status) =>
      collect(() => {
        const one = byId.get(status.device);
        if (!one) return;
        touching(status.device);
        if (status.status === "offline") one.memory.saidOfflineAt ??= status.at;
        else if (status.retained) return;
        if (status.status === "offline") {
          one.nextOf.fill(Number.NaN);
          schedule(one, status.at);
        } else fold(one, status.at, status.at, () => 0);
      }),
    nextAt: queue.nextAt,
    runNext: () =>
      collect(() => {
        const now = queue.nextAt();
        const index = queue.pop();
        if (index !== undefined) wake(watched[index] as Watched, now);
      }),
    release: (asset, fault, now) =>
      collect(() => {
        const one = byId.get(asset);
        const state = one?.memory.faults[fault];
        if (!one || !state) return;
        touching(asset);
        releaseFault(state, now, emit);
        one.nextOf.fill(Number.NaN);
        schedule(one, now);
      }),
    fault: (asset, fault) => byId.get(asset)?.memory.faults[fault]?.fault ?? null,
    memory: (device) => byId.get(device)?.memory,
    offline(device) {
      const one = byId.get(device);
      return !one || one.memory.lastHeardAt === null ? null : one.frozen;
    },
  };
}
