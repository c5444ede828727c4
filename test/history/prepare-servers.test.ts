// `influx prepare` against local servers that answer as InfluxDB 2.x and 3.x document it: what is asked of them, twice without harm, and what is said where they refuse.

import { expect, it } from "vitest";
import type { HistorySettings } from "../../src/history/history.ts";
import { prepareInflux } from "../../src/history/prepare.ts";
import type { Prepared } from "../../src/history/prepare-steps.ts";
import { type Heard, openFakeInflux, type Reply } from "./fake-influx.ts";

const token = "s3cret-token-value";
const settings = (url: string, more: Partial<HistorySettings> = {}): HistorySettings => ({
  url,
  database: "anju",
  org: "community",
  token,
  file: "unused",
  timeout: 2_000,
  ...more,
});
const states = ({ steps }: Prepared): string[] => steps.map(({ state }) => state);
const failed = (told: Prepared) => told.steps.find(({ state }) => state === "failed");
const json = (status: number, body: unknown): Reply => ({
  status,
  body: JSON.stringify(body),
  headers: { "content-type": "application/json" },
});
const readOnly = json(401, { code: "unauthorized", message: "write:orgs/0001/buckets is unauthorized" });

type Made = { buckets: { id: string; orgID: string; name: string }[]; dbrps: object[]; tasks: object[] };
/** An InfluxDB 2.7, as 2.7.12 was seen to answer, with virtual mappings; `refuse` says what it does not let happen. */
function influx2(made: Made, refuse: (heard: Heard) => Reply | null = () => null) {
  return (heard: Heard): Reply | null => {
    const { method, url, body } = heard;
    const { pathname, searchParams } = url;
    if (pathname === "/ping") return { status: 204, headers: { "x-influxdb-version": "v2.7.12" } };
    const refused = refuse(heard);
    if (refused) return refused;
    if (pathname === "/api/v2/orgs") return json(200, { orgs: [{ id: "0001", name: "community" }] });
    if (pathname === "/api/v2/write") return { status: 204 };
    const sent = method === "POST" ? JSON.parse(body) : {};
    if (pathname === "/api/v2/buckets") {
      if (method === "POST") {
        const bucket = { id: `b${made.buckets.length}`, orgID: "0001", name: sent.name };
        made.buckets.push(bucket);
        return json(201, bucket);
      }
      const buckets = made.buckets.filter(({ name }) => name === searchParams.get("name"));
      return buckets.length > 0
        ? json(200, { buckets })
        : json(404, { code: "not found", message: `bucket "${searchParams.get("name")}" not found` });
    }
    if (pathname === "/api/v2/dbrps") {
      const virtual = { bucketID: "b0", database: "anju", retention_policy: "autogen", default: true, virtual: true };
      if (method === "GET") return json(200, { content: [...made.dbrps, virtual] });
      made.dbrps.push(sent);
      return json(201, { id: "d", ...sent });
    }
    if (pathname === "/api/v2/tasks") {
      if (method === "GET") return json(200, { tasks: made.tasks });
      made.tasks.push({ id: "t", name: /name: "([^"]+)"/.exec(sent.flux)?.[1], flux: sent.flux });
      return json(201, { id: "t" });
    }
    return null;
  };
}

it("2.x: buckets, mappings and the task are made once, then everything is there", async () => {
  const made: Made = { buckets: [], dbrps: [], tasks: [] };
  await using server = await openFakeInflux(influx2(made));
  const dry = await prepareInflux(settings(server.url), true);
  expect(states(dry)).toEqual(Array(5).fill("would"));
  expect(server.heard.some(({ method, url }) => method === "POST" && url.pathname !== "/api/v2/write")).toBe(false);

  const told = await prepareInflux(settings(server.url), false);
  expect([told.ok, states(told)]).toEqual([true, ["made", "made", "there", "made", "made", "made"]]);
  const posted = (path: string) =>
    server.heard
      .filter(({ method, url }) => method === "POST" && url.pathname === path)
      .map(({ body }) => JSON.parse(body));
  expect(posted("/api/v2/buckets")).toEqual([
    { orgID: "0001", name: "anju", retentionRules: [{ type: "expire", everySeconds: 400 * 86_400 }] },
    { orgID: "0001", name: "anju/hourly", retentionRules: [{ type: "expire", everySeconds: 1825 * 86_400 }] },
  ]);
  expect(posted("/api/v2/dbrps")).toEqual([
    { orgID: "0001", bucketID: "b0", database: "anju", retention_policy: "autogen", default: true },
    { orgID: "0001", bucketID: "b1", database: "anju", retention_policy: "hourly", default: false },
  ]);
  const [task] = posted("/api/v2/tasks");
  expect(task).toMatchObject({ orgID: "0001", status: "active" });
  expect(task.flux).toContain('option task = {name: "anju_hourly", every: 1h');
  expect(task.flux).toContain('from(bucket: "anju")');
  expect(task.flux).toContain('to(bucket: "anju/hourly")');

  expect(states(await prepareInflux(settings(server.url), false))).toEqual(Array(6).fill("there"));
  expect(
    server.heard.every(({ url, headers }) => url.pathname === "/ping" || headers.authorization === `Token ${token}`),
  ).toBe(true);
});

it.each([
  [
    "a read-only token and no bucket",
    ({ method, url }: Heard) => (method === "POST" && url.pathname === "/api/v2/buckets" ? readOnly : null),
    ["failed"],
    /may not .*all-access token.*ANJU_INFLUX_TOKEN/,
  ],
  [
    "a token that is not known",
    () => json(401, { code: "unauthorized", message: "unauthorized access" }),
    ["failed"],
    /does not know these credentials.*ANJU_INFLUX_TOKEN.*influx setup/,
  ],
  [
    "an organization that is not there",
    ({ url }: Heard) =>
      url.searchParams.get("org") === "community"
        ? json(404, { code: "not found", message: 'organization name "community" not found' })
        : null,
    ["failed"],
    /no organization community.*ANJU_INFLUX_ORG/,
  ],
  [
    "a token that sees no organization and not the bucket",
    ({ url }: Heard) => (url.pathname === "/api/v2/orgs" ? json(200, { orgs: [] }) : null),
    ["failed"],
    /neither it nor a bucket anju in it.*ANJU_INFLUX_BUCKET.*ANJU_INFLUX_TOKEN/,
  ],
  [
    "a token that may not write",
    ({ url }: Heard) =>
      url.pathname === "/api/v2/write"
        ? json(403, { code: "forbidden", message: "insufficient permissions for write" })
        : null,
    ["made", "made", "failed"],
    /may not/,
  ],
] as const)("2.x: %s is told with its cure", async (_, refuse, expected, words) => {
  await using server = await openFakeInflux(influx2({ buckets: [], dbrps: [], tasks: [] }, refuse));
  const told = await prepareInflux(settings(server.url), false);
  expect(told.ok).toBe(false);
  expect(states(told)).toEqual(expected);
  expect(failed(told)?.cure?.en).toMatch(words);
  expect(failed(told)?.cure?.zh).toMatch(/[一-鿿]/);
  expect(JSON.stringify(told)).not.toMatch(/s3cret/);
});

it("2.x: a token for the two buckets alone, which sees neither organization nor tasks: the gateway can run", async () => {
  const made: Made = { buckets: [], dbrps: [], tasks: [] };
  const twoBuckets = ({ method, url }: Heard): Reply | null => {
    if (url.pathname === "/api/v2/orgs") return json(200, { orgs: [] });
    if (url.pathname !== "/api/v2/tasks") return null;
    // As 2.7.12 says it: no tasks where it may not see them, and not a 401 where it may not make one.
    if (method === "GET") return json(200, { tasks: [] });
    return json(500, { code: "internal error", message: "failed to create task: unauthorized" });
  };
  let refuse: (heard: Heard) => Reply | null = () => null;
  await using server = await openFakeInflux(influx2(made, (heard) => refuse(heard)));
  await prepareInflux(settings(server.url), false);
  refuse = twoBuckets;
  const told = await prepareInflux(settings(server.url), false);
  expect([told.ok, states(told)]).toEqual([true, ["there", "there", "there", "there", "there", "failed"]]);
  expect(failed(told)?.cure?.en).toMatch(/neither see nor make tasks.*all is well/);
  expect(failed(told)?.cure?.zh).toMatch(/看不到也不能创建任务/);
});

it("2.x: without an organization nothing is asked, and the setting is named", async () => {
  await using server = await openFakeInflux(influx2({ buckets: [], dbrps: [], tasks: [] }));
  const { org, ...without } = settings(server.url);
  const told = await prepareInflux(without, false);
  expect([org, told.ok, states(told)]).toEqual(["community", false, ["failed"]]);
  expect(failed(told)?.cure?.en).toMatch(/set ANJU_INFLUX_ORG/);
  expect(server.heard.every(({ url }) => url.pathname === "/ping")).toBe(true);
});

/** An InfluxDB 3 Core by its documentation. */
function influx3(databases: string[], refuse: (heard: Heard) => Reply | null = () => null) {
  return (heard: Heard): Reply | null => {
    const { method, url, body } = heard;
    if (url.pathname === "/ping") return json(200, { version: "3.4.1", revision: "x" });
    const refused = refuse(heard);
    if (refused) return refused;
    if (url.pathname === "/api/v3/write_lp") return json(400, { error: "no lines" });
    if (url.pathname !== "/api/v3/configure/database") return null;
    if (method === "GET")
      return json(
        200,
        databases.map((name) => ({ "iox::database": name })),
      );
    databases.push(JSON.parse(body).db);
    return { status: 200 };
  };
}

it("3.x: the database is made once, and it is said who makes the hours", async () => {
  await using server = await openFakeInflux(influx3(["_internal"]));
  expect(states(await prepareInflux(settings(server.url), true))).toEqual(["would"]);
  const told = await prepareInflux(settings(server.url), false);
  expect([told.ok, states(told)]).toEqual([true, ["made", "there"]]);
  const posts = server.heard.filter(({ method, body }) => method === "POST" && body !== "");
  expect(posts.map(({ body }) => JSON.parse(body))).toEqual([{ db: "anju", retention_period: "400d" }]);
  expect(told.notes[0]?.en).toMatch(/neither continuous queries nor Flux tasks/);
  expect(told.notes[0]?.zh).toMatch(/既无连续查询也无 Flux 任务/);
  expect(states(await prepareInflux(settings(server.url), false))).toEqual(["there", "there"]);
});

it("3.x: an early one without retention or a list gets its database all the same, twice", async () => {
  let there = false;
  const early = ({ method, url, body }: Heard): Reply | null => {
    if (url.pathname !== "/api/v3/configure/database") return null;
    if (method === "GET") return { status: 405 };
    if (body.includes("retention_period")) return json(422, { error: "unknown field `retention_period`" });
    if (there) return json(409, { error: "already exists" });
    there = true;
    return { status: 200 };
  };
  await using server = await openFakeInflux(influx3([], early));
  for (let round = 0; round < 2; round++)
    expect(await prepareInflux(settings(server.url), false)).toMatchObject({ ok: true });
});

it("3.x: a token that may not is told", async () => {
  const refuse = ({ method, url }: Heard) =>
    method === "POST" && url.pathname === "/api/v3/configure/database" ? json(403, { error: "forbidden" }) : null;
  await using server = await openFakeInflux(influx3([], refuse));
  expect(failed(await prepareInflux(settings(server.url), false))?.cure?.en).toMatch(/may not .*admin token/);
});

it("a server that does not say what it is: the setting is asked for, and believed", async () => {
  await using server = await openFakeInflux(({ url }) =>
    url.pathname === "/query"
      ? json(200, { results: [{ series: [{ name: "databases", values: [["anju"]] }] }] })
      : { status: 204 },
  );
  expect((await prepareInflux(settings(server.url), true)).problem?.en).toMatch(/set ANJU_INFLUX_VERSION to 1, 2 or 3/);
  const told = await prepareInflux(settings(server.url, { version: 1 }), true);
  expect(states(told).slice(0, 2)).toEqual(["there", "there"]);
});
