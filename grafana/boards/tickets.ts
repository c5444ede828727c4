// Tickets and the SLA: what is owed, what was kept and what was not, how long people took, and what came back.

import type { Builder } from "@grafana/grafana-foundation-sdk/cog";
import type { Panel } from "@grafana/grafana-foundation-sdk/dashboard";
import { text } from "../../src/model/text.ts";
import type { Board } from "../board.ts";
import { lateSteps } from "../colors.ts";
import { arranged, atMost, boardColumn, column, grouped, sorted } from "../columns.ts";
import { openings } from "../fault-minutes.ts";
import { byDays, chosen, lately, readingsOrMeans, series, table } from "../influxql.ts";
import type { Say } from "../language.ts";
import { anyDeviceLink, toCount, toShift, toWall } from "../links.ts";
import { faults, kindNames, kinds, rowNames } from "../mappings.ts";
import { amounts, curves, figures, rows } from "../panels.ts";
import { variables } from "../variables.ts";
import { arrivals, onTime, promisesTable, repairTimes, workOf } from "./kept-promises.ts";
import { nearest, open, overdue, owed } from "./standing.ts";

const place = chosen("site", "zone");

const breachedNow = (say: Say): Builder<Panel> =>
  figures({
    title: say(text("Missed and still open", "当前超时未完成")),
    ask: [
      table(
        `SELECT sum("breached") AS "breached" FROM (SELECT last("breached") AS "breached" FROM "sla" WHERE ${lately}${place} GROUP BY "site", "zone", "row", "milestone")`,
      ),
    ],
    steps: lateSteps,
    links: [toWall(say)],
  });

const burnDown = (say: Say): Builder<Panel> =>
  curves({
    title: say(text("Time left, by row of the table", "各时限行剩余时间")),
    description: say(
      text(
        "The nearest deadline of each row burns down a minute a minute; a jump upwards is a promise kept, below zero it is missed.",
        "各行最近时限按分钟递减；向上跳变表示已完成，低于零表示超时。",
      ),
    ),
    ask: readingsOrMeans(
      (field, when) =>
        `SELECT min(${field("nearestDueMinutes")}) FROM "sla" WHERE ${when}${place} GROUP BY time($__interval), "row" fill(none)`,
      { alias: "$tag_row" },
    ),
    unit: "m",
    names: rowNames(say),
    steps: [
      [null, "transparent"],
      [0, "red"],
    ],
    interval: "1m",
    links: [toCount(say)],
  });

const breaches = (say: Say): Builder<Panel> =>
  curves(
    {
      title: say(text("Missed deadlines not yet made good", "超时未完成数量")),
      ask: readingsOrMeans(
        (field, when, means) =>
          means
            ? `SELECT sum(${field("breached")}) / 6 FROM "sla" WHERE ${when}${place} GROUP BY time(6h), "row" fill(none)`
            : `SELECT sum("b") FROM (SELECT max(${field("breached")}) AS "b" FROM "sla" WHERE ${when}${place} GROUP BY time($__interval), "site", "zone", "row", "milestone" fill(none)) WHERE ${when} GROUP BY time($__interval), "row" fill(none)`,
        { alias: "$tag_row" },
      ),
      names: rowNames(say),
      interval: "10m",
      points: 200,
      links: [toShift(say)],
    },
    { stacked: true, stepped: true },
  );

const opened = (say: Say): Builder<Panel> =>
  amounts({
    title: say(text("Tickets opened, by day and kind", "每日新增工单（按类型）")),
    ask: [
      series(
        `SELECT count(distinct("id")) FROM "ticket" WHERE $timeFilter${place} AND "minutes" = 0 GROUP BY time(1d), "kind" fill(none) ${byDays}`,
        { alias: "$tag_kind" },
      ),
    ],
    names: kindNames(say),
    interval: "1d",
    links: [toShift(say)],
  });

const byPerson = (say: Say): Builder<Panel> =>
  rows({
    title: say(text("Who has what", "各负责人待办")),
    ask: [
      table(
        `SELECT "id", "assignee", "dueMinutes" FROM (SELECT last("id") AS "id", "assignee", "dueMinutes", "zone" FROM "queue" WHERE ${lately}${chosen("site")} GROUP BY "site", "rank") WHERE "id" != ''${chosen("zone")}`,
      ),
    ],
    turn: [grouped("assignee", { id: ["count"], dueMinutes: ["min"] }), sorted("dueMinutes (min)", false)],
    columns: [
      column("assignee", { title: say(text("Technician", "维修员")) }),
      column("id (count)", { title: say(text("Tickets", "工单数")), width: 100 }),
      column("dueMinutes (min)", {
        title: say(text("Nearest deadline", "最近时限")),
        width: 150,
        unit: "m",
        decimals: 0,
      }),
    ],
    noValue: say(text("Nothing is owed", "无待办")),
    links: [toCount(say)],
  });

const repeats = (say: Say): Builder<Panel> =>
  rows({
    title: say(text("What came back", "返修：反复出现的故障")),
    description: say(
      text("The same fault of the same device, more than once in the range.", "所选时段内同一设备同一故障出现多次。"),
    ),
    ask: [
      // The sum around it is for InfluxDB 2.x, which finds no row where tags are selected beside a subquery's first() and count().
      table(
        `SELECT "times", "kind", "kind" AS "board", "device", "fault" FROM (SELECT sum("times") AS "times" FROM ${openings(place)} WHERE $timeFilter GROUP BY "site", "kind", "device", "fault") WHERE "times" > 1`,
      ),
    ],
    turn: [sorted("times"), atMost(20), arranged(["times", "kind", "device", "fault"])],
    columns: [
      column("times", { title: say(text("Times", "次数")), width: 90 }),
      column("kind", { title: say(text("Kind", "类型")), width: 120, mappings: kinds(say) }),
      column("device", { title: say(text("Device", "设备")), width: 120, link: anyDeviceLink(say) }),
      column("fault", { title: say(text("Fault", "故障")), mappings: faults(say) }),
      boardColumn(),
    ],
    noValue: say(text("Nothing came back", "无")),
    links: [toWall(say)],
  });

export const tickets = (say: Say): Board => ({
  name: "tickets",
  title: say(text("Anju · Tickets and SLA", "安居 · 工单与时限")),
  description: say(
    text(
      "Promises and how they are kept. Figures of a range are counted in blocks of 24 hours that end where the range ends; beyond three days from hourly means.",
      "承诺时限及其兑现情况。时段数字按 24 小时为一段、止于时段末统计；超过三天时按小时均值统计。",
    ),
  ),
  variables: variables(["site", "zone"], "kind", say),
  from: "now-24h",
  refresh: "1m",
  rows: [
    {
      height: 4,
      panels: [
        [4, open(say)],
        [4, overdue(say)],
        [4, nearest(say)],
        [4, breachedNow(say)],
        [4, arrivals(say)],
        [4, repairTimes(say)],
      ],
    },
    {
      height: 11,
      panels: [
        [14, owed(say, text("Burn-down: what is left of each promise", "时限燃尽：各承诺剩余时间"))],
        [10, burnDown(say)],
      ],
    },
    { heading: say(text("Kept and missed", "及时与超时")) },
    {
      height: 10,
      panels: [
        [8, onTime(say, "row")],
        [16, promisesTable(say)],
      ],
    },
    {
      height: 9,
      panels: [
        [12, breaches(say)],
        [6, onTime(say, "zone")],
        [6, byPerson(say)],
      ],
    },
    {
      height: 9,
      panels: [
        [12, workOf(say, "assignee")],
        [12, workOf(say, "zone")],
      ],
    },
    {
      height: 9,
      panels: [
        [12, opened(say)],
        [12, repeats(say)],
      ],
    },
  ],
});
