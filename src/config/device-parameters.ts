// One device's effective parameters: definition, then the matching `defaults` from general to particular, then the device; each with its origin.

import type { DeviceDefinition } from "../model/device-definition.ts";
import { milliseconds } from "../model/duration.ts";
import type { FaultParameters, Parameter } from "../model/site.ts";
import { type DelaySpec, type FaultSpec, faultSpecs, type LimitSpec } from "./parameters.ts";
import type { RawDefaults, RawDevice } from "./schema/device.ts";
import type { RawParameters } from "./schema/parameters.ts";

/** One place that may set parameters; later layers win. */
type Layer = { readonly from: string; readonly set: RawParameters };

export type DeviceParameters = {
  readonly reportEvery: Parameter<number>;
  readonly offlineAfter: Parameter<number>;
  readonly staleAfter: Parameter<number>;
  readonly verifyFor: Parameter<number>;
  readonly rated: Readonly<Record<string, Parameter<number>>>;
  readonly faults: Readonly<Record<string, FaultParameters>>;
};

export function deviceParameters(
  device: RawDevice,
  defaults: readonly RawDefaults[],
  definition: DeviceDefinition,
): DeviceParameters {
  const layers = layersOf(device, defaults);
  const reportEvery = latest(layers, { value: milliseconds(definition.reportEvery), from: "definition" }, (set) =>
    set.reportEvery === undefined ? undefined : milliseconds(set.reportEvery),
  );
  const whole = (name: string, standard: Parameter<number>) =>
    latest(layers, standard, (set) => durationIn(set, [name], new Set()));
  /** A multiple of the interval carries the interval's origin; the floor is the definition's. */
  const times = (factor: number, least: string): Parameter<number> => {
    const value = factor * reportEvery.value;
    const floor = milliseconds(least);
    return value >= floor ? { value, from: reportEvery.from } : { value: floor, from: "definition" };
  };
  const rated: Record<string, Parameter<number>> = {};
  for (const { from, set } of layers)
    for (const [name, value] of Object.entries(set.rated ?? {}))
      if (name in definition.rated) rated[name] = { value, from };
  return {
    reportEvery,
    offlineAfter: whole("offlineAfter", times(3, "PT90S")),
    staleAfter: whole("staleAfter", times(10, "PT10M")),
    verifyFor: whole("verifyFor", { value: milliseconds("PT2M"), from: "definition" }),
    rated,
    faults: Object.fromEntries(faultSpecs(definition).map((spec) => [spec.fault, faultParameters(spec, layers)])),
  };
}

function layersOf(device: RawDevice, defaults: readonly RawDefaults[]): readonly Layer[] {
  const matches = ({ kind, zone, maker }: RawDefaults) =>
    (kind === undefined || kind === device.kind) &&
    (zone === undefined || zone === device.zone) &&
    (maker === undefined || maker === device.asset?.maker);
  // Per kind, zone, maker: the more particular entry wins, among equals the later one.
  const weight = ({ kind, zone, maker }: RawDefaults): number =>
    (maker === undefined ? 0 : 4) + (zone === undefined ? 0 : 2) + (kind === undefined ? 0 : 1);
  const general = defaults.flatMap((set, index) => (matches(set) ? [{ from: `defaults[${index}]`, set }] : []));
  general.sort((a, b) => weight(a.set) - weight(b.set));
  return [...general, { from: `device ${device.id}`, set: device }];
}

function latest<T>(
  layers: readonly Layer[],
  standard: Parameter<T>,
  read: (set: RawParameters) => T | undefined,
): Parameter<T> {
  let found = standard;
  for (const { from, set } of layers) {
    const value = read(set);
    if (value !== undefined) found = { value, from };
  }
  return found;
}

function faultParameters(spec: FaultSpec, layers: readonly Layer[]): FaultParameters {
  const definition = <T>(value: T): Parameter<T> => ({ value, from: "definition" });
  const limitNames = new Set(spec.limits.map(({ name }) => name));
  const delay = ({ name, word, default: standard }: DelaySpec) =>
    latest(layers, definition(standard), (set) =>
      durationIn(set, word === undefined ? [name] : [name, word], limitNames),
    );
  const limit = ({ name, type, default: standard }: LimitSpec) =>
    latest(layers, definition(standard), (set) => {
      const value = set.limits?.[name];
      if (type === "duration") return typeof value === "string" ? milliseconds(value) : undefined;
      return typeof value === "number" ? value : undefined;
    });
  return {
    off: latest(layers, definition(false), (set) => (set.off?.includes(spec.fault) ? true : undefined)),
    severity: latest(layers, definition(spec.severity), (set) => set.severities?.[spec.fault]),
    sla: latest(layers, definition(spec.sla), (set) => set.slaRows?.[spec.fault]),
    delays: Object.fromEntries(spec.delays.map((part) => [part.name, delay(part)])),
    limits: Object.fromEntries(spec.limits.map((part) => [part.name, limit(part)])),
  };
}

/** The first of the names the layer gives, exact before wide; under `limits` only where no limit has that name. */
function durationIn(set: RawParameters, names: readonly string[], limits: ReadonlySet<string>): number | undefined {
  for (const name of names) {
    const value = set.delays?.[name] ?? (limits.has(name) ? undefined : set.limits?.[name]);
    if (typeof value === "string") return milliseconds(value);
  }
  return undefined;
}
