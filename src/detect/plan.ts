// The rules of devices that are alike, compiled once for all of them, with indexes that say which rules a reading concerns.

import type { DeviceDefinition } from "../model/device-definition.ts";
import type { Schedule } from "../model/schedule.ts";
import type { Device, Site } from "../model/site.ts";
import { compileDevice, peerFacts } from "./compile-device.ts";
import type { Context } from "./conditions/context.ts";
import type { FaultRule } from "./fault-rule.ts";
import type { Observer } from "./node.ts";
import { createPoints, type Points } from "./points.ts";

type ValueObserver = NonNullable<Observer["value"]>["take"];

export type Plan = {
  readonly points: Points;
  /** Stronger faults before those they hide; `offline` first. */
  readonly rules: readonly FaultRule[];
  /** By name. */
  readonly places: ReadonlyMap<string, number>;
  /** Whether the first rule is `offline`: the site may have switched it off. */
  readonly knowsOffline: boolean;
  /** By point: what looks back in time at it. */
  readonly onValue: readonly (readonly ValueObserver[] | undefined)[];
  readonly onEvent: readonly NonNullable<Observer["event"]>[];
  readonly onReading: readonly NonNullable<Observer["reading"]>[];
  /** The bit of each point. */
  readonly bits: readonly number[];
  /** By rule: the bits of the points it looks at. */
  readonly masks: readonly number[];
  /** The facts by which the kind's rules look at other devices that share them, and those by which they also keep count there. */
  readonly facts: readonly string[];
  readonly counting: readonly string[];
};

/** Which rules a moment concerns: all, those that are due by time alone, or those that look at the points whose bits are set. */
export const ALL = -1;
export const DUE = 0;
/** Set whenever anything is heard; rules about being heard look at it. */
export const HEARD = 1 << 30;
/** A device whose peers' rules look at it has changed: concerns those rules, and those that are due. */
export const PEERS = 1 << 29;
/** Beyond this many points the last bit is shared, which only means judging more than need be. */
const LAST_BIT = 28;

function index(rules: readonly FaultRule[], points: Points, facts: ReturnType<typeof peerFacts>): Plan {
  const observers = rules.flatMap((rule) => rule.observers);
  const bits = points.names.map((_, place) => 1 << Math.min(place, LAST_BIT));
  const bitOf = (point: string): number => bits[points.place(point)] ?? ALL;
  return {
    ...facts,
    points,
    rules,
    places: new Map(rules.map(({ name }, place) => [name, place])),
    knowsOffline: rules[0]?.name === "offline",
    onValue: points.names.map((name) => {
      const takes = observers.flatMap(({ value }) => (value?.point === name ? value.take : []));
      return takes.length > 0 ? takes : undefined;
    }),
    onEvent: observers.flatMap(({ event }) => event ?? []),
    onReading: observers.flatMap(({ reading }) => reading ?? []),
    bits,
    masks: rules.map((rule) => {
      if (!rule.points) return ~PEERS;
      const mask = [...rule.points].reduce((bits, point) => bits | bitOf(point), 0);
      return rule.looksAtPeers ? mask | PEERS : mask;
    }),
  };
}

/** The facts whose values are compiled into the kind's rules. */
function factsAsked(definition: DeviceDefinition): readonly string[] {
  const facts = new Set<string>(["program"]);
  JSON.stringify([definition.faults, definition.offline], (_key, value) => {
    if (value?.op === "fact") facts.add(value.fact);
    return value;
  });
  return [...facts];
}

/** Gives a device's plan: the same one for all devices of a kind whose parameters have the same values. */
export function createPlans(site: Site, listeningSince: number, peers: Context["peers"]): (device: Device) => Plan {
  const kinds = new Map(
    Object.values(site.definitions).map((definition) => [
      definition.kind,
      { points: createPoints(definition), facts: peerFacts(definition), asked: factsAsked(definition) },
    ]),
  );
  const hours = new Map<Schedule | undefined, number>();
  const plans = new Map<string, Plan>();
  return (device) => {
    const kind = kinds.get(device.kind);
    if (!kind) throw new Error(`device ${device.id}: no definition of kind ${device.kind}`);
    if (!hours.has(device.openHours)) hours.set(device.openHours, hours.size);
    const key = JSON.stringify([
      device.kind,
      device.offlineAfter.value,
      device.verifyFor.value,
      device.rated,
      hours.get(device.openHours),
      kind.asked.map((fact) => device.facts[fact]),
      // Where a value comes from makes no difference to the rules.
      Object.values(device.faults).map(({ off, severity, sla, delays, limits }) => [
        off.value,
        severity.value,
        sla.value,
        Object.entries(delays).map(([name, { value }]) => [name, value]),
        Object.entries(limits).map(([name, { value }]) => [name, value]),
      ]),
      Object.keys(device.faults),
    ]);
    const known = plans.get(key);
    if (known) return known;
    const { points } = kind;
    const plan = index(compileDevice({ site, device, points, listeningSince, peers }), points, kind.facts);
    plans.set(key, plan);
    return plan;
  };
}
