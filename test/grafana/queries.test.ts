// Every query of every board against a real InfluxDB 1.6.7 with a day of the demo community: as Grafana asks it, and it answers with rows.

import type { Dashboard } from "@grafana/grafana-foundation-sdk/dashboard";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { dashboards } from "../../grafana/dashboards.ts";
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
}, 300_000);
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

it.runIf(runInfluxd)(`without the site's time zone days are counted in UTC${needsInfluxd}`, async () => {
  const asked = queriesOf(boardAt("en/tickets.json")).find(({ query }) => query.includes("{tz:raw}")) as Asked;
  const { from, to } = of().day;
  const query = substituted(asked, { from, to }).replace("tz('Asia/Shanghai')", "tz('')");
  expect(query).toContain("tz('')");
  expect(countRows(await ask(of().influxd.url, database, query))).toBeGreaterThan(0);
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
