// What a condition is compiled with: the device it is for, where it stands in the definition, and its effective parameters.

import type { Condition, LimitParameter, PeriodParameter } from "../../model/condition.ts";
import { milliseconds } from "../../model/duration.ts";
import type { Device, Site } from "../../model/site.ts";
import type { Node, Observer } from "../node.ts";
import type { Points } from "../points.ts";
import type { DeviceRuntime } from "../runtime.ts";

export type Context = {
  readonly site: Site;
  /** One of those that share the rules: alike in all that a condition may look at here. What else differs, it asks the runtime's device. */
  readonly device: Device;
  readonly points: Points;
  readonly fault: string;
  /** Unique within the device, stable across restarts: keys the windows. */
  readonly path: string;
  readonly observe: (observer: Observer) => void;
  /** Told of every point the condition looks at. */
  readonly uses: (point: string) => void;
  readonly peers: (runtime: DeviceRuntime, fact: string) => readonly DeviceRuntime[];
  readonly compile: (condition: Condition, context: Context) => Node;
};

export const under = (context: Context, step: string | number): Context => ({
  ...context,
  path: `${context.path}/${step}`,
});

const parameterName = (context: Context, name: string | undefined): string =>
  name === undefined ? context.fault : `${context.fault}.${name}`;

/** The effective value of a limit parameter on this device. */
export const limitOf = (context: Context, parameter: LimitParameter): number =>
  context.device.faults[context.fault]?.limits[parameterName(context, parameter.name)]?.value ?? parameter.limit;

/** The effective value of a duration that stands as a limit, ms. */
export const periodOf = (context: Context, parameter: PeriodParameter): number =>
  context.device.faults[context.fault]?.limits[parameterName(context, parameter.name)]?.value ??
  milliseconds(parameter.period);

/** The effective value of a delay parameter, ms. */
export const delayOf = (context: Context, name: string, standard: string): number =>
  context.device.faults[context.fault]?.delays[name]?.value ?? milliseconds(standard);
