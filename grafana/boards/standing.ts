// How things stand at the end of the range: the figures that several boards show.

import type { Builder } from "@grafana/grafana-foundation-sdk/cog";
import type { Panel } from "@grafana/grafana-foundation-sdk/dashboard";
import { text } from "../../src/model/text.ts";
import { anyIsBad, dueSteps, good, leftSteps, shareSteps } from "../colors.ts";
import { arranged, boardColumn, column } from "../columns.ts";
import { asOf, chosen, lately, series, table } from "../influxql.ts";
import type { Say } from "../language.ts";
import { anyDeviceLink, ticketLink, toPlan, toWall } from "../links.ts";
import { active, faults, kindNames, kinds, promises, severity } from "../mappings.ts";
import { bars, figures, rows } from "../panels.ts";

/** The queue of deadlines by its latest telling; an unused rank has no id. */
const queue = `(SELECT last("id") AS "id", "dueMinutes", "budgetMinutes", "titleZh", "titleEn", "asset", "zone", "milestone", "assignee" FROM "queue" WHERE ${lately}${chosen("site")} GROUP BY "site", "rank")`;
const inQueue = `"id" != ''${chosen("zone")}`;

export const open = (say: Say): Builder<Panel> =>
  figures({
    title: say(text("Open tickets with a deadline", "待办工单")),
    description: say(
      text(
        "Tickets with a running or missed deadline, at most 50. Those under another ticket are counted with it.",
        "有在计时或已超时时限的工单，最多 50 张；从属工单随主工单计。",
      ),
    ),
    ask: [table(`SELECT count("id") AS "open" FROM ${queue} WHERE ${inQueue}`)],
    steps: [[null, "blue"]],
    noValue: "0",
    links: [toWall(say)],
  });

export const overdue = (say: Say): Builder<Panel> =>
  figures({
    title: say(text("Overdue", "已超时")),
    ask: [table(`SELECT count("id") AS "overdue" FROM ${queue} WHERE ${inQueue} AND "dueMinutes" < 0`)],
    steps: anyIsBad,
    noValue: "0",
    links: [toWall(say)],
  });

export const nearest = (say: Say): Builder<Panel> =>
  figures({
    title: say(text("Nearest deadline", "最近时限")),
    ask: [table(`SELECT min("dueMinutes") AS "due" FROM ${queue} WHERE ${inQueue}`)],
    unit: "m",
    decimals: 0,
    steps: dueSteps,
    noValue: "–",
    links: [toWall(say)],
  });

export const offline = (say: Say): Builder<Panel> =>
  figures({
    title: say(text("Devices offline", "离线设备")),
    ask: [
      table(
        `SELECT sum("off") AS "offline" FROM (SELECT last("devices") - last("online") - last("unknown") AS "off" FROM "kind" WHERE ${lately}${chosen("site", "zone")} GROUP BY "site", "zone", "kind")`,
      ),
    ],
    steps: anyIsBad,
    links: [toWall(say)],
  });

export const unseen = (say: Say): Builder<Panel> =>
  figures({
    title: say(text("Not seen by any camera now", "当前盲区面积")),
    description: say(
      text(
        "Square metres of the watched areas, those included that the plan itself leaves unseen.",
        "值守区域中无摄像机覆盖的面积，含设计即未覆盖的部分。",
      ),
    ),
    ask: [
      table(
        `SELECT sum("m2") AS "area" FROM (SELECT last("blindArea") AS "m2" FROM "coverage" WHERE ${asOf}${chosen("site", "zone")} GROUP BY "site", "area")`,
      ),
    ],
    unit: "areaM2",
    decimals: 0,
    steps: [[null, "orange"]],
    links: [toPlan(say)],
  });

export const heard = (say: Say): Builder<Panel> =>
  figures(
    {
      title: say(text("Data as of", "数据时间")),
      description: say(
        text(
          "When the gateway last told history how it stands; it does so every minute.",
          "网关最近一次写入历史库的时间；正常每分钟一次。",
        ),
      ),
      ask: [table(`SELECT last("received") AS "received" FROM "gateway" WHERE ${asOf}${chosen("site")}`)],
      unit: "dateTimeFromNow",
      steps: [[null, good]],
      noValue: say(text("never", "从未")),
      links: [toWall(say)],
    },
    { fields: "/^Time$/" },
  );

const intactBy = (tag: string): string =>
  `SELECT sum("intact") / sum("devices") AS "share" FROM (SELECT last("intact") AS "intact", last("devices") AS "devices" FROM "kind" WHERE ${lately}${chosen("site", "zone")} GROUP BY "site", "zone", "kind") GROUP BY "${tag}"`;

/** Share of devices without an open fault, by `kind` or by `zone`. */
export const intact = (say: Say, tag: "kind" | "zone"): Builder<Panel> =>
  bars({
    title: say(tag === "kind" ? text("Intact, by system", "各系统完好率") : text("Intact, by zone", "各片区完好率")),
    ask: [series(intactBy(tag), { alias: `$tag_${tag}` })],
    unit: "percentunit",
    decimals: 1,
    min: 0,
    max: 1,
    steps: shareSteps,
    names: tag === "kind" ? kindNames(say) : [],
    links: [toWall(say)],
  });

/** What is owed, by the nearest deadline: what is left of each promise, against its whole time. */
export const owed = (say: Say, title = text("What is owed, by deadline", "待办时限倒计时")): Builder<Panel> => {
  const name = say.language === "zh" ? "titleZh" : "titleEn";
  const shown = ["id", "title", "milestone", "dueMinutes", "budgetMinutes", "share", "zone", "assignee"];
  return rows({
    title: say(title),
    description: say(
      text(
        "The budget runs from the start of the clock to its deadline as it stands now; below zero the deadline is missed.",
        "总时限自计时开始至当前截止时刻；低于零表示已超时。",
      ),
    ),
    ask: [
      table(
        `SELECT "id", "${name}" AS "title", "milestone", "dueMinutes", "budgetMinutes", "dueMinutes" / "budgetMinutes" AS "share", "zone", "assignee" FROM ${queue} WHERE ${inQueue} GROUP BY "rank"`,
      ),
    ],
    turn: [arranged(["rank", ...shown], ["Time", "rank"])],
    noValue: say(text("Nothing is owed", "无待办")),
    columns: [
      column("id", { title: say(text("Ticket", "工单")), width: 110, link: ticketLink(say) }),
      column("title", { title: say(text("What", "内容")) }),
      column("milestone", { title: say(text("Promise", "时限")), width: 90, mappings: promises(say) }),
      column("dueMinutes", {
        title: say(text("Left", "剩余")),
        width: 100,
        unit: "m",
        decimals: 0,
        steps: dueSteps,
      }),
      column("budgetMinutes", { title: say(text("Budget", "总时限")), width: 90, unit: "m", decimals: 0 }),
      column("share", {
        title: say(text("Left of budget", "剩余比例")),
        width: 150,
        unit: "percentunit",
        decimals: 0,
        steps: leftSteps,
        gauge: [0, 1],
      }),
      column("zone", { title: say(text("Zone", "片区")), width: 90 }),
      column("assignee", { title: say(text("With", "负责人")), width: 90 }),
    ],
    links: [toWall(say)],
  });
};

/** The tags of a fault as columns, its kind once more for the link. */
const tags = `"kind", "kind" AS "board", "device", "fault", "severity"`;
const nameIn = (say: Say): string => (say.language === "zh" ? `"nameZh"` : `"nameEn"`);
const faultColumns = (say: Say) => [
  column("Time", { title: say(text("At", "时间")), width: 150 }),
  column("active", { title: say(text("Event", "事件")), width: 80, mappings: active(say) }),
  column("kind", { title: say(text("Kind", "类型")), width: 95, mappings: kinds(say) }),
  column("device", { title: say(text("Device", "设备")), width: 95, link: anyDeviceLink(say) }),
  column("name", { title: say(text("Name", "名称")) }),
  column("fault", { title: say(text("Fault", "故障")), mappings: faults(say) }),
  column("severity", { title: say(text("Severity", "级别")), width: 75, mappings: severity(say) }),
  boardColumn(),
];

/** Faults as they came and went, newest first. */
export const events = (say: Say): Builder<Panel> =>
  rows({
    title: say(text("Events", "事件时间线")),
    ask: [
      table(
        `SELECT "active", ${nameIn(say)} AS "name", ${tags} FROM "fault" WHERE $timeFilter${chosen("site", "zone")} ORDER BY time DESC LIMIT 40`,
      ),
    ],
    turn: [arranged(["Time", "active", "severity", "kind", "device", "name", "fault"], [])],
    columns: faultColumns(say),
    links: [toWall(say)],
  });

/** Faults that have not ended. @param condition on the measurement `fault`. @param link where they are looked at. */
export const openFaults = (
  say: Say,
  title: string,
  condition: string,
  choices: readonly string[],
  link = toWall(say),
): Builder<Panel> =>
  rows({
    title,
    ask: [
      table(
        `SELECT "active", "name", ${tags} FROM (SELECT last("active") AS "active", ${nameIn(say)} AS "name" FROM "fault" WHERE ${asOf} AND ${condition}${chosen(...choices)} GROUP BY "site", "kind", "device", "fault", "severity") WHERE "active" = 1`,
      ),
    ],
    turn: [arranged(["Time", "severity", "kind", "device", "name", "fault"], ["active"])],
    noValue: say(text("None", "无")),
    columns: faultColumns(say),
    links: [link],
  });
