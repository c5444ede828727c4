// Cameras and blind spots: how much of each area is seen, now and over time, for how long it was blind, and what the recordings reach back to.

import type { Builder } from "@grafana/grafana-foundation-sdk/cog";
import type { Panel } from "@grafana/grafana-foundation-sdk/dashboard";
import { camera } from "../../devices/camera.ts";
import type { InstantPoint, NumberPoint } from "../../src/model/device-definition.ts";
import { text } from "../../src/model/text.ts";
import { faultMarks } from "../annotations.ts";
import type { Board } from "../board.ts";
import { anyIsBad, seenSteps } from "../colors.ts";
import { atMost, sorted } from "../columns.ts";
import { faultMinutes } from "../fault-minutes.ts";
import { asOf, chosen, lately, readingsOrMeans, series, table } from "../influxql.ts";
import type { Say } from "../language.ts";
import { toPlan, toReport } from "../links.ts";
import { bars, curves, figures } from "../panels.ts";
import { variables } from "../variables.ts";
import { map } from "./map.ts";
import { instantPanel, numberPanel } from "./points.ts";
import { openFaults, unseen } from "./standing.ts";

const place = chosen("site", "zone");
/** Coverage is told when it changes: what it was before the range has to be looked for. */
const since = `time >= \${__from}ms - 7d AND time <= \${__to}ms`;
const isBlind = `"fault" = 'blindSpot'`;

const blindNow = (say: Say): Builder<Panel> =>
  figures({
    title: say(text("Areas blind now", "当前盲区数")),
    ask: [
      table(
        `SELECT sum("active") AS "blind" FROM (SELECT last("active") AS "active" FROM "fault" WHERE ${asOf} AND ${isBlind}${place} GROUP BY "site", "device")`,
      ),
    ],
    steps: anyIsBad,
    noValue: "0",
    links: [toPlan(say)],
  });

const camerasDown = (say: Say): Builder<Panel> =>
  figures({
    title: say(text("Cameras not intact", "不完好的摄像机")),
    ask: [
      table(
        `SELECT sum("n") AS "n" FROM (SELECT last("devices") - last("intact") AS "n" FROM "kind" WHERE ${lately} AND "kind" = 'camera'${place} GROUP BY "site", "zone")`,
      ),
    ],
    steps: anyIsBad,
    links: [toPlan(say)],
  });

const seenNow = (say: Say): Builder<Panel> =>
  bars(
    {
      title: say(text("Least seen areas", "覆盖率最低的区域")),
      ask: [
        table(
          `SELECT "ratio" FROM (SELECT last("ratio") AS "ratio" FROM "coverage" WHERE ${asOf}${place} GROUP BY "site", "area") GROUP BY "area"`,
        ),
      ],
      turn: [
        sorted("ratio", false),
        { id: "organize", options: { excludeByName: { Time: true }, indexByName: {}, renameByName: {} } },
      ],
      unit: "percentunit",
      decimals: 1,
      min: 0,
      max: 1,
      steps: seenSteps,
      links: [toPlan(say)],
    },
    { rows: 14 },
  );

const overTime = (say: Say, field: "ratio" | "blindArea"): Builder<Panel> =>
  curves(
    {
      title: say(
        field === "ratio"
          ? text("Share that is seen, by area", "各区域覆盖率")
          : text("Square metres not seen, by area", "各区域盲区面积"),
      ),
      description: say(
        text(
          "Told when it changes. An area that has not changed from seven days before the range on is not drawn here; its present value is above.",
          "仅在变化时记录；自时段开始前七天起未变化的区域不在此绘出，其现值见上方。",
        ),
      ),
      ask: [
        series(
          `SELECT last("${field}") FROM "coverage" WHERE ${since}${place} GROUP BY time($__interval), "site", "area" fill(previous)`,
          { alias: "$tag_area" },
        ),
      ],
      unit: field === "ratio" ? "percentunit" : "areaM2",
      min: 0,
      interval: "10m",
      points: 200,
      links: [toPlan(say), toReport(say)],
    },
    { stepped: true },
  );

const blindMinutes = (say: Say): Builder<Panel> =>
  bars(
    {
      title: say(text("Blind for, by area", "各区域盲区时长")),
      description: say(
        text("Blind spots that opened and were closed within the range.", "统计所选时段内出现并消除的盲区。"),
      ),
      ask: [table(faultMinutes(`${isBlind}${place}`, `"device"`))],
      turn: [
        sorted("minutes"),
        { id: "organize", options: { excludeByName: { Time: true }, indexByName: {}, renameByName: {} } },
        atMost(14),
      ],
      unit: "m",
      decimals: 0,
      min: 0,
      steps: [
        [null, "yellow"],
        [60, "red"],
      ],
      noValue: say(text("None", "无")),
      links: [toReport(say), toPlan(say)],
    },
    { rows: 14 },
  );

const recording = (say: Say): Builder<Panel> =>
  curves(
    {
      title: say(text("Cameras intact, by zone", "各片区完好摄像机")),
      ask: readingsOrMeans(
        (field, when) =>
          `SELECT mean(${field("intact")}) FROM "kind" WHERE ${when} AND "kind" = 'camera'${place} GROUP BY time($__interval), "zone" fill(none)`,
        { alias: "$tag_zone" },
      ),
      min: 0,
      interval: "1m",
      points: 400,
      links: [toPlan(say)],
    },
    { stacked: true },
  );

export const coverage = (say: Say): Board => ({
  name: "coverage",
  title: say(text("Anju · Cameras and blind spots", "安居 · 摄像机与盲区")),
  description: say(
    text(
      "Full coverage, no blind spot: what is seen of each area, how long it was not, and how far the recordings reach back.",
      "监控全覆盖、无死角：各区域覆盖率、盲区时长与录像保存时长。",
    ),
  ),
  variables: variables(["site", "zone", "building", "device"], "camera", say),
  annotations: [faultMarks(say, isBlind, ["site", "zone"])],
  from: "now-24h",
  refresh: "1m",
  rows: [
    {
      height: 4,
      panels: [
        [6, blindNow(say)],
        [6, unseen(say)],
        [6, camerasDown(say)],
      ],
    },
    {
      height: 14,
      panels: [
        [12, map(say)],
        [6, seenNow(say)],
        [6, blindMinutes(say)],
      ],
    },
    {
      height: 9,
      panels: [
        [12, overTime(say, "ratio")],
        [12, overTime(say, "blindArea")],
      ],
    },
    {
      height: 8,
      panels: [
        [
          12,
          openFaults(
            say,
            say(text("Blind spots and camera faults now", "当前盲区与摄像机故障")),
            `"kind" =~ /^(area|camera)$/`,
            ["site", "zone"],
            toPlan(say),
          ),
        ],
        [12, recording(say)],
      ],
    },
    { heading: say(text("Recordings", "录像保存")) },
    {
      height: 10,
      panels: [
        [12, instantPanel(camera, "oldestRecording", camera.points.oldestRecording as InstantPoint, say)],
        [12, numberPanel(camera, "gapMinutes", camera.points.gapMinutes as NumberPoint, say)],
      ],
    },
  ],
});
