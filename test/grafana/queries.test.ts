// Every query of every board against a real InfluxDB 1.6.7 with a day of the demo community: as Grafana asks it, and it answers with rows.

import type { Dashboard } from "@grafana/grafana-foundation-sdk/dashboard";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { dashboards } from "../../grafana/dashboards.ts";
import { type TicketJson, ticketJson } from "../../src/model/ticket-json.ts";
import { needsInfluxd, runInfluxd } from "../history/influxd.ts";
import { type Asked, ask, countRows, queriesOf, type Range, substituted, tableOf } from "./ask-grafana.ts";
import { database, type LoadedInflux, openLoadedInflux } from "./loaded-influx.ts";

const day = 86_400_000;
const boards = [...dashboards()].map(([path, json]) => [path, JSON.parse(json) as Dashboard] as const);
const boardAt = (path: string): Dashboard => boards.find(([at]) => at === path)?.[1] as Dashboard;

/** What the day cannot contain, and why. */
const empty: Readonly<Record<string, string>> = {
  "anju-zh-streetlight $building": "the demo's lamps belong to no building",
  "anju-en-streetlight $building": "the demo's lamps belong to no building",
  "anju-zh-gate $building": "the few gates of the day belong to no building",
  "anju-en-gate $building": "the few gates of the day belong to no building",
  "anju-zh-pump $building": "the demo's pumps belong to no building",
  "anju-en-pump $building": "the demo's pumps belong to no building",
};

let loaded: LoadedInflux | undefined;
beforeAll(async () => {
  if (runInfluxd) loaded = await openLoadedInflux();
}, 120_000);
afterAll(async () => loaded?.[Symbol.asyncDispose]());

const of = () => loaded as LoadedInflux;
/** The boards of both languages ask the same but for the titles: what was asked is known. */
const known = new Map<string, number>();
async function rowsOf(asked: Asked, range: Range, chosen = {}): Promise<number> {
  const query = substituted(asked, range, chosen);
  const key = `${asked.policy} ${query}`;
  const rows = known.get(key) ?? countRows(await ask(of().influxd.url, database, query, asked.policy));
  known.set(key, rows);
  return rows;
}

/**
 * The whole day, the busiest minutes of its evening, and the month that ends with it, which reads the rollups. None begins
 * or ends with a bucket, as no range does in life.
 */
const ranges = (): readonly Range[] => {
  const { to } = of().day;
  const busy = Date.parse("2026-03-10T19:34:31.234+08:00");
  const end = to + 678;
  return [
    { from: end - day, to: end },
    { from: busy - 7_654_321, to: busy },
    { from: end - 30 * day + 12_345, to: end },
  ];
};

describe(`every query of every board${needsInfluxd}`, () => {
  it.runIf(runInfluxd).each(boards)("%s", async (_, board) => {
    const silent: string[] = [];
    const asked = queriesOf(board);
    expect(asked.length).toBeGreaterThan(5);
    for (const one of asked) {
      let rows = 0;
      for (const range of ranges()) rows ||= await rowsOf(one, range);
      if (rows === 0) silent.push(one.where);
    }
    expect(silent).toEqual(asked.map(({ where }) => where).filter((where) => where in empty));
  });

  it.runIf(runInfluxd)("reads readings up to three days and hourly means beyond, never both", async () => {
    const { to } = of().day;
    for (const [, board] of boards)
      for (const one of queriesOf(board)) {
        if (!one.query.includes("{__to} - ")) continue;
        const [short, long] = [3 * day, 9 * day].map((length) => ({ from: to - length, to })) as [Range, Range];
        expect(await rowsOf(one, one.policy === "hourly" ? short : long), one.where).toBe(0);
      }
  });

  it.runIf(runInfluxd)(
    "narrows to what is chosen above the board, names with special characters included",
    async () => {
      const range = ranges()[0] as Range;
      for (const [path, board] of boards.filter(([at]) => at === "zh/camera.json" || at === "zh/tickets.json")) {
        const narrowed = queriesOf(board).filter(({ query }) => query.includes("zone:regex"));
        expect(narrowed.length, path).toBeGreaterThan(3);
        for (const one of narrowed) expect(await rowsOf(one, range, { zone: ["no (such|zone)"] }), one.where).toBe(0);
      }
      const picture = queriesOf(boardAt("zh/camera.json")).find(({ query }) => query.includes(`mean("fps")`)) as Asked;
      const answer = await ask(of().influxd.url, database, substituted(picture, range, { device: ["C1", "C2"] }));
      expect(answer.map(({ tags }) => tags?.device)).toEqual(["C1", "C2"]);
    },
  );
});

/** The only table query of the board's panel whose title is this. */
const panelQuery = (title: string): Asked => {
  const found = queriesOf(boardAt("en/tickets.json")).filter(
    ({ where, policy }) => where.includes(` ${title} (`) && !policy,
  );
  expect(found, title).toHaveLength(1);
  return found[0] as Asked;
};
const answerOf = async (title: string, range: Range) =>
  tableOf(await ask(of().influxd.url, database, substituted(panelQuery(title), range)));

describe(`the figures of the SLA board equal those counted from the tickets${needsInfluxd}`, () => {
  const tickets = (): readonly TicketJson[] => of().day.tickets.map(ticketJson);
  const range = (): Range => ({ from: of().day.from + 1, to: of().day.to + 1 });

  it.runIf(runInfluxd)("promises kept and missed, by row and promise", async () => {
    const counted = new Map<string, { met: number; late: number }>();
    for (const { sla, clocks } of tickets())
      for (const { milestone, state } of clocks) {
        const key = `${sla} ${milestone}`;
        const one = counted.get(key) ?? { met: 0, late: 0 };
        if (state !== "met" && state !== "late") continue;
        one[state] += 1;
        counted.set(key, one);
      }
    const shown = (await answerOf("Promises kept and missed", range())).map(
      ({ row, milestone, met, late }) => [`${row} ${milestone}`, { met, late }] as const,
    );
    expect(Object.fromEntries(shown)).toEqual(Object.fromEntries(counted));
    const sum = (name: "met" | "late"): number => [...counted.values()].reduce((all, one) => all + one[name], 0);
    expect(Math.min(sum("met"), sum("late"))).toBeGreaterThan(3);
  });

  it.runIf(runInfluxd)("the share kept in time, by row", async () => {
    const shown = await answerOf("Kept in time, by row of the table", range());
    const byRow = Map.groupBy(tickets(), ({ sla }) => sla);
    const shares = Object.fromEntries(
      [...byRow].map(([row, all]) => {
        const done = all.flatMap(({ clocks }) => clocks).filter(({ state }) => state === "met" || state === "late");
        return [row, done.length === 0 ? null : done.filter(({ state }) => state === "met").length / done.length];
      }),
    );
    for (const { row, share } of shown) expect(share, String(row)).toBeCloseTo(shares[String(row)] as number, 9);
    expect(shown.length).toBe(Object.values(shares).filter((share) => share !== null).length);
  });

  it.runIf(runInfluxd)("what is open, what is overdue, and what has missed a deadline", async () => {
    const lastHour = { from: of().day.to - 3_600_000, to: of().day.to + 1 };
    const missed = tickets().flatMap(({ clocks }) => clocks.filter(({ state }) => state === "breached"));
    const [breached] = await answerOf("Missed and still open", lastHour);
    expect(breached?.breached).toBe(missed.length);
    expect(missed.length).toBeGreaterThan(0);
    const owed = tickets().filter(
      ({ parent, state, clocks }) =>
        parent === null &&
        !["closed", "archived", "cancelled"].includes(state) &&
        clocks.some(({ state }) => state === "running" || state === "breached"),
    );
    const [overdue] = await answerOf("Overdue", lastHour);
    const owing = await answerOf("Burn-down: what is left of each promise", lastHour);
    const late = owed.filter(({ clocks }) => clocks.some(({ state }) => state === "breached"));
    expect(overdue?.overdue).toBe(late.length);
    expect(owing.filter(({ dueMinutes }) => Number(dueMinutes) < 0).map(({ id }) => id)).toEqual(
      late.map(({ id }) => id),
    );
    const [open] = await answerOf("Open tickets with a deadline", lastHour);
    expect(open?.open).toBe(owed.length);
    expect(owing.map(({ id }) => id).sort()).toEqual(owed.map(({ id }) => id).sort());
    expect(owed.length).toBeGreaterThan(2);
  });

  it.runIf(runInfluxd)("mean time to accept and to restore", async () => {
    const firstOf = (types: readonly string[]): number[] =>
      tickets().flatMap(({ openedAt, events }) => {
        const first = events.find(({ type }) => types.includes(type));
        return first ? [(Date.parse(first.at) - Date.parse(openedAt)) / 60_000] : [];
      });
    const mean = (all: readonly number[]): number => all.reduce((sum, one) => sum + one, 0) / all.length;
    const shown = async (title: string): Promise<number> => {
      const rows = await answerOf(title, { from: of().day.from, to: of().day.to + 1 });
      // As the panel's own turn: the least of each ticket.
      const least = [...Map.groupBy(rows, ({ id }) => id).values()].map((own) =>
        Math.min(...own.map(({ minutes }) => Number(minutes))),
      );
      return mean(least);
    };
    expect(await shown("Mean time to accept")).toBeCloseTo(mean(firstOf(["accepted", "arrived"])), 6);
    expect(await shown("Mean time to restore")).toBeCloseTo(mean(firstOf(["restored", "verified"])), 6);
  });
});

it.runIf(runInfluxd)(`blind minutes equal those of the faults${needsInfluxd}`, async () => {
  const { from, to, faults } = of().day;
  const asked = queriesOf(boardAt("en/coverage.json")).find(({ where }) => where.includes("Blind for")) as Asked;
  const shown = tableOf(await ask(of().influxd.url, database, substituted(asked, { from, to })));
  const counted = new Map<string, number>();
  for (const { asset, fault, openedAt, clearedAt } of faults)
    if (fault === "blindSpot" && clearedAt !== null)
      counted.set(asset, (counted.get(asset) ?? 0) + (clearedAt - openedAt) / 60_000);
  expect(counted.size).toBeGreaterThan(2);
  expect(Object.fromEntries(shown.map(({ device, minutes }) => [device, Math.round(Number(minutes))]))).toEqual(
    Object.fromEntries([...counted].map(([area, minutes]) => [area, Math.round(minutes)])),
  );
});
