// How faults that waver, come back or end are counted and shown, on a real InfluxDB 1.6.7 with courses written by hand.

import type { Dashboard } from "@grafana/grafana-foundation-sdk/dashboard";
import { afterAll, beforeAll, expect, it } from "vitest";
import { dashboards } from "../../grafana/dashboards.ts";
import { openings } from "../../grafana/fault-minutes.ts";
import { type Influxd, needsInfluxd, openInfluxd, runInfluxd } from "../history/influxd.ts";
import { type Asked, ask, queriesOf, substituted, tableOf } from "./ask-grafana.ts";
import { tell } from "./loaded-influx.ts";

const from = Date.parse("2026-03-10T16:00:00+08:00");
const to = from + 86_400_000;

let influxd: Influxd | undefined;
beforeAll(async () => {
  if (runInfluxd) influxd = await openInfluxd();
});
afterAll(async () => influxd?.[Symbol.asyncDispose]());

it.runIf(runInfluxd)(
  `a fault that wavers opened once; one that was open before the range did not open in it${needsInfluxd}`,
  async () => {
    const { url } = influxd as Influxd;
    await tell(url, 'CREATE DATABASE "wavering"');
    const courses = {
      once: [1],
      over: [1, 0],
      wavers: [1, 1, 1, 0],
      before: [0],
      again: [0, 1],
      thrice: [1, 0, 1, 1, 0, 1],
    };
    const lines = Object.entries(courses).flatMap(([device, course]) =>
      course.map(
        (active, minute) => `fault,site=s,kind=k,device=${device},fault=f active=${active} ${from + minute * 60_000}`,
      ),
    );
    const told = await fetch(`${url}/write?db=wavering&precision=ms`, { method: "POST", body: lines.join("\n") });
    expect(told.status).toBe(204);
    const query = `SELECT "times" FROM ${openings("")} GROUP BY "device"`.replace("$timeFilter", `time >= ${from}ms`);
    expect(
      Object.fromEntries(tableOf(await ask(url, "wavering", query)).map(({ device, times }) => [device, times])),
    ).toEqual({
      once: 1,
      over: 1,
      wavers: 1,
      before: 0,
      again: 1,
      thrice: 3,
    });
  },
);

it.runIf(runInfluxd)(`what ended at one site is still open at another${needsInfluxd}`, async () => {
  const { url } = influxd as Influxd;
  await tell(url, 'CREATE DATABASE "sites"');
  const line = (site: string, active: number, at: number): string =>
    `fault,site=${site},zone=north,kind=area,device=gate,fault=blindSpot,severity=major active=${active},nameEn="Gate" ${at}`;
  const body = [line("a", 1, from), line("b", 1, from), line("b", 0, from + 60_000)].join("\n");
  await fetch(`${url}/write?db=sites&precision=ms`, { method: "POST", body });
  const wall = queriesOf(JSON.parse(dashboards().get("en/wall.json") as string) as Dashboard).find(({ where }) =>
    where.includes("Blind spots now"),
  ) as Asked;
  const shown = tableOf(await ask(url, "sites", substituted(wall, { from, to })));
  expect(shown.map(({ time, device, name }) => [time, device, name])).toEqual([[from, "gate", "Gate"]]);
});
