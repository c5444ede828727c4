// The detect stage: readings, events, status and time in; faults opened and cleared out. Pure: time is an argument, memory is plain data.

import type { Fault, FaultEvent } from "../model/fault.ts";
import type { DeviceEvent, DeviceStatus, Reading } from "../model/reading.ts";
import type { Site } from "../model/site.ts";
import { createWakeQueue } from "../model/wake-queue.ts";
import { compileDevice, peerFacts } from "./compile-device.ts";
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
import type { Observer } from "./node.ts";
import { type DeviceMemory, type DeviceRuntime, emptyMemory, type FaultState } from "./runtime.ts";

type Watched = DeviceRuntime & {
  readonly rules: readonly FaultRule[];
  readonly dependents: readonly Watched[];
  /** What looks back in time, by the point it watches. */
  readonly onValue: ReadonlyMap<string, readonly ValueObserver[]>;
  readonly observers: readonly Observer[];
};
type ValueObserver = NonNullable<Observer["value"]>["take"];

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
 */
export function createDetector(
  site: Site,
  listeningSince: number,
  remembered: ReadonlyMap<string, DeviceMemory> = new Map(),
  resumedAt: number = listeningSince,
): Detector {
  const watched: Watched[] = [];
  const byId = new Map<string, Watched>();
  const queue = createWakeQueue();
  const sharing = (kind: string, fact: string, value: unknown): Watched[] =>
    value === undefined ? [] : watched.filter(({ device }) => device.kind === kind && device.facts[fact] === value);

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

  /** Judges every rule of the device at the moment; `fire` also lets due things happen, else only what has no delay. */
  function judge(one: Watched, moment: Moment, fire: boolean): void {
    for (const rule of one.rules) {
      if (one.frozen && rule.name !== "offline") continue;
      const state = stateOf(one, rule);
      judgeFault(one, rule, state, moment, emit);
      fireFault(one, rule, state, moment.at, moment.now, !fire, emit);
      if (rule.name === "offline" && state.fault?.present && !one.frozen) freeze(one, moment.at);
    }
    one.memory.cursor = Math.max(one.memory.cursor, moment.at);
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
    for (const rule of one.rules) {
      if (one.frozen && rule.name !== "offline") continue;
      next = Math.min(next, nextOfFault(one, rule, stateOf(one, rule), one.memory.cursor));
    }
    one.wakeAt = next;
    queue.set(one.index, Math.max(next, now));
  }
  /** Runs one of the device's own due instants. */
  function wake(one: Watched, now: number): void {
    const at = Math.max(one.wakeAt, one.memory.cursor);
    judge(one, { at, since: one.wakeAt, now }, true);
    const before = one.wakeAt;
    schedule(one, now);
    if (one.wakeAt <= before) {
      one.wakeAt = before + 1;
      queue.set(one.index, Math.max(one.wakeAt, now));
    }
    tellDependents(one, at, now);
  }
  function tellDependents(one: Watched, at: number, now: number): void {
    for (const other of one.dependents) {
      const moment = Math.max(at, other.memory.cursor);
      judge(other, { at: moment, since: moment, now }, false);
      schedule(other, now);
    }
  }
  /** Something was heard from the device: `offline` ends at once. */
  function heard(one: Watched, now: number): void {
    const { memory } = one;
    memory.firstHeardAt ??= now;
    memory.lastHeardAt = now;
    memory.saidOfflineAt = null;
    const rule = offlineRule(one);
    if (!one.frozen || !rule) return;
    const state = stateOf(one, rule);
    judgeFault(one, rule, state, { at: now, since: now, now }, emit);
    fireFault(one, rule, state, now, now, true, emit);
    one.frozen = state.fault?.present ?? false;
  }
  /** What the device reported for `time`, after all that was due before it. */
  function fold(one: Watched, time: number, now: number, apply: () => void): void {
    while (one.wakeAt < time) wake(one, now);
    heard(one, now);
    apply();
    const at = Math.max(time, one.memory.cursor);
    judge(one, { at, since: time, now }, false);
    schedule(one, now);
    tellDependents(one, at, now);
  }

  for (const [index, device] of site.devices.entries()) {
    const memory = remembered.get(device.id) ?? emptyMemory();
    const rules: FaultRule[] = [];
    const dependents: Watched[] = [];
    const one: Watched = {
      index,
      device,
      memory,
      frozen: memory.faults.offline?.fault?.present ?? false,
      wakeAt: Number.POSITIVE_INFINITY,
      rules,
      dependents,
      onValue: new Map(),
      observers: [],
    };
    watched.push(one);
    byId.set(device.id, one);
    const peers = (fact: string) => sharing(device.kind, fact, device.facts[fact]).filter((peer) => peer !== one);
    rules.push(...compileDevice({ site, device, listeningSince, peers }));
    const observers = rules.flatMap((rule) => rule.observers);
    const watching = Map.groupBy(
      observers.flatMap(({ value }) => value ?? []),
      ({ point }) => point,
    );
    watched[index] = Object.assign(one, {
      onValue: new Map([...watching].map(([point, list]) => [point, list.map(({ take }) => take)])),
      observers: observers.filter(({ event, reading }) => event ?? reading),
    });
  }
  const factsOf = new Map(
    Object.values(site.definitions).map((definition) => [definition.kind, peerFacts(definition)]),
  );
  for (const one of watched) {
    for (const fact of factsOf.get(one.device.kind) ?? [])
      (one.dependents as Watched[]).push(
        ...sharing(one.device.kind, fact, one.device.facts[fact]).filter((peer) => peer !== one),
      );
    if (one.memory.cursor === 0) {
      one.memory.cursor = listeningSince - 1;
      judge(one, { at: listeningSince - 1, since: listeningSince - 1, now: listeningSince - 1 }, false);
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
          for (const name in values) {
            const value = values[name] as Reading["values"][string];
            const before = one.memory.values[name];
            if (before && (time < before.time || (time === before.time && value === before.value))) continue;
            const observers = one.onValue.get(name);
            if (observers) for (const take of observers) take(one, before, value, time);
            one.memory.values[name] = { value, time };
          }
        });
      }),
    event: (event) =>
      collect(() => {
        const one = byId.get(event.device);
        if (!one) return;
        fold(one, event.time, event.at, () => {
          for (const observer of one.observers) observer.event?.(one, event.event, event.values, event.time);
          if (event.time >= one.memory.cursor) return;
          for (const rule of one.rules)
            judgeLateEvent(one, rule, stateOf(one, rule), { at: event.time, since: event.time, now: event.at }, emit);
        });
      }),
    status: (status) =>
      collect(() => {
        const one = byId.get(status.device);
        if (!one) return;
        if (status.status === "offline") one.memory.saidOfflineAt ??= status.at;
        else if (status.retained) return;
        if (status.status === "offline") schedule(one, status.at);
        else fold(one, status.at, status.at, () => undefined);
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
        releaseFault(state, now, emit);
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
