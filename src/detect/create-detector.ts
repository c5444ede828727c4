// The detect stage: readings, events, status and time in; faults opened and cleared out. Pure: time is an argument, memory is plain data.

import type { Fault, FaultEvent } from "../model/fault.ts";
import type { Site } from "../model/site.ts";
import { createWakeQueue } from "../model/wake-queue.ts";
import type { Detector } from "./detector.ts";
import type { FaultRule } from "./fault-rule.ts";
import { fireFault, judgeFault, type Moment, nextOfFault, releaseFault } from "./follow-fault.ts";
import { judgeLateEvent } from "./late-event.ts";
import type { LinkMemory } from "./link-fault.ts";
import { createLinkWatch } from "./link-watch.ts";
import { ALL, DUE, HEARD, PEERS } from "./plan.ts";
import { type DeviceMemory, type FaultState, NEVER } from "./runtime.ts";
import { freeze, isOffline, takeReading } from "./take-reading.ts";
import { mainsLostSince, memoryOf, type Watched, watchDevices } from "./watched.ts";

export type { Detector } from "./detector.ts";

const STUCK_AGAIN_AFTER = 1_000;
const nothing: readonly FaultEvent[] = [];

/**
 * @param listeningSince when the gateway became ready (replay: the first line), epoch ms.
 * @param remembered what earlier runs remembered, by device id.
 * @param resumedAt the gateway's clock now: nothing that fell due while it was away is known earlier.
 * @param touching hears of a device right before its memory may change.
 * @param rememberedLinks what earlier runs remembered of the links' faults.
 * @param detailOf facts about the asset, told with each of its faults from its opening on.
 */
export function createDetector(
  site: Site,
  listeningSince: number,
  remembered: ReadonlyMap<string, DeviceMemory> = new Map(),
  resumedAt: number = listeningSince,
  touching: (device: string) => void = () => {},
  rememberedLinks: LinkMemory = {},
  detailOf: (asset: string) => Fault["detail"] = () => undefined,
): Detector {
  const watched = watchDevices(site, listeningSince, remembered);
  const byId = new Map(watched.map((one) => [one.device.id, one]));
  const queue = createWakeQueue();

  let events: FaultEvent[] = [];
  const emit = (event: FaultEvent): void => {
    events.push(event);
    if (event.type !== "opened" && event.type !== "resumed") return;
    const { asset, fault } = event.fault;
    const one = byId.get(asset);
    if (!one) return;
    const state = stateOf(one, fault);
    const detail = detailOf(asset);
    if (state && detail) {
      state.fault = { ...event.fault, detail };
      events[events.length - 1] = { ...event, fault: state.fault };
    }
    for (const { name, hiddenBy } of one.plan.rules) {
      const weaker = hiddenBy.includes(fault) ? stateOf(one, name)?.fault : null;
      if (weaker && weaker.clearedAt === null)
        events.push({ type: "hidden", at: event.at, knownAt: event.knownAt, fault: weaker, by: fault });
    }
  };
  // The links' instants stand behind the devices' in the queue: at one instant all silence is known before a link is judged.
  const wakeAt = (link: number, at: number): void => queue.set(watched.length + link, at);
  const links = createLinkWatch({ site, watched, listeningSince, resumedAt, wakeAt, emit }, rememberedLinks);
  /** What has happened since it was last asked. */
  const told = (): readonly FaultEvent[] => {
    if (events.length === 0) return nothing;
    const list = events;
    events = [];
    return list;
  };
  const stateOf = (one: Watched, fault: string): FaultState | undefined => {
    const place = one.plan.places.get(fault);
    return place === undefined ? one.left?.[fault] : one.states[place];
  };
  /** All rules are asked anew when they may change, but for what falls due up to here and has not been handled yet. */
  function forget({ due, dueFrom, plan, cursor }: Watched): void {
    for (let i = dueFrom; i < dueFrom + plan.rules.length; i += 1)
      if (!((due[i] as number) <= cursor)) due[i] = Number.NaN;
  }

  /**
   * Judges the rules that the moment concerns; `fire` also lets due things happen, else only what has no delay. Once one has
   * changed, those after it are judged too: it may hide or unhide them.
   */
  function judge(one: Watched, moment: Moment, fire: boolean, concerns: number): void {
    const { due, dueFrom } = one;
    const { rules, masks } = one.plan;
    const { at, now } = moment;
    const before = events.length;
    for (const peer of one.counted) touching(peer.device.id);
    for (let i = 0; i < rules.length; i += 1) {
      if (one.frozen && !isOffline(one, i)) break;
      const asked = concerns === ALL || ((masks[i] as number) & concerns) !== 0;
      const isDue = (concerns === DUE || concerns === PEERS) && !((due[dueFrom + i] as number) > at);
      if (!asked && !isDue && events.length === before) continue;
      const rule = rules[i] as FaultRule;
      const state = judgeFault(one, rule, i, moment, emit);
      if (state) fireFault(one, rule, state, at, now, !fire, emit);
      due[dueFrom + i] = Number.NaN;
      if (isOffline(one, i) && state?.fault?.present && !one.frozen) {
        freeze(one, at);
        links.lost(one.index, at, now);
      }
    }
    one.cursor = Math.max(one.cursor, at);
    if (events.length === before) return;
    forget(one);
    links.mains(one.index, mainsLostSince(one) === NEVER, at, now);
  }
  function schedule(one: Watched, now: number): void {
    const { due, dueFrom } = one;
    const { rules } = one.plan;
    let next = Number.POSITIVE_INFINITY;
    for (let i = 0; i < rules.length; i += 1) {
      if (one.frozen && !isOffline(one, i)) break;
      let at = due[dueFrom + i] as number;
      if (Number.isNaN(at)) {
        at = nextOfFault(one, rules[i] as FaultRule, i, one.cursor);
        due[dueFrom + i] = at;
      }
      if (at < next) next = at;
    }
    one.wakeAt = next;
    queue.set(one.index, Math.max(next, now));
  }
  /** Runs one of the device's own due instants. */
  function wake(one: Watched, now: number): void {
    touching(one.device.id);
    const at = Math.max(one.wakeAt, one.cursor);
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
      touching(other.device.id);
      const moment = Math.max(at, other.cursor);
      judge(other, { at: moment, since: moment, now }, false, PEERS);
      schedule(other, now);
    }
  }
  /** What the device reports for `time` comes after all that was due before it, and ends `offline` at once. Returns whether it had been silent. */
  function hear(one: Watched, time: number, now: number): boolean {
    while (one.wakeAt < time) wake(one, now);
    touching(one.device.id);
    if (one.firstHeardAt === NEVER) one.firstHeardAt = now;
    one.lastHeardAt = now;
    one.saidOfflineAt = NEVER;
    const wasSilent = one.frozen && one.plan.knowsOffline;
    if (wasSilent) {
      const rule = one.plan.rules[0] as FaultRule;
      const state = judgeFault(one, rule, 0, { at: now, since: now, now }, emit);
      if (state) fireFault(one, rule, state, now, now, true, emit);
      one.frozen = state?.fault?.present ?? false;
    }
    links.heard(one.index, now);
    return wasSilent;
  }
  /** Judges what the report concerns: the bits of the points it changed. */
  function settle(one: Watched, time: number, now: number, wasSilent: boolean, changed: number): void {
    const at = Math.max(time, one.cursor);
    judge(one, { at, since: time, now }, false, wasSilent ? ALL : changed | HEARD);
    schedule(one, now);
    if (wasSilent || changed !== 0) tellDependents(one, at, now);
  }
  for (const one of watched) {
    if (one.cursor === 0) {
      one.cursor = listeningSince - 1;
      judge(one, { at: listeningSince - 1, since: listeningSince - 1, now: listeningSince - 1 }, false, ALL);
    }
    // What falls due at the very instant up to which it was stored has not been handled yet.
    one.plan.rules.forEach((rule, i) => {
      const [atOnce, later] = [nextOfFault(one, rule, i, one.cursor - 1), nextOfFault(one, rule, i, one.cursor)];
      one.due[one.dueFrom + i] = Math.min(atOnce, later);
    });
    schedule(one, resumedAt);
  }
  told();

  return {
    reading(reading) {
      const one = byId.get(reading.device);
      if (!one) return nothing;
      const wasSilent = hear(one, reading.time, reading.at);
      settle(one, reading.time, reading.at, wasSilent, takeReading(one, reading));
      return told();
    },
    event({ device, event, values, time, at: now }) {
      const one = byId.get(device);
      if (!one) return nothing;
      const wasSilent = hear(one, time, now);
      for (const observe of one.plan.onEvent) observe(one, event, values, time);
      const late = { at: time, since: time, now };
      if (time < one.cursor) one.plan.rules.forEach((rule, i) => void judgeLateEvent(one, rule, i, late, emit));
      settle(one, time, now, wasSilent, ALL);
      return told();
    },
    status({ device, status, retained, at }) {
      const one = byId.get(device);
      if (!one || (status === "online" && retained)) return nothing;
      if (status === "online") {
        const wasSilent = hear(one, at, at);
        settle(one, at, at, wasSilent, 0);
      } else {
        touching(device);
        if (one.saidOfflineAt === NEVER) one.saidOfflineAt = at;
        forget(one);
        schedule(one, at);
      }
      return told();
    },
    nextAt: queue.nextAt,
    runNext() {
      const now = queue.nextAt();
      const index = queue.pop();
      if (index === undefined) return nothing;
      if (index < watched.length) wake(watched[index] as Watched, now);
      else links.wake(index - watched.length, now);
      return told();
    },
    release(asset, fault, now) {
      const one = byId.get(asset);
      const state = one && stateOf(one, fault);
      if (!one || !state) return nothing;
      touching(asset);
      releaseFault(state, now, emit);
      forget(one);
      schedule(one, now);
      return told();
    },
    fault(asset, fault) {
      const one = byId.get(asset);
      return one ? (stateOf(one, fault)?.fault ?? null) : links.fault(asset, fault);
    },
    memory(device) {
      const one = byId.get(device);
      return one && memoryOf(one);
    },
    lastHeardAt(device) {
      const at = byId.get(device)?.lastHeardAt ?? NEVER;
      return at === NEVER ? null : at;
    },
    offline(device) {
      const one = byId.get(device);
      return !one || one.lastHeardAt === NEVER ? null : one.frozen;
    },
    downLink: links.downAbove,
    linkMemory: links.memory,
  };
}
