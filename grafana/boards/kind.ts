// The board of one kind of equipment, made from its definition alone: a new kind has its board without a line here.

import type { Builder } from "@grafana/grafana-foundation-sdk/cog";
import type { Panel } from "@grafana/grafana-foundation-sdk/dashboard";
import type { DeviceDefinition } from "../../src/model/device-definition.ts";
import { type Text, text } from "../../src/model/text.ts";
import { faultMarks } from "../annotations.ts";
import type { Board, Row } from "../board.ts";
import { anyIsBad, good } from "../colors.ts";
import { arranged, atMost, column, sorted } from "../columns.ts";
import { faultMinutes, openings } from "../fault-minutes.ts";
import { chosen, isForStates, lately, readingsOrMeans, series, table } from "../influxql.ts";
import { isJudged } from "../judged.ts";
import type { Say } from "../language.ts";
import { deviceLink, toDevices } from "../links.ts";
import { faults, online } from "../mappings.ts";
import { curves, figures, rows, timeline } from "../panels.ts";
import { variables } from "../variables.ts";
import { passageRows } from "./passages.ts";
import { instantPanel, isInstant, isNumber, isState, isTotal, numberPanel, statePanel, totalPanel } from "./points.ts";
import { openFaults } from "./standing.ts";

const choices = ["site", "zone", "building", "device"] as const;
/** Faults and `status` know no building. */
const placed = chosen("site", "zone", "device");

const figureOf = (kind: string, field: string, title: Text, steps: typeof anyIsBad, say: Say): Builder<Panel> =>
  figures({
    title: say(title),
    ask: [
      table(
        `SELECT sum("n") AS "n" FROM (SELECT last("${field}") AS "n" FROM "kind" WHERE ${lately} AND "kind" = '${kind}'${chosen("site", "zone")} GROUP BY "site", "zone")`,
      ),
    ],
    steps,
    links: [toDevices(say, kind)],
  });

const intactShare = (kind: string, say: Say): Builder<Panel> =>
  curves({
    title: say(text("Intact, by zone", "各片区完好率")),
    ask: readingsOrMeans(
      (field, when) =>
        `SELECT mean(${field("intact")}) / mean(${field("devices")}) FROM "kind" WHERE ${when} AND "kind" = '${kind}'${chosen("site", "zone")} GROUP BY time($__interval), "zone" fill(none)`,
      { alias: "$tag_zone" },
    ),
    unit: "percentunit",
    max: 1,
    interval: "1m",
    points: 400,
    links: [toDevices(say, kind)],
  });

const presence = (kind: string, say: Say): Builder<Panel> =>
  timeline({
    title: say(text("Online", "在线状态")),
    description: say(text("Drawn where it changed within the range.", "仅显示所选时段内有变化的设备。")),
    ask: [
      series(
        `SELECT "online" FROM "status" WHERE $timeFilter AND ${isForStates} AND "kind" = '${kind}'${placed} GROUP BY "site", "device"`,
        { alias: "$tag_device" },
      ),
    ],
    mappings: online(say),
    noValue: say(text("No change in the range", "时段内无变化")),
    links: [toDevices(say, kind)],
  });

const worst = (kind: string, say: Say): Builder<Panel> =>
  rows({
    title: say(text("Worst devices: how often", "故障最多的设备")),
    ask: [
      table(
        `SELECT sum("times") AS "times" FROM ${openings(` AND "kind" = '${kind}'${placed}`)} WHERE "times" > 0 GROUP BY "device"`,
      ),
    ],
    turn: [sorted("times"), atMost(10), arranged(["device", "times"])],
    columns: [
      column("device", { title: say(text("Device", "设备")), link: deviceLink(say, kind) }),
      column("times", { title: say(text("Faults", "次数")), width: 110, decimals: 0 }),
    ],
    links: [toDevices(say, kind)],
  });

const longest = (kind: string, say: Say): Builder<Panel> =>
  rows({
    title: say(text("Worst devices: how long", "故障最久的设备")),
    description: say(text("Faults that opened and ended within the range.", "统计在所选时段内发生并结束的故障时长。")),
    ask: [table(faultMinutes(`"kind" = '${kind}'${placed}`, `"device", "fault"`))],
    turn: [sorted("minutes"), atMost(10), arranged(["device", "fault", "minutes"])],
    columns: [
      column("device", { title: say(text("Device", "设备")), width: 110, link: deviceLink(say, kind) }),
      column("fault", { title: say(text("Fault", "故障")), mappings: faults(say) }),
      column("minutes", { title: say(text("For", "时长")), width: 110, unit: "m", decimals: 0 }),
    ],
    links: [toDevices(say, kind)],
  });

/** Two panels a row. */
function inPairs(height: number, panels: readonly Builder<Panel>[]): Row[] {
  const pairs = Array.from({ length: Math.ceil(panels.length / 2) }, (_, pair) => panels.slice(2 * pair, 2 * pair + 2));
  return pairs.map((pair) => ({ height, panels: pair.map((panel) => [pair.length === 1 ? 24 : 12, panel] as const) }));
}

export function kind(definition: DeviceDefinition, say: Say): Board {
  const { kind: name, label, points, events } = definition;
  const all = Object.entries(points);
  const numbers = all.flatMap(([point, is]) => (isNumber(is) ? [[point, is] as const] : []));
  const judged = numbers.filter(([point]) => isJudged(definition, point));
  const others = numbers.filter(([point]) => !isJudged(definition, point));
  const curve = ([point, is]: (typeof numbers)[number]) => numberPanel(definition, point, is, say);
  const states = all.flatMap(([point, is]) => (isState(is) ? [statePanel(definition, point, is, say)] : []));
  const totals = all.flatMap(([point, is]) => (isTotal(is) ? [totalPanel(definition, point, is, say)] : []));
  const instants = all.flatMap(([point, is]) => (isInstant(is) ? [instantPanel(definition, point, is, say)] : []));
  const under = (heading: string, rows: readonly Row[]): Row[] => (rows.length === 0 ? [] : [{ heading }, ...rows]);
  return {
    name,
    title: `${say(text("Anju", "安居"))} · ${say(label)}`,
    description: say(
      text(
        "Made from the definition of the kind: its points with their limits, its states and faults.",
        "由设备类型定义自动生成：测点与限值、状态与故障。",
      ),
    ),
    variables: variables(choices, name, say),
    annotations: [faultMarks(say, `"kind" = '${name}'`, ["site", "zone", "device"])],
    from: "now-12h",
    refresh: "1m",
    rows: [
      {
        height: 4,
        panels: [
          [3, figureOf(name, "devices", text("Devices", "设备数"), [[null, "blue"]], say)],
          [3, figureOf(name, "online", text("Online", "在线"), [[null, good]], say)],
          [3, figureOf(name, "intact", text("Intact", "完好"), [[null, good]], say)],
          [3, figureOf(name, "unknown", text("Not heard yet", "尚未上报"), anyIsBad, say)],
          [12, intactShare(name, say)],
        ],
      },
      {
        height: 8,
        panels: [
          [
            10,
            openFaults(
              say,
              say(text("Open faults", "当前故障")),
              `"kind" = '${name}'`,
              ["site", "zone", "device"],
              toDevices(say, name),
            ),
          ],
          [7, worst(name, say)],
          [7, longest(name, say)],
        ],
      },
      ...under(say(text("Points that faults are judged by", "参与故障判断的测点")), inPairs(8, judged.map(curve))),
      ...under(say(text("States", "状态")), [
        ...inPairs(7, states),
        { height: 7, panels: [[24, presence(name, say)]] },
      ]),
      ...(Object.hasOwn(events, "passage") ? passageRows(say) : []),
      ...under(say(text("Other points", "其他测点")), inPairs(8, [...others.map(curve), ...totals, ...instants])),
    ],
  };
}
