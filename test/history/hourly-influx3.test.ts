// The hours that the gateway makes for InfluxDB 3.x: a local server with the addresses of 3.x, behind which a real InfluxDB 1.6.7 answers the InfluxQL and keeps what is written.

import { expect, it } from "vitest";
import { openHistory } from "../../src/history/open-history.ts";
import { openFakeInflux } from "./fake-influx.ts";
import { needsInfluxd, openInfluxd, runInfluxd } from "./influxd.ts";

const hour = 3_600_000;
const until = Math.floor(Date.now() / hour) * hour;

async function query(url: string, q: string): Promise<readonly { values: readonly unknown[][] }[]> {
  const answer = await fetch(`${url}/query?${new URLSearchParams({ q, db: "anju", epoch: "ms" })}`, { method: "POST" });
  const { results } = (await answer.json()) as { results: { series?: readonly { values: unknown[][] }[] }[] };
  return results.flatMap(({ series = [] }) => series);
}

it.runIf(runInfluxd)(`made once an hour, with the right numbers, twice without harm${needsInfluxd}`, async () => {
  await using influxd = await openInfluxd();
  await query(influxd.url, 'CREATE DATABASE "anju"');
  await query(influxd.url, 'CREATE RETENTION POLICY "hourly" ON "anju" DURATION 1825d REPLICATION 1');
  let away = false;
  await using server = await openFakeInflux(async ({ method, url, body }) => {
    if (away) return { status: 503 };
    if (url.pathname === "/api/v3/write_lp" && method === "POST") url.pathname = "/write";
    if (url.pathname !== "/query" && url.pathname !== "/write") return null;
    const precision = url.pathname === "/write" ? { precision: "ms" } : {};
    const asked = new URLSearchParams({ ...Object.fromEntries(url.searchParams), ...precision });
    const answer = await fetch(`${influxd.url}${url.pathname}?${asked}`, { method, ...(body !== "" && { body }) });
    return { status: answer.status, body: await answer.text() };
  });
  await using history = openHistory({ database: "anju", url: server.url, version: 3, token: "t", file: "unused" });
  const lines = [1, 2, 3].flatMap((back) => {
    const at = until - back * hour;
    return [
      `camera,device=C1,site=de\\ mo fps=${10 * back},online=true,mode="a" ${at}`,
      `camera,device=C1,site=de\\ mo fps=${30 * back},online=false,mode="b" ${at + hour - 1}`,
      `kind,kind=camera,site=de\\ mo devices=5,online=4 ${at}`,
      `status,device=C1 online=true ${at}`,
      `passage,device=G1,result=granted count=1 ${at}`,
      `passage,device=G1,result=granted count=1 ${at + 1}`,
    ];
  });
  expect(await history.write({ bytes: Buffer.from(lines.join("\n")), lines: lines.length })).toEqual({ ok: true });
  const asked = () => server.heard.filter(({ url }) => url.pathname === "/query").length;

  expect(await history.housekeep(until + 119_999)).toMatchObject({ ok: true });
  const before = asked();
  expect(await history.housekeep(until + 120_000)).toEqual({ ok: true, detail: "9 lines of hours" });
  expect(asked()).toBeGreaterThan(before);
  const written = async () => ({
    camera: (await query(influxd.url, 'SELECT mean_fps, min_fps, max_fps FROM "hourly"."camera" GROUP BY "site"'))[0],
    passage: (await query(influxd.url, 'SELECT sum_count FROM "hourly"."passage" GROUP BY "result"'))[0],
    kind: (await query(influxd.url, 'SELECT mean_online FROM "hourly"."kind"'))[0]?.values.length,
    status: await query(influxd.url, 'SELECT * FROM "hourly"."status"'),
  });
  const expected = {
    camera: expect.objectContaining({
      tags: { site: "de mo" },
      values: [3, 2, 1].map((back) => [until - back * hour, 20 * back, 10 * back, 30 * back]),
    }),
    passage: expect.objectContaining({
      tags: { result: "granted" },
      values: [3, 2, 1].map((back) => [until - back * hour, 2]),
    }),
    kind: 3,
    status: [],
  };
  expect(await written()).toEqual(expected);

  // Nothing more this hour; in the next, the same hours again.
  const after = asked();
  await history.housekeep(until + 180_000);
  expect(asked()).toBe(after);
  expect(await history.housekeep(until + hour + 120_000)).toMatchObject({ ok: true });
  expect(await written()).toEqual(expected);

  away = true;
  expect(await history.housekeep(until + 2 * hour + 120_000)).toEqual({
    ok: false,
    detail: expect.stringContaining("no hours could be made"),
  });
  // A failure is not told every minute; it is tried again after ten.
  expect(await history.housekeep(until + 2 * hour + 180_000)).toMatchObject({ ok: true });
  away = false;
  const tries = asked();
  await history.housekeep(until + 2 * hour + 120_000 + 600_000);
  expect(asked()).toBeGreaterThan(tries);
});
