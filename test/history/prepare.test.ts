// `influx prepare` on a real InfluxDB 1.6.7: made once, harmless twice, hours with the right numbers; and what it says where it cannot.

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { HistorySettings } from "../../src/history/history.ts";
import { prepareInflux } from "../../src/history/prepare.ts";
import { type Prepared, stepLine } from "../../src/history/prepare-steps.ts";
import { continuousQueries, pastHours } from "../../src/history/rollups.ts";
import { freePort, type Influxd, needsInfluxd, openInfluxd, runInfluxd } from "./influxd.ts";

const hour = 3_600_000;
const password = "s3cret-password";
const settings = (more: Partial<HistorySettings>): HistorySettings => ({
  database: "anju",
  file: "unused",
  timeout: 5_000,
  ...more,
});
const states = ({ steps }: Prepared): string[] => steps.map(({ state }) => state);
const failed = (told: Prepared) => told.steps.find(({ state }) => state === "failed");

type Answer = { readonly name: string; readonly columns: readonly string[]; readonly values: readonly unknown[][] };
async function ask(url: string, q: string, more: Readonly<Record<string, string>> = {}): Promise<readonly Answer[]> {
  const answer = await fetch(`${url}/query?${new URLSearchParams({ q, db: "anju", epoch: "ms", ...more })}`, {
    method: "POST",
  });
  const { results } = (await answer.json()) as { results: { error?: string; series?: readonly Answer[] }[] };
  expect(results.map(({ error }) => error)).toEqual(results.map(() => undefined));
  return results.flatMap(({ series = [] }) => series);
}
async function write(url: string, lines: readonly string[]): Promise<void> {
  const answer = await fetch(`${url}/write?db=anju&precision=ms`, { method: "POST", body: lines.join("\n") });
  expect(answer.status).toBe(204);
}

/** Two readings of a camera an hour, for three hours: means 15, 115, 215; passages 2 an hour. */
function threeHours(from: number): string[] {
  return [0, 1, 2].flatMap((index) => {
    const at = from + index * hour;
    return [
      `camera,device=C1,site=demo fps=${10 + index * 100},online=true,mode="a" ${at + 1}`,
      `camera,device=C1,site=demo fps=${20 + index * 100},online=false,mode="b" ${at + hour - 1}`,
      `status,device=C1,site=demo online=true ${at}`,
      `kind,kind=camera,site=demo devices=5,online=4 ${at}`,
      `passage,device=G1,result=granted,site=demo count=1 ${at + 5}`,
      `passage,device=G1,result=granted,site=demo count=1 ${at + 6}`,
    ];
  });
}
const hoursOf = async (url: string) => {
  const fields = "mean_fps, min_fps, max_fps";
  const [camera] = await ask(url, `SELECT ${fields} FROM "hourly"."camera" GROUP BY "device"`);
  const [passage] = await ask(url, 'SELECT sum_count FROM "hourly"."passage" GROUP BY "device"');
  return { camera: camera?.values ?? [], passage: passage?.values ?? [] };
};
const expectedHours = (from: number) => ({
  camera: [0, 1, 2].map((n) => [from + n * hour, 15 + n * 100, 10 + n * 100, 20 + n * 100]),
  passage: [0, 1, 2].map((n) => [from + n * hour, 2]),
});

describe(`influx prepare on InfluxDB 1.6.7${needsInfluxd}`, () => {
  let influxd: Influxd;
  beforeAll(async () => {
    if (runInfluxd) influxd = await openInfluxd();
  });
  afterAll(() => influxd?.[Symbol.asyncDispose]());

  it.runIf(runInfluxd)("a dry run shows every statement and makes nothing", async () => {
    const told = await prepareInflux(settings({ url: influxd.url }), true);
    expect(told.ok).toBe(true);
    expect(states(told)).toEqual(["would", "would", "would", "would"]);
    expect(told.steps.map(({ sends }) => sends)).toEqual([
      'CREATE DATABASE "anju" WITH DURATION 400d REPLICATION 1 NAME "anju"',
      'CREATE RETENTION POLICY "hourly" ON "anju" DURATION 1825d REPLICATION 1',
      ...continuousQueries("anju").map(({ statement }) => statement),
    ]);
    const [databases] = await ask(influxd.url, "SHOW DATABASES");
    expect(databases?.values ?? []).toEqual([]);
  });

  it.runIf(runInfluxd)(
    "makes it once; a second time everything is there, a thing taken away is made again",
    async () => {
      const url = influxd.url;
      expect(states(await prepareInflux(settings({ url }), false))).toEqual(["made", "there", "made", "made", "made"]);
      expect(states(await prepareInflux(settings({ url }), false))).toEqual(Array(5).fill("there"));
      expect(states(await prepareInflux(settings({ url }), true))).toEqual(Array(5).fill("there"));
      await ask(url, 'DROP CONTINUOUS QUERY "anju_hourly" ON "anju"');
      expect(states(await prepareInflux(settings({ url }), false))).toEqual([
        "there",
        "there",
        "there",
        "made",
        "there",
      ]);
    },
  );

  it.runIf(runInfluxd)("hours hold the right numbers once the continuous queries have run", async () => {
    const url = influxd.url;
    const from = Math.floor(Date.now() / hour) * hour - 3 * hour;
    await write(url, threeHours(from));
    // A server that starts runs its continuous queries at once; else this test would wait for the hour.
    await influxd.stop();
    await influxd.start();
    let found = await hoursOf(url);
    for (let tries = 0; tries < 100 && Math.min(found.camera.length, found.passage.length) < 3; tries++) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      found = await hoursOf(url);
    }
    expect(found).toEqual(expectedHours(from));
    // A number in one measurement and a boolean in another may have one name.
    const [kind] = await ask(url, 'SELECT mean_online, mean_devices FROM "hourly"."kind"');
    expect(kind?.values).toEqual([0, 1, 2].map((index) => [from + index * hour, 4, 5]));
  });

  it.runIf(runInfluxd)("hours of a time long past are made by the same statement, once or twice", async () => {
    const url = influxd.url;
    const from = Math.floor(Date.now() / hour) * hour - 100 * hour;
    await write(url, threeHours(from));
    const before = await hoursOf(url);
    for (let round = 0; round < 2; round++)
      for (const statement of pastHours("anju", from, from + 3 * hour)) await ask(url, statement);
    const { camera, passage } = await hoursOf(url);
    const expected = expectedHours(from);
    expect({ camera, passage }).toEqual({
      camera: [...expected.camera, ...before.camera],
      passage: [...expected.passage, ...before.passage],
    });
  });

  it.runIf(runInfluxd)("a wrong version setting is told, and nothing is tried", async () => {
    const told = await prepareInflux(settings({ url: influxd.url, version: 2, org: "o" }), false);
    expect(told).toMatchObject({ ok: false, steps: [] });
    expect(told.problem?.en).toMatch(/ANJU_INFLUX_VERSION is 2, .* InfluxDB 1\.6\.7.* Set it to 1, or leave it out/);
    expect(told.problem?.zh).toMatch(/ANJU_INFLUX_VERSION 为 2.*InfluxDB 1\.6\.7.*请改为 1/);
  });

  it.runIf(runInfluxd)("keeps what somebody else has made: their default policy, their retention", async () => {
    const url = influxd.url;
    await ask(url, 'CREATE DATABASE "theirs" WITH DURATION 30d NAME "month"');
    const told = await prepareInflux(settings({ url, database: "theirs" }), false);
    expect(states(told)).toEqual(["there", "there", "made", "made", "made"]);
    const [policies] = await ask(url, 'SHOW RETENTION POLICIES ON "theirs"');
    expect(policies?.values.map(([name, duration]) => [name, duration])).toEqual([
      ["month", "720h0m0s"],
      ["hourly", "43800h0m0s"],
    ]);
    const queries = (await ask(url, "SHOW CONTINUOUS QUERIES")).find(({ name }) => name === "theirs");
    expect(String(queries?.values[0]?.[1])).toContain("FROM theirs.month./.*/");
  });
});

describe(`influx prepare where it may not${needsInfluxd}`, () => {
  let influxd: Influxd;
  const as = (username: string, more: Partial<HistorySettings> = {}) =>
    settings({ url: influxd.url, username, password, ...more });
  beforeAll(async () => {
    if (!runInfluxd) return;
    influxd = await openInfluxd({ auth: true });
    await ask(influxd.url, `CREATE USER keeper WITH PASSWORD '${password}' WITH ALL PRIVILEGES`);
    const keeper = { u: "keeper", p: password };
    for (const q of [
      'CREATE DATABASE "anju"',
      `CREATE USER reader WITH PASSWORD '${password}'`,
      'GRANT READ ON "anju" TO reader',
      `CREATE USER writer WITH PASSWORD '${password}'`,
      'GRANT ALL ON "anju" TO writer',
    ])
      await ask(influxd.url, q, keeper);
  });
  afterAll(() => influxd?.[Symbol.asyncDispose]());

  it.runIf(runInfluxd)("a reader is told that the gateway could not write, and who can cure it", async () => {
    const told = await prepareInflux(as("reader"), false);
    expect(told.ok).toBe(false);
    expect(states(told)).toEqual(["there", "failed"]);
    expect(failed(told)?.name.en).toBe("right to write");
    expect(failed(told)?.cure?.en).toMatch(/may not .*WRITE on the database.*ANJU_INFLUX_USERNAME/);
    expect(failed(told)?.cure?.zh).toMatch(/权限不足.*WRITE.*ANJU_INFLUX_USERNAME/);
    expect(JSON.stringify(told)).not.toContain(password);
  });

  it.runIf(runInfluxd)("a database is missing and may not be created: who may is said", async () => {
    const told = await prepareInflux(as("writer", { database: "other" }), false);
    expect(told.ok).toBe(false);
    expect(states(told)).toEqual(["failed"]);
    expect(failed(told)?.cure?.en).toMatch(/takes an administrator of InfluxDB/);
  });

  it.runIf(runInfluxd)(
    "one who may write but not administer: the gateway can run, the rollups are told as missing",
    async () => {
      const told = await prepareInflux(as("writer"), false);
      expect(told.ok).toBe(true);
      expect(states(told).slice(0, 3)).toEqual(["there", "there", "failed"]);
      expect(failed(told)?.name.en).toMatch(/^retention policy hourly/);
    },
  );

  it.runIf(runInfluxd)("wrong and missing credentials are told apart from missing rights", async () => {
    for (const wrong of [as("reader", { password: "guess" }), settings({ url: influxd.url })]) {
      const told = await prepareInflux(wrong, false);
      expect(states(told)).toEqual(["failed"]);
      expect(failed(told)?.cure?.en).toMatch(/does not know these credentials.*ANJU_INFLUX_USERNAME/);
    }
  });
});

it("no server there: says so, in both languages, and names the setting", async () => {
  const told = await prepareInflux(settings({ url: `http://127.0.0.1:${await freePort()}` }), false);
  expect(told).toMatchObject({ ok: false, steps: [] });
  expect(told.problem?.en).toMatch(/^No InfluxDB answers: .*ECONNREFUSED.*ANJU_INFLUX_URL/);
  expect(told.problem?.zh).toMatch(/没有 InfluxDB 应答.*ECONNREFUSED.*ANJU_INFLUX_URL/);
});

it("a step's line says its state and cure in both languages", () => {
  const name = { en: "database x", zh: "数据库 x" };
  expect(stepLine({ name, sends: "", state: "made" })).toEqual({ en: "database x: made", zh: "数据库 x：已创建" });
  expect(stepLine({ name, sends: "", state: "failed", cure: { en: "Do.", zh: "做。" } })).toEqual({
    en: "database x: failed. Do.",
    zh: "数据库 x：失败。做。",
  });
});
