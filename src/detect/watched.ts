// The devices under watch: each with its compiled rules, and with indexes that say which rules a reading concerns.

import type { Site } from "../model/site.ts";
import { compileDevice, peerFacts } from "./compile-device.ts";
import type { FaultRule } from "./fault-rule.ts";
import type { Observer } from "./node.ts";
import { type DeviceMemory, type DeviceRuntime, emptyMemory } from "./runtime.ts";

type ValueObserver = NonNullable<Observer["value"]>["take"];

export type Watched = DeviceRuntime & {
  /** Stronger faults before those they hide; `offline` first. */
  readonly rules: readonly FaultRule[];
  /** Devices whose rules look at this one. */
  readonly dependents: readonly Watched[];
  /** Peers in whose memory its own rules keep count: a word that looks back in time stands inside a `noPeer`. */
  readonly counted: readonly Watched[];
  /** What looks back in time, by the point it watches. */
  readonly onValue: ReadonlyMap<string, readonly ValueObserver[]>;
  readonly observers: readonly Observer[];
  /** The bit of each point of the kind. */
  readonly bits: ReadonlyMap<string, number>;
  /** By rule: the bits of the points it looks at. */
  readonly masks: readonly number[];
  /** By rule: the next instant at which it may change by itself; NaN: to be asked again. */
  readonly nextOf: number[];
};

/** Which rules a moment concerns: all, those that are due by time alone, or those that look at the points whose bits are set. */
export const ALL = -1;
export const DUE = 0;
/** Set whenever anything is heard; rules about being heard look at it. */
export const HEARD = 1 << 30;
/** Beyond this many points the last bit is shared, which only means judging more than need be. */
const LAST_BIT = 29;

/** Every device of the site, in its order. @param remembered what earlier runs remembered, by device id. */
export function watchDevices(
  site: Site,
  listeningSince: number,
  remembered: ReadonlyMap<string, DeviceMemory>,
): readonly Watched[] {
  const watched: Watched[] = [];
  const kinds = new Map(
    Object.values(site.definitions).map((definition) => [
      definition.kind,
      {
        bits: new Map(Object.keys(definition.points).map((point, i) => [point, 1 << Math.min(i, LAST_BIT)])),
        ...peerFacts(definition),
      },
    ]),
  );
  const peersOf = (one: DeviceRuntime, fact: string): Watched[] => {
    const { kind, facts } = one.device;
    if (facts[fact] === undefined) return [];
    return watched.filter(
      ({ index, device }) => index !== one.index && device.kind === kind && device.facts[fact] === facts[fact],
    );
  };

  for (const [index, device] of site.devices.entries()) {
    const memory = remembered.get(device.id) ?? emptyMemory();
    const runtime: DeviceRuntime = {
      index,
      device,
      memory,
      frozen: memory.faults.offline?.fault?.present ?? false,
      wakeAt: Number.POSITIVE_INFINITY,
    };
    const rules = compileDevice({ site, device, listeningSince, peers: (fact) => peersOf(runtime, fact) });
    const observers = rules.flatMap((rule) => rule.observers);
    const onValue = Map.groupBy(
      observers.flatMap(({ value }) => value ?? []),
      ({ point }) => point,
    );
    const bits = kinds.get(device.kind)?.bits ?? new Map<string, number>();
    watched.push(
      Object.assign(runtime, {
        rules,
        dependents: [],
        counted: [],
        onValue: new Map([...onValue].map(([point, list]) => [point, list.map(({ take }) => take)])),
        observers: observers.filter(({ event, reading }) => event ?? reading),
        bits,
        masks: rules.map(({ points }) =>
          points ? [...points].reduce((mask, point) => mask | (bits.get(point) ?? ALL), 0) : ALL,
        ),
        nextOf: rules.map(() => Number.NaN),
      }),
    );
  }
  for (const one of watched)
    for (const fact of kinds.get(one.device.kind)?.facts ?? [])
      (one.dependents as Watched[]).push(...peersOf(one, fact));
  for (const one of watched)
    for (const fact of kinds.get(one.device.kind)?.counting ?? [])
      (one.counted as Watched[]).push(...peersOf(one, fact));
  return watched;
}
