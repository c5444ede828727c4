// The devices under watch: each with the plan of its rules and the rows of numbers that are its own.

import type { Site } from "../model/site.ts";
import { isOpen, isUnderWay } from "./follow-fault.ts";
import { createPlans, type Plan } from "./plan.ts";
import { type DeviceMemory, type DeviceRuntime, type FaultState, NEVER } from "./runtime.ts";

export type Watched = DeviceRuntime & {
  readonly plan: Plan;
  /** Devices whose rules look at this one. */
  readonly dependents: readonly Watched[];
  /** Peers in whose memory its own rules keep count: a word that looks back in time stands inside a `noPeer`. */
  readonly counted: readonly Watched[];
  /** By rule, its own beginning at `dueFrom`: the next instant at which it may change by itself; NaN: to be asked again. */
  readonly due: Float64Array;
  readonly dueFrom: number;
};

const nobody: readonly Watched[] = [];

/** Since when it says that its mains are gone, epoch ms; NEVER: it does not. */
export const mainsLostSince = ({ plan, states }: Watched): number =>
  plan.rules.reduce((first, { mainsLost }, place) => {
    const fault = mainsLost && isOpen(states[place]) ? states[place]?.fault : null;
    return fault && (first === NEVER || fault.since < first) ? fault.since : first;
  }, NEVER);

/** Every device of the site, in its order. @param remembered what earlier runs remembered, by device id. */
export function watchDevices(
  site: Site,
  listeningSince: number,
  remembered: ReadonlyMap<string, DeviceMemory>,
): readonly Watched[] {
  const watched: Watched[] = [];
  /** Devices by kind and the fact they share: a thousand stations must not search each other. */
  const sharing = new Map<string, Watched[]>();
  const keyOf = ({ device }: DeviceRuntime, fact: string): string =>
    JSON.stringify([device.kind, fact, device.facts[fact]]);
  const peersOf = (one: DeviceRuntime, fact: string): readonly Watched[] => {
    const others = one.device.facts[fact] === undefined ? nobody : (sharing.get(keyOf(one, fact)) ?? nobody);
    return others.filter(({ index }) => index !== one.index);
  };
  const planOf = createPlans(site, listeningSince, peersOf);
  const plans = site.devices.map(planOf);
  const values = new Float64Array(plans.reduce((sum, { points }) => sum + points.room, 0)).fill(Number.NaN);
  const times = new Float64Array(values.length).fill(NEVER);
  const due = new Float64Array(plans.reduce((sum, { rules }) => sum + rules.length, 0)).fill(Number.NaN);

  let from = 0;
  let dueFrom = 0;
  for (const [index, device] of site.devices.entries()) {
    const plan = plans[index] as Plan;
    const memory = remembered.get(device.id);
    const one: Watched = {
      index,
      device,
      staleAfter: device.staleAfter.value,
      values,
      times,
      from,
      firstHeardAt: memory?.firstHeardAt ?? NEVER,
      lastHeardAt: memory?.lastHeardAt ?? NEVER,
      saidOfflineAt: memory?.saidOfflineAt ?? NEVER,
      silenceJudgedSince: memory?.silenceJudgedSince ?? NEVER,
      cursor: memory?.cursor ?? 0,
      states: plan.rules.map(({ name }) => memory?.faults[name]),
      windows: { ...memory?.windows },
      left: memory ? leftOver(plan, memory) : null,
      frozen: memory?.faults.offline?.fault?.present ?? false,
      wakeAt: Number.POSITIVE_INFINITY,
      plan,
      dependents: nobody,
      counted: nobody,
      due,
      dueFrom,
    };
    for (const [name, { value, time }] of Object.entries(memory?.values ?? {})) {
      const place = plan.points.places.get(name);
      const code = place === undefined ? Number.NaN : plan.points.code(place, value);
      if (place === undefined || Number.isNaN(code)) continue;
      values[from + place] = code;
      times[from + place] = time;
    }
    watched.push(one);
    from += plan.points.room;
    dueFrom += plan.rules.length;
    for (const fact of plan.facts) {
      const key = keyOf(one, fact);
      const list = sharing.get(key) ?? [];
      sharing.set(key, list);
      list.push(one);
    }
  }
  for (const one of watched) {
    const { facts, counting } = one.plan;
    if (facts.length === 0) continue;
    Object.assign(one, {
      dependents: facts.flatMap((fact) => peersOf(one, fact)),
      counted: counting.flatMap((fact) => peersOf(one, fact)),
    });
  }
  return watched;
}

function leftOver(plan: Plan, { faults }: DeviceMemory): Readonly<Record<string, FaultState>> | null {
  const left = Object.entries(faults).filter(([name]) => !plan.places.has(name));
  return left.length > 0 ? Object.fromEntries(left) : null;
}

/** What outlives a restart, as plain data. */
export function memoryOf(one: Watched): DeviceMemory {
  const { plan, from, states, windows } = one;
  const values: Record<string, { value: number | boolean | string; time: number }> = {};
  for (let place = 0; place < plan.points.names.length; place += 1) {
    const code = one.values[from + place] as number;
    if (Number.isNaN(code)) continue;
    const name = plan.points.names[place] as string;
    values[name] = { value: plan.points.value(place, code), time: one.times[from + place] as number };
  }
  const faults: Record<string, FaultState> = { ...one.left };
  for (let place = 0; place < states.length; place += 1) {
    const state = states[place];
    if (state && isUnderWay(state)) faults[plan.rules[place]?.name as string] = state;
  }
  return {
    firstHeardAt: instant(one.firstHeardAt),
    lastHeardAt: instant(one.lastHeardAt),
    saidOfflineAt: instant(one.saidOfflineAt),
    silenceJudgedSince: instant(one.silenceJudgedSince),
    cursor: one.cursor,
    values,
    faults,
    windows,
  };
}
const instant = (at: number): number | null => (at === NEVER ? null : at);
