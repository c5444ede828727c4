// Promises kept in time and too late within the range, and how long people took: the counted part of the tickets' board.

import type { Builder } from "@grafana/grafana-foundation-sdk/cog";
import type { Panel } from "@grafana/grafana-foundation-sdk/dashboard";
import { text } from "../../src/model/text.ts";
import { lateSteps, shareSteps } from "../colors.ts";
import { arranged, column, grouped, sorted } from "../columns.ts";
import { chosen, type InfluxQuery, readingsOrMeans, series, table } from "../influxql.ts";
import type { Say } from "../language.ts";
import { toShift } from "../links.ts";
import { promises, rowNames, rows as rowWords } from "../mappings.ts";
import { bars, figures, rows } from "../panels.ts";

const place = chosen("site", "zone");

/**
 * The gateway tells every minute how many promises were kept and missed in the 24 h before. What it told last before the
 * end of the range, and a day and two days before that, are three days that do not overlap and leave nothing out. Only
 * minutes are read: a ticket turned into one of another row is counted there alone.
 */
function days(met: string, late: string, when: string): string {
  const day = (back: number): string =>
    `(SELECT last(${met}) AS "met", last(${late}) AS "late" FROM "sla" WHERE ${when} AND time > \${__to}ms - ${back}d - 10m AND time <= \${__to}ms - ${back}d${back > 0 ? ` AND time > \${__from}ms + 10m` : ""}${place} GROUP BY "site", "zone", "row", "milestone")`;
  return `SELECT sum("met") AS "met", sum("late") AS "late", sum("met") + sum("late") AS "all" FROM ${day(0)}, ${day(1)}, ${day(2)}`;
}

/** Of hourly means: each promise stands in 24 of them. At both ends of the range it counts in part. */
const hourly = (met: string, late: string, when: string): string =>
  `SELECT sum(${met}) / 24 AS "met", sum(${late}) / 24 AS "late", (sum(${met}) + sum(${late})) / 24 AS "all" FROM "sla" WHERE ${when}${place}`;

/** Kept, missed, and the share kept, of what has any; exact up to three days, beyond that of hourly means. */
const counted = (by: string, alias?: string): Builder<InfluxQuery>[] =>
  readingsOrMeans(
    (field, when, means) => {
      const sums = (means ? hourly : days)(field("met24h"), field("late24h"), when);
      const share = `"met" / "all" AS "share"`;
      return `SELECT ${alias === undefined ? `"met", "late", ${share}` : share} FROM (${sums} GROUP BY ${by}) WHERE "all" > 0 GROUP BY ${by}`;
    },
    alias === undefined ? { as: table } : { as: series, alias },
  );

/** Share of the promises that were kept in time, by `row` of the table or by `zone`. */
export const onTime = (say: Say, tag: "row" | "zone"): Builder<Panel> =>
  bars({
    title: say(
      tag === "row"
        ? text("Kept in time, by row of the table", "各时限行及时率")
        : text("Kept in time, by zone", "各片区及时率"),
    ),
    ask: counted(`"${tag}"`, `$tag_${tag}`),
    unit: "percentunit",
    decimals: 1,
    min: 0,
    max: 1,
    steps: shareSteps,
    names: tag === "row" ? rowNames(say) : [],
    links: [toShift(say)],
  });

/** Kept and missed, by row and promise. */
export const promisesTable = (say: Say): Builder<Panel> =>
  rows({
    title: say(text("Promises kept and missed", "承诺兑现明细")),
    ask: counted(`"row", "milestone"`),
    turn: [{ id: "merge", options: {} }, arranged(["row", "milestone", "met", "late", "share"])],
    columns: [
      column("row", { title: say(text("Row", "时限行")), mappings: rowWords(say) }),
      column("milestone", { title: say(text("Promise", "时限")), width: 120, mappings: promises(say) }),
      column("met", { title: say(text("In time", "及时")), width: 100, decimals: 0 }),
      column("late", {
        title: say(text("Late", "超时")),
        width: 100,
        decimals: 0,
        steps: lateSteps,
      }),
      column("share", {
        title: say(text("Kept in time", "及时率")),
        width: 160,
        unit: "percentunit",
        decimals: 1,
        steps: shareSteps,
        gauge: [0, 1],
      }),
    ],
    links: [toShift(say)],
  });

/** The mean of what each ticket tells once in its course; those that told it in the range. */
const meanOfTickets = (title: string, description: string, field: string, say: Say): Builder<Panel> =>
  figures({
    title,
    description,
    ask: [table(`SELECT mean("${field}") AS "minutes" FROM "ticket" WHERE $timeFilter${place}`)],
    unit: "m",
    decimals: 1,
    steps: [[null, "blue"]],
    noValue: "–",
    links: [toShift(say)],
  });

/** Mean time to accept (MTTA): until somebody took it, came, or had simply mended it. */
export const arrivals = (say: Say): Builder<Panel> =>
  meanOfTickets(
    say(text("Mean time to accept", "平均接单时长")),
    say(
      text(
        "From opening until somebody accepts it, comes, or has mended it; tickets first taken in the range.",
        "自开单至有人接单、到场或直接修复；统计时段内首次被接的工单。",
      ),
    ),
    "toAccept",
    say,
  );

/** Mean time to repair (MTTR): until it was first restored. */
export const repairTimes = (say: Say): Builder<Panel> =>
  meanOfTickets(
    say(text("Mean time to restore", "平均修复时长")),
    say(
      text(
        "From opening until it is first restored, by a person or as its device's readings prove; tickets first restored in the range.",
        "自开单至首次修复（人工确认或读数恢复）；统计时段内首次修复的工单。",
      ),
    ),
    "toRestore",
    say,
  );

/** Of each ticket its last sum: it may have been closed twice; then one row a person or a zone. */
const perTicket = grouped("id", {
  assignee: ["lastNotNull"],
  zone: ["lastNotNull"],
  acceptedIn: ["lastNotNull"],
  restoredIn: ["lastNotNull"],
  met: ["lastNotNull"],
  late: ["lastNotNull"],
  repeats: ["lastNotNull"],
});

/** Tickets closed in the range, by who has them or by zone. Technicians: without those that nobody took. */
export const workOf = (say: Say, by: "assignee" | "zone"): Builder<Panel> => {
  const group = `${by} (lastNotNull)`;
  const minutes = { width: 120, unit: "m", decimals: 0 } as const;
  return rows({
    title: say(
      by === "zone"
        ? text("Closed tickets by zone", "各片区闭环工单")
        : text("Closed tickets by technician", "各维修员闭环工单"),
    ),
    description: say(
      text(
        "Tickets closed in the range, with what they came to: minutes to the first who took it and to the first restoration, promises in time and late. Came back: the fault was there again after its repair.",
        "时段内闭环的工单及其结果：首次接单与首次修复用时、承诺及时与超时数。返修指修复后故障再次出现。",
      ),
    ),
    ask: [
      table(
        `SELECT "id", "zone", "assignee", "acceptedIn", "restoredIn", "met", "late", "repeats" FROM "ticket" WHERE $timeFilter${place} AND "state" = 'closed'${by === "assignee" ? ` AND "assignee" != ''` : ""}`,
      ),
    ],
    turn: [
      perTicket,
      grouped(group, {
        id: ["count"],
        "acceptedIn (lastNotNull)": ["mean"],
        "restoredIn (lastNotNull)": ["mean"],
        "met (lastNotNull)": ["sum"],
        "late (lastNotNull)": ["sum"],
        "repeats (lastNotNull)": ["sum"],
      }),
      sorted("id (count)"),
    ],
    columns: [
      column(group, { title: say(by === "zone" ? text("Zone", "片区") : text("Technician", "维修员")) }),
      column("id (count)", { title: say(text("Tickets", "工单数")), width: 80 }),
      column("acceptedIn (lastNotNull) (mean)", { title: say(text("To accept", "平均接单")), ...minutes }),
      column("restoredIn (lastNotNull) (mean)", { title: say(text("To restore", "平均修复")), ...minutes }),
      column("met (lastNotNull) (sum)", { title: say(text("In time", "及时")), width: 80, decimals: 0 }),
      column("late (lastNotNull) (sum)", {
        title: say(text("Late", "超时")),
        width: 80,
        decimals: 0,
        steps: lateSteps,
      }),
      column("repeats (lastNotNull) (sum)", { title: say(text("Came back", "返修")), width: 100, decimals: 0 }),
    ],
    noValue: say(text("None", "无")),
    links: [toShift(say)],
  });
};
