// `anju explain DEVICE`: every effective parameter of a device, in human units, and where it came from.

import type { DeviceDefinition } from "../model/device-definition.ts";
import { formatDuration } from "../model/duration.ts";
import type { Device, Site } from "../model/site.ts";
import { type Language, type Text, text } from "../model/text.ts";
import { originsOf } from "./device-origins.ts";
import { withNearest } from "./nearest.ts";
import { faultSpecs } from "./parameters.ts";

export type Explained =
  | { readonly ok: true; readonly text: string }
  /** No such device; the nearest id is named. */
  | { readonly ok: false; readonly message: Text };

type Row = readonly [name: string, value: string, from: string];

/** The table in the site's language unless another is asked for. */
export function explain(site: Site, id: string, language: Language = site.language): Explained {
  const device = site.devices.find((one) => one.id === id);
  const definition = device && site.definitions[device.kind];
  if (!device || !definition) {
    const message = text(`no device \`${id}\` on this site`, `本小区没有设备 \`${id}\``);
    return {
      ok: false,
      message: withNearest(
        message,
        id,
        site.devices.map((one) => one.id),
      ),
    };
  }
  const title = `${device.id}  ${device.name[language]}  (${device.kind}, ${device.zone})`;
  const head = language === "zh" ? (["参数", "取值", "来源"] as const) : (["parameter", "value", "from"] as const);
  const rows = [head, ...deviceRows(device, definition), ...faultRows(device, definition)];
  return { ok: true, text: `${title}\n\n${table(rows)}` };
}

function deviceRows(device: Device, definition: DeviceDefinition): readonly Row[] {
  const origins = originsOf(device);
  const duration = (name: string, { value, from }: { value: number; from: string }): Row => [
    name,
    formatDuration(value),
    from,
  ];
  return [
    duration("reportEvery", origins?.reportEvery ?? { value: device.reportEvery, from: "—" }),
    duration("offlineAfter", device.offlineAfter),
    duration("staleAfter", device.staleAfter),
    duration("verifyFor", device.verifyFor),
    ...Object.entries(definition.rated).map(([name, { unit }]): Row => {
      const value = device.rated[name];
      return [`rated.${name}`, value === undefined ? "—" : withUnit(value, unit), origins?.rated[name]?.from ?? "—"];
    }),
  ];
}

function faultRows({ faults }: Device, definition: DeviceDefinition): readonly Row[] {
  return faultSpecs(definition).flatMap((spec) => {
    const fault = faults[spec.fault];
    if (!fault) return [];
    if (fault.off.value) return [[`${spec.fault} off`, "true", fault.off.from] as const];
    const limits = spec.limits.map(({ name, type, unit }): Row => {
      const { value, from } = fault.limits[name] ?? { value: Number.NaN, from: "—" };
      const shown =
        type === "duration" ? formatDuration(value) : type === "count" ? `${value} ×` : withUnit(value, unit);
      return [`limits.${name}`, shown, from];
    });
    const delays = Object.entries(fault.delays).map(
      ([name, { value, from }]): Row => [`delays.${name}`, formatDuration(value), from],
    );
    return [
      [`${spec.fault} severity`, fault.severity.value, fault.severity.from] as const,
      [`${spec.fault} sla`, fault.sla.value, fault.sla.from] as const,
      ...limits,
      ...delays,
    ];
  });
}

const withUnit = (value: number, unit: string) => (unit === "" ? String(value) : `${value} ${unit}`);

/** Columns side by side; Chinese characters take two cells of a terminal. */
function table(rows: readonly Row[]): string {
  const width = (cell: string) => [...cell].reduce((sum, letter) => sum + (/[\u2e80-\uffef]/u.test(letter) ? 2 : 1), 0);
  const [first, second] = [0, 1].map((column) => Math.max(...rows.map((row) => width(row[column] as string))));
  const pad = (cell: string, to = 0) => cell + " ".repeat(Math.max(0, to - width(cell)));
  return rows.map(([name, value, from]) => `${pad(name, first)}  ${pad(value, second)}  ${from}\n`).join("");
}
