// Energy: what every kind that counts or measures electricity uses, by day, by zone and by device.

import type { Builder } from "@grafana/grafana-foundation-sdk/cog";
import type { Panel } from "@grafana/grafana-foundation-sdk/dashboard";
import { definitions } from "../../devices/index.ts";
import type { DeviceDefinition } from "../../src/model/device-definition.ts";
import { text } from "../../src/model/text.ts";
import type { Board, Row } from "../board.ts";
import { arranged, atMost, column, sorted } from "../columns.ts";
import { byDays, chosen, readingsOrMeans, table } from "../influxql.ts";
import type { Say } from "../language.ts";
import { deviceLink, toDevices } from "../links.ts";
import { amounts, curves, rows } from "../panels.ts";
import { unitOf } from "../units.ts";
import { variables } from "../variables.ts";

const place = chosen("site", "zone");

/** Points in this unit, of whatever kind: a new kind that counts kilowatt hours is here without a line more. */
const pointIn = ({ points }: DeviceDefinition, ...units: readonly string[]) =>
  Object.entries(points).flatMap(([name, point]) =>
    point.type === "number" && units.includes(point.unit) ? [{ name, ...point }] : [],
  )[0];

/** What counters grew by, day by day; the day before the range is read for its last figure. */
const grown = (kind: string, field: string, when: string, by: string): string =>
  `(SELECT non_negative_difference(last(${field})) AS "kWh" FROM "${kind}" WHERE ${when}${place} GROUP BY time(1d), "site", "device", "zone" ${byDays}) WHERE $timeFilter GROUP BY ${by}`;

function byDay(definition: DeviceDefinition, say: Say): Builder<Panel>[] {
  const { kind, label } = definition;
  const energy = pointIn(definition, "kWh");
  if (!energy) return [];
  return [
    amounts({
      title: `${say(label)} · ${say(text("energy by day and zone", "每日用电（按片区）"))}`,
      ask: readingsOrMeans(
        (field, when) =>
          `SELECT sum("kWh") AS "kWh" FROM ${grown(kind, field(energy.name), when, `time(1d), "zone" fill(none) ${byDays}`)}`,
        { alias: "$tag_zone" },
      ),
      unit: unitOf(energy.unit),
      decimals: 1,
      interval: "1d",
      links: [toDevices(say, kind)],
    }),
  ];
}

function byDevice(definition: DeviceDefinition, say: Say): Builder<Panel>[] {
  const { kind, label } = definition;
  const energy = pointIn(definition, "kWh");
  if (!energy) return [];
  return [
    rows({
      title: `${say(label)} · ${say(text("energy by device", "各设备用电"))}`,
      ask: readingsOrMeans(
        (field, when) =>
          `SELECT spread(${field(energy.name)}) AS "kWh" FROM "${kind}" WHERE ${when}${place} GROUP BY "device", "zone"`,
        { as: table },
      ),
      turn: [{ id: "merge", options: {} }, sorted("kWh"), atMost(20), arranged(["device", "zone", "kWh"])],
      columns: [
        column("device", { title: say(text("Device", "设备")), link: deviceLink(say, kind) }),
        column("zone", { title: say(text("Zone", "片区")) }),
        column("kWh", { title: say(text("Energy", "电能")), unit: unitOf(energy.unit), decimals: 2 }),
      ],
      links: [toDevices(say, kind)],
    }),
  ];
}

function power(definition: DeviceDefinition, say: Say): Builder<Panel>[] {
  const { kind, label } = definition;
  const drawn = pointIn(definition, "W", "kW");
  if (!drawn) return [];
  return [
    curves(
      {
        title: `${say(label)} · ${say(text("power by zone", "各片区功率"))}`,
        description: say(
          text(
            "Sum of the means of all devices that reported; beyond three days by six hours.",
            "所有上报设备功率均值之和；超过三天时按六小时统计。",
          ),
        ),
        ask: readingsOrMeans(
          (field, when, means) =>
            means
              ? `SELECT sum(${field(drawn.name)}) / 6 FROM "${kind}" WHERE ${when}${place} GROUP BY time(6h), "zone" fill(none)`
              : `SELECT sum("power") FROM (SELECT mean(${field(drawn.name)}) AS "power" FROM "${kind}" WHERE ${when}${place} GROUP BY time($__interval), "site", "device", "zone" fill(none)) WHERE ${when} GROUP BY time($__interval), "zone" fill(none)`,
          { alias: "$tag_zone" },
        ),
        unit: unitOf(drawn.unit),
        interval: "10m",
        points: 100,
        links: [toDevices(say, kind)],
      },
      { stacked: true },
    ),
  ];
}

export function energy(say: Say): Board {
  const kinds = Object.values(definitions).filter(
    (definition) => pointIn(definition, "kWh") || pointIn(definition, "W", "kW"),
  );
  const row = (height: number, panels: readonly Builder<Panel>[]): Row[] =>
    panels.length === 0
      ? []
      : [{ height, panels: panels.map((panel) => [Math.floor(24 / panels.length), panel] as const) }];
  return {
    name: "energy",
    title: say(text("Anju · Energy", "安居 · 能耗")),
    description: say(text("Electricity used in public areas.", "公共区域用电。")),
    variables: variables(["site", "zone"], "kind", say),
    from: "now-30d",
    refresh: "15m",
    rows: kinds.flatMap((definition) => [
      { heading: say(definition.label) },
      ...row(9, byDay(definition, say)),
      ...row(9, [...power(definition, say), ...byDevice(definition, say)]),
    ]),
  };
}
