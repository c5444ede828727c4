// Promises kept in time and too late within the range, and how long people took: the counted part of the tickets' board.

import type { Builder } from "@grafana/grafana-foundation-sdk/cog";
import type { Panel } from "@grafana/grafana-foundation-sdk/dashboard";
import { text } from "../../src/model/text.ts";
import { shareSteps } from "../colors.ts";
import { arranged, column, grouped } from "../columns.ts";
import { chosen, type InfluxQuery, readingsOrMeans, series, table } from "../influxql.ts";
import type { Say } from "../language.ts";
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
        steps: [
          [null, "green"],
          [1, "red"],
        ],
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
  });

/** Minutes from the opening of a ticket to the first change into one of these states, ticket by ticket. */
const minutesTo = (states: string): Builder<InfluxQuery> =>
  table(`SELECT "id", "minutes" FROM "ticket" WHERE $timeFilter${place} AND "state" =~ /^(${states})$/`);

const meanOfTickets = (title: string, description: string, states: string): Builder<Panel> =>
  figures(
    {
      title,
      description,
      ask: [minutesTo(states)],
      turn: [grouped("id", { minutes: ["min"] })],
      unit: "m",
      decimals: 1,
      steps: [[null, "blue"]],
      noValue: "–",
    },
    { calc: "mean", fields: "/^minutes \\(min\\)$/" },
  );

/** Mean time to accept (MTTA): until somebody took it or simply came. */
export const arrivals = (say: Say): Builder<Panel> =>
  meanOfTickets(
    say(text("Mean time to accept", "平均接单时长")),
    say(
      text(
        "From opening until somebody accepts it or simply comes; tickets with such a change in the range.",
        "自开单至有人接单或直接到场；统计时段内有此变更的工单。",
      ),
    ),
    "accepted|onSite",
  );

/** Mean time to repair (MTTR): until it was first restored. */
export const repairTimes = (say: Say): Builder<Panel> =>
  meanOfTickets(
    say(text("Mean time to restore", "平均修复时长")),
    say(
      text(
        "From opening until it is first restored, by a person or as its device's readings prove; tickets with such a change in the range.",
        "自开单至首次修复（人工确认或读数恢复）；统计时段内有此变更的工单。",
      ),
    ),
    "restored|closed|archived",
  );
