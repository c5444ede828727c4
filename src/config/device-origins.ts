// Where a device's interval and rated values came from: not part of the model, remembered beside it for `explain`.

import type { Device, Parameter } from "../model/site.ts";

export type Origins = {
  readonly reportEvery: Parameter<number>;
  readonly rated: Readonly<Record<string, Parameter<number>>>;
};

const remembered = new WeakMap<Device, Origins>();

export const rememberOrigins = (device: Device, origins: Origins): void => void remembered.set(device, origins);
/** undefined for a device that was not built from a site folder. */
export const originsOf = (device: Device): Origins | undefined => remembered.get(device);
