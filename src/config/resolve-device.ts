// One validated device → the model's device: names, facts, schedules, instants and parameters filled in.

import type { DeviceDefinition } from "../model/device-definition.ts";
import { milliseconds } from "../model/duration.ts";
import type { DailyWindow, Device, Mount, Parameter } from "../model/site.ts";
import { bothLanguages } from "./both-languages.ts";
import { rememberOrigins } from "./device-origins.ts";
import { deviceParameters } from "./device-parameters.ts";
import { createOpenHours, parseDailyWindow } from "./schedules/open-hours.ts";
import type { RawDefaults, RawDevice } from "./schema/device.ts";

export type DeviceContext = {
  readonly timezone: string;
  readonly defaults: readonly RawDefaults[];
  /** Levels under a roof. */
  readonly indoorLevels: ReadonlySet<string>;
};

export function resolveDevice(
  raw: RawDevice,
  definition: DeviceDefinition,
  { timezone, defaults, indoorLevels }: DeviceContext,
): Device {
  const { reportEvery, rated, ...parameters } = deviceParameters(raw, defaults, definition);
  const openHours = openHoursOf(raw, definition);
  const { installedOn, ...asset } = raw.asset ?? {};
  const device: Device = {
    id: raw.id,
    kind: raw.kind,
    name: bothLanguages(raw.name, raw.id),
    zone: raw.zone,
    ...(raw.building !== undefined && { building: raw.building }),
    ...(raw.intercom !== undefined && { intercom: raw.intercom }),
    upstream: raw.upstream ?? [],
    reportEvery: reportEvery.value,
    ...parameters,
    clockOffset: signed(raw.clockOffset),
    rated: values(rated),
    facts: factsOf(raw, definition, indoorLevels),
    ...(openHours && { openHours: createOpenHours(openHours, timezone) }),
    ...(raw.mount && { mount: raw.mount as Mount }),
    asset: {
      ...asset,
      ...(installedOn !== undefined && { installedAt: localMidnight(installedOn, timezone) }),
    } as Device["asset"],
  };
  rememberOrigins(device, { reportEvery, rated });
  return device;
}

const values = (parameters: Readonly<Record<string, Parameter<number>>>): Record<string, number> =>
  Object.fromEntries(Object.entries(parameters).map(([name, { value }]) => [name, value]));

function signed(duration = "PT0S"): number {
  return duration.startsWith("-") ? -milliseconds(duration.slice(1)) : milliseconds(duration);
}

const localMidnight = (date: string, timezone: string): number =>
  Temporal.PlainDate.from(date).toZonedDateTime({ timeZone: timezone }).epochMilliseconds;

/** What rules may ask: `ptz`, `indoors`, the registered `heading`, and every option of the kind that has a value. */
function factsOf(
  raw: RawDevice,
  definition: DeviceDefinition,
  indoorLevels: ReadonlySet<string>,
): Readonly<Record<string, number | boolean | string>> {
  const facts: Record<string, number | boolean | string> = {
    ptz: raw.mount?.ptz ?? false,
    indoors: raw.mount !== undefined && indoorLevels.has(raw.mount.level),
  };
  if (raw.mount?.heading !== undefined) facts.heading = raw.mount.heading;
  for (const [name, option] of Object.entries(definition.options)) {
    if (option.type === "openHours") continue;
    const value = (raw as Readonly<Record<string, unknown>>)[name] ?? option.default;
    if (typeof value === "boolean" || typeof value === "string") facts[name] = value;
  }
  return facts;
}

function openHoursOf(raw: RawDevice, definition: DeviceDefinition): readonly DailyWindow[] | undefined {
  const name = Object.keys(definition.options).find((key) => definition.options[key]?.type === "openHours");
  const windows = name === undefined ? undefined : (raw as Readonly<Record<string, unknown>>)[name];
  if (!Array.isArray(windows) || windows.length === 0) return undefined;
  return windows.map((window) => parseDailyWindow(String(window)) as DailyWindow);
}
