// The points of a kind as panels: numbers as curves with their limits, totals as amounts, states as timelines, instants as a table.

import type { Builder } from "@grafana/grafana-foundation-sdk/cog";
import type { Panel, ValueMapping } from "@grafana/grafana-foundation-sdk/dashboard";
import type {
  BoolPoint,
  DeviceDefinition,
  InstantPoint,
  NumberPoint,
  Point,
  StatePoint,
} from "../../src/model/device-definition.ts";
import { milliseconds } from "../../src/model/duration.ts";
import { text } from "../../src/model/text.ts";
import { good, none, plain, type Steps, severityColors } from "../colors.ts";
import { column, sorted } from "../columns.ts";
import { chosen, isForStates, readingsOrMeans, series, table } from "../influxql.ts";
import { badnessOf, judgementsOf } from "../judged.ts";
import type { Say } from "../language.ts";
import { deviceLink, toDevices } from "../links.ts";
import { mapped } from "../mappings.ts";
import { amounts, curves, rows, timeline } from "../panels.ts";
import { unitOf } from "../units.ts";

const devices = chosen("site", "zone", "building", "device");

/** Grafana's way of writing how often a kind reports: 30s. */
const every = ({ reportEvery }: DeviceDefinition): string => `${milliseconds(reportEvery) / 1000}s`;

export const isTotal = (point: Point): point is NumberPoint => point.type === "number" && point.total === true;
export const isNumber = (point: Point): point is NumberPoint => point.type === "number" && point.total !== true;
export const isState = (point: Point): point is StatePoint | BoolPoint =>
  point.type === "state" || point.type === "bool";
export const isInstant = (point: Point): point is InstantPoint => point.type === "instant";

/** Limits of every severity as dashed lines over nothing. */
function stepsOf(definition: DeviceDefinition, name: string): Steps | undefined {
  const levels = new Map<number, string>();
  // Of two at one level the worse is drawn.
  for (const { level, severity } of judgementsOf(definition, name).toReversed())
    if (level !== null) levels.set(level, severityColors[severity]);
  if (levels.size === 0) return undefined;
  return [[null, none], ...[...levels].sort(([a], [b]) => a - b)];
}

function judgedWords(definition: DeviceDefinition, name: string, say: Say): string | undefined {
  const words = judgementsOf(definition, name).map(({ fault, sign, words }) => `${say(fault)} (${sign} ${words})`);
  if (words.length === 0) return undefined;
  return `${say(text("Judged by", "判断"))}: ${[...new Set(words)].join("; ")}`;
}

/** A number, device by device, with the limits that its faults open at. */
export function numberPanel(definition: DeviceDefinition, name: string, point: NumberPoint, say: Say): Builder<Panel> {
  const steps = stepsOf(definition, name);
  const description = judgedWords(definition, name, say);
  return curves({
    title: say(point.label),
    ...(description !== undefined && { description }),
    ask: readingsOrMeans(
      (field, when) =>
        `SELECT mean(${field(name)}) FROM "${definition.kind}" WHERE ${when}${devices} GROUP BY time($__interval), "site", "device" fill(none)`,
      { alias: "$tag_device" },
    ),
    unit: unitOf(point.unit),
    ...(steps && { steps }),
    interval: every(definition),
    points: 150,
    links: [toDevices(say, definition.kind)],
  });
}

/** How much a total grew, by the hour or longer, of all the devices chosen. */
export const totalPanel = (definition: DeviceDefinition, name: string, point: NumberPoint, say: Say): Builder<Panel> =>
  amounts({
    title: `${say(point.label)} ${say(text("(growth)", "（增量）"))}`,
    ask: readingsOrMeans(
      (field, when) =>
        `SELECT sum("more") AS "more" FROM (SELECT non_negative_difference(last(${field(name)})) AS "more" FROM "${definition.kind}" WHERE ${when}${devices} GROUP BY time($__interval), "site", "device", "zone") WHERE ${when} GROUP BY time($__interval), "zone" fill(none)`,
      { alias: "$tag_zone" },
    ),
    unit: unitOf(point.unit),
    interval: "1h",
    points: 30,
    links: [toDevices(say, definition.kind)],
  });

/** Each state with its name; red to yellow what is a fault by itself, green the first of the others. */
function statesOf(definition: DeviceDefinition, name: string, point: StatePoint | BoolPoint, say: Say): ValueMapping[] {
  const values: readonly (readonly [boolean | string, string])[] =
    point.type === "state"
      ? Object.entries(point.states).map(([value, label]) => [value, say(label)])
      : [
          [true, say(text("yes", "是"))],
          [false, say(text("no", "否"))],
        ];
  const bad = new Map(values.map(([value]) => [value, badnessOf(definition, name, value)]));
  const anyBad = [...bad.values()].some((severity) => severity !== undefined);
  let neutral = 0;
  return mapped(
    Object.fromEntries(
      values.map(([value, shown]) => {
        const severity = bad.get(value);
        const next = (): string => (neutral++ === 0 && anyBad ? good : (plain[neutral % plain.length] as string));
        return [String(value), { text: shown, color: severity ? severityColors[severity] : next() }];
      }),
    ),
  );
}

/** A state or boolean, a lane for each device; states have no hourly means, so long ranges stay empty and say so. */
export const statePanel = (
  definition: DeviceDefinition,
  name: string,
  point: StatePoint | BoolPoint,
  say: Say,
): Builder<Panel> =>
  timeline({
    title: say(point.label),
    ask: [
      series(
        `SELECT last("${name}") FROM "${definition.kind}" WHERE $timeFilter AND ${isForStates}${devices} GROUP BY time($__interval), "site", "device" fill(none)`,
        { alias: "$tag_device" },
      ),
    ],
    mappings: statesOf(definition, name, point, say),
    noValue: say(text("States are shown for ranges up to 8 days", "状态仅显示 8 天以内的时段")),
    interval: every(definition),
    points: 400,
    links: [toDevices(say, definition.kind)],
  });

/** Instants, as last told by each device. */
export const instantPanel = (
  definition: DeviceDefinition,
  name: string,
  point: InstantPoint,
  say: Say,
): Builder<Panel> =>
  rows({
    title: say(point.label),
    ask: [
      table(
        `SELECT last("${name}") AS "${name}" FROM "${definition.kind}" WHERE $timeFilter AND ${isForStates}${devices} GROUP BY "device"`,
      ),
    ],
    turn: [
      {
        id: "convertFieldType",
        options: { fields: {}, conversions: [{ targetField: name, destinationType: "time" }] },
      },
      { id: "organize", options: { excludeByName: { Time: true }, indexByName: {}, renameByName: {} } },
      sorted(name),
    ],
    columns: [
      column("device", { title: say(text("Device", "设备")), link: deviceLink(say, definition.kind) }),
      column(name, { title: say(point.label), unit: "dateTimeFromNow" }),
    ],
    links: [toDevices(say, definition.kind)],
  });
