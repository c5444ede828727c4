// Every answer an InfluxDB 1.x, 2.x or 3.x can give, and every way it can fail to answer, against what the gateway makes of it.

import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { batchOf, type LineBatch } from "../../src/history/line-batch.ts";
import { openHistory } from "../../src/history/open-history.ts";
import type { TelemetryQuery } from "../../src/model/gateway-view.ts";
import { type Heard, openFakeInflux, type Reply } from "./fake-influx.ts";
import { freePort, needsInfluxd, openInfluxd, runInfluxd } from "./influxd.ts";

const folder = mkdtempSync(join(tmpdir(), "anju-servers-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const token = "s3cret-token-value";
const password = "s3cret-password";
const file = join(folder, "unused.db");
const common = { database: "anju", org: "community", bucket: "anju", file, timeout: 300 };
const credentials = { username: "gateway", password, token };
const open = (url: string, version: 1 | 2 | 3, more = {}) =>
  openHistory({ ...common, ...credentials, url, version, ...more });

const writePath = { 1: "/write", 2: "/api/v2/write", 3: "/api/v3/write_lp" } as const;
const json = (status: number, body: object, headers = {}): Reply => ({
  status,
  body: JSON.stringify(body),
  headers: { "content-type": "application/json", ...headers },
});
const lines = (...list: string[]): LineBatch => batchOf(list);
const batch = lines("m,device=a x=1 1000", "m,device=a x=2 2000");
const query: TelemetryQuery = {
  device: "P'1",
  kind: "pump",
  points: ["flow", 'o"n'],
  from: 0,
  to: 60_000,
  every: 1000,
  limit: 5,
};

describe.each([1, 2, 3] as const)("InfluxDB %i over HTTP", (version) => {
  const onWrite = (reply: Reply) => (heard: Heard) => (heard.url.pathname === writePath[version] ? reply : null);

  it("sends one request per batch, with precision ms and its credentials", async () => {
    await using server = await openFakeInflux(onWrite({ status: 204 }));
    await using history = open(server.url, version);
    expect(await history.write(batch)).toEqual({ ok: true });
    expect(server.heard).toHaveLength(1);
    const [heard] = server.heard as [Heard];
    expect(heard.body).toBe(Buffer.from(batch.bytes).toString());
    const basic = `Basic ${Buffer.from(`gateway:${password}`).toString("base64")}`;
    expect(heard.headers.authorization).toBe({ 1: basic, 2: `Token ${token}`, 3: `Bearer ${token}` }[version]);
    expect(Object.fromEntries(heard.url.searchParams)).toEqual(
      {
        1: { db: "anju", precision: "ms" },
        2: { org: "community", bucket: "anju", precision: "ms" },
        3: { db: "anju", precision: "millisecond" },
      }[version],
    );
  });

  it.each([
    [
      "400 as something in the batch",
      json(400, { code: "invalid", message: "unable to parse 'm'" }),
      { ok: false, kind: "refused", error: expect.stringContaining("unable to parse") },
    ],
    [
      "400 for words that only quote the line",
      json(400, { error: "unable to parse 'm s=\"database not found\"'" }),
      { ok: false, kind: "refused" },
    ],
    [
      "422 as something in the batch",
      json(422, { code: "unprocessable entity", message: "field type conflict" }),
      { ok: false, kind: "refused" },
    ],
    [
      "422 with the number of lines dropped",
      json(422, {
        message: 'failure writing points to database: partial write: field type conflict: input field "x" dropped=2',
      }),
      { ok: false, kind: "refused", dropped: 2 },
    ],
    [
      "422 for lines older than the retention, in the many words of 2.7",
      json(422, {
        message: `failure writing points to database: partial write: dropped 2 points outside retention policy of duration 9600h0m0s - oldest point ${"m,tag=value".padEnd(400, "e")} dropped because it violates a Retention Policy Lower Bound dropped=2 for database: 2d9cb95d4a0b986d for retention policy: autogen`,
      }),
      { ok: false, kind: "refused", dropped: 2 },
    ],
    [
      "400 for want of the organization",
      json(400, { code: "invalid", message: "Please provide either orgID or org" }),
      { ok: false, kind: "retry", status: 400, error: expect.stringMatching(/ANJU_INFLUX_/) },
    ],
    ["413 as too large", json(413, { error: "too large" }), { ok: false, kind: "too-large" }],
    [
      "401 as a wrong credential",
      json(401, { code: "unauthorized", message: `unauthorized access ${token} ${password}` }),
      {
        ok: false,
        kind: "retry",
        status: 401,
        error: expect.stringMatching(version === 1 ? /ANJU_INFLUX_USERNAME/ : /ANJU_INFLUX_TOKEN/),
      },
    ],
    ["403 as a wrong credential", json(403, { error: "forbidden" }), { ok: false, kind: "retry", status: 403 }],
    [
      "404 as a missing database",
      json(404, { error: 'database not found: "anju"' }),
      { ok: false, kind: "retry", status: 404, error: expect.stringMatching(/influx prepare.*ANJU_INFLUX_/) },
    ],
    [
      "400 that says the database is missing",
      json(400, { error: 'database not found: "anju"' }),
      { ok: false, kind: "retry", status: 400 },
    ],
    ["408 as no verdict", json(408, {}), { ok: false, kind: "retry", status: 408 }],
    [
      "429 with its Retry-After",
      json(429, { message: "slow down" }, { "retry-after": "7" }),
      { ok: false, kind: "retry", status: 429, retryAfter: 7000 },
    ],
    ["500 as no verdict", json(500, { error: "timeout" }), { ok: false, kind: "retry", status: 500 }],
    ["503 in plain text", { status: 503, body: "<html>down</html>" }, { ok: false, kind: "retry", status: 503 }],
    [
      "a proxy's 200 as no yes",
      { status: 200, body: "<html>log in</html>", headers: { "content-type": "text/html" } },
      { ok: false, kind: "retry", status: 200 },
    ],
    [
      "a redirect as no yes",
      { status: 302, headers: { location: "/elsewhere" } },
      { ok: false, kind: "retry", status: 302 },
    ],
    [
      "silence as no verdict",
      "never answers",
      { ok: false, kind: "retry", slow: true, error: expect.stringContaining("within 300 ms") },
    ],
    ["a half answer as no verdict", "stops in the middle", { ok: false, kind: "retry" }],
    ["a reset as no verdict, perhaps on the size", "resets", { ok: false, kind: "retry", slow: true }],
  ] as [string, Reply, object][])("takes %s", async (_, reply, outcome) => {
    await using server = await openFakeInflux((heard) => (heard.method === "POST" ? reply : null));
    await using history = open(server.url, version);
    const got = await history.write(batch);
    expect(got).toMatchObject(outcome);
    expect(JSON.stringify(got)).not.toMatch(/s3cret/);
  });

  it("takes a refused connection as no verdict and names the address setting", async () => {
    await using history = open(`http://127.0.0.1:${await freePort()}`, version);
    expect(await history.write(batch)).toMatchObject({
      ok: false,
      kind: "retry",
      error: expect.stringContaining("ECONNREFUSED"),
    });
    expect(await history.ping()).toMatchObject({ ok: false });
    await expect(history.query(query)).rejects.toThrow(/ECONNREFUSED|Connection|connect/i);
  });

  it("asks in InfluxQL with names and texts quoted, and gives rows in time order", async () => {
    await using server = await openFakeInflux(({ url }) =>
      url.pathname === "/query"
        ? json(200, {
            results: [
              {
                series: [
                  {
                    name: "pump",
                    columns: ["time", "p0", "p1"],
                    values: [
                      [2000, 1.5, null],
                      [1000, null, true],
                      [3000, null, null],
                    ],
                  },
                ],
              },
            ],
          })
        : null,
    );
    await using history = open(server.url, version);
    expect(await history.query(query)).toEqual([
      [1000, null, true],
      [2000, 1.5, null],
    ]);
    expect(server.heard[0]?.url.searchParams.get("q")).toBe(
      `SELECT mean("flow"::float) AS "p0", mean("o\\"n"::float) AS "p1" FROM "pump" WHERE "device" = 'P\\'1'` +
        " AND time >= 0ms AND time < 60000ms GROUP BY time(1000ms) fill(none) ORDER BY time ASC LIMIT 5",
    );
    expect(server.heard[0]?.url.searchParams.get("db")).toBe("anju");
    expect(server.heard[0]?.url.searchParams.get("epoch")).toBe("ms");
  });

  it.each([
    ["a refused query", json(401, { error: `no ${token}${password}` }), /ANJU_INFLUX_/],
    ["an error inside a 200", json(200, { results: [{ error: "database not found: anju" }] }), /influx prepare/],
    ["silence", "never answers", /within 300 ms/],
    ["half an answer", "stops in the middle", /within 300 ms/],
  ] as [string, Reply, RegExp][])("says so after %s, without secrets", async (_, reply, words) => {
    await using server = await openFakeInflux(() => reply);
    await using history = open(server.url, version);
    const error: Error = await history.query(query).then(
      () => new Error("answered"),
      (thrown) => thrown,
    );
    expect(error.message).toMatch(words);
    expect(error.message).not.toMatch(/s3cret/);
  });

  it("is found by its version, and again after it was down", async () => {
    const said = { 1: "1.6.7~rc0", 2: "v2.7.12", 3: "3.4.1" }[version];
    let down = true;
    await using server = await openFakeInflux(({ url }) => {
      if (down) return { status: 503 };
      if (url.pathname === "/ping" && version < 3) return { status: 204, headers: { "x-influxdb-version": said } };
      if (url.pathname === "/ping") return json(200, { version: said, revision: "x" });
      return url.pathname === writePath[version] ? { status: 204 } : null;
    });
    await using history = openHistory({ ...common, ...credentials, url: server.url });
    expect(await history.write(batch)).toMatchObject({
      ok: false,
      kind: "retry",
      error: expect.stringContaining("ANJU_INFLUX_VERSION"),
    });
    down = false;
    expect(await history.write(batch)).toEqual({ ok: true });
    expect(await history.ping()).toEqual({ ok: true, detail: expect.stringContaining(said) });
  });
});

describe("what only one version does", () => {
  it("3: writes by the 2.x path where its own is missing, and stays there", async () => {
    await using server = await openFakeInflux(({ url }) => (url.pathname === "/api/v2/write" ? { status: 204 } : null));
    await using history = open(server.url, 3);
    for (let round = 0; round < 2; round++) expect(await history.write(batch)).toEqual({ ok: true });
    expect(server.heard.map(({ url }) => url.pathname)).toEqual(["/api/v3/write_lp", "/api/v2/write", "/api/v2/write"]);
  });

  it("3: a 201, some rows written, is not a yes", async () => {
    await using server = await openFakeInflux(() => ({ status: 201 }));
    await using history = open(server.url, 3);
    expect(await history.write(batch)).toMatchObject({ ok: false, kind: "refused" });
  });

  it("takes user and password from the address and never shows them", async () => {
    await using server = await openFakeInflux(() => json(401, { error: `bad ${password}` }));
    const url = server.url.replace("//", `//gateway:${password}@`);
    await using history = openHistory({ database: "anju", url, version: 1, file });
    const got = await history.write(batch);
    expect(server.heard[0]?.headers.authorization).toMatch(/^Basic /);
    expect(JSON.stringify([got, await history.ping(), await history.prepare()])).not.toMatch(/s3cret/);
  });

  it("a kept connection that the server closes at that moment is no failure: once more over a new one", async () => {
    const used = new WeakSet<object>();
    const server = createServer((request, response) => {
      if (used.has(request.socket)) {
        request.socket.destroy();
        return;
      }
      used.add(request.socket);
      request.resume().on("end", () => response.writeHead(204).end());
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as { port: number };
    {
      await using history = open(`http://127.0.0.1:${port}`, 1);
      for (let round = 0; round < 4; round++) expect(await history.write(batch)).toEqual({ ok: true });
    }
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  it("an address that is none is refused at once, without repeating it", () => {
    expect(() => openHistory({ database: "anju", url: `influx ${password}`, version: 1, file })).toThrow(
      /^ANJU_INFLUX_URL is not an address/,
    );
  });

  it("without an address: the embedded history", async () => {
    await using history = openHistory({ database: "anju", file: join(folder, "history.db") });
    expect(await history.write(batch)).toEqual({ ok: true });
    expect(await history.query({ ...query, device: "a", kind: "m", points: ["x"] })).toEqual([
      [1000, 1],
      [2000, 2],
    ]);
  });
});

describe(`InfluxDB 1.6.7${needsInfluxd}`, () => {
  it.runIf(runInfluxd)("is found, prepared, written to, and refuses a batch in part", async () => {
    await using influxd = await openInfluxd();
    const now = Date.now();
    const batch = lines(`m,device=a x=1 ${now}`, `m,device=a x=2 ${now + 1}`);
    await using history = openHistory({ database: "community", url: influxd.url, file });
    expect(await history.write(batch)).toMatchObject({
      ok: false,
      kind: "retry",
      status: 404,
      error: expect.stringContaining("influx prepare"),
    });
    expect(await history.prepare()).toEqual({
      ok: true,
      detail: expect.stringContaining("database community, kept for 400 days: made"),
    });
    expect(await history.prepare()).toEqual({ ok: true, detail: "everything is there" });
    const policies = await (
      await fetch(`${influxd.url}/query?q=${encodeURIComponent('SHOW RETENTION POLICIES ON "community"')}`)
    ).text();
    expect(policies).toMatch(/"anju","9600h0m0s","168h0m0s",1,true\],\["hourly","43800h0m0s","168h0m0s",1,false/);
    expect(await history.write(batch)).toEqual({ ok: true });
    expect(await history.write(lines(`m,device=a x="text" ${now + 2}`, `m,device=a x=4 ${now + 3}`))).toMatchObject({
      ok: false,
      kind: "refused",
      error: expect.stringContaining("type conflict"),
    });
    expect(await history.query({ device: "a", kind: "m", points: ["x"], from: now, to: now + 9, limit: 9 })).toEqual([
      [now, 1],
      [now + 1, 2],
      [now + 3, 4],
    ]);
    expect(await history.ping()).toEqual({ ok: true, detail: expect.stringContaining("1.6.7") });
  });

  it.runIf(runInfluxd)("asks for credentials where it demands them", async () => {
    await using influxd = await openInfluxd({ auth: true });
    await fetch(`${influxd.url}/query`, {
      method: "POST",
      body: new URLSearchParams({ q: `CREATE USER gateway WITH PASSWORD '${password}' WITH ALL PRIVILEGES` }),
    });
    await using stranger = openHistory({ database: "d", url: influxd.url, file });
    expect(await stranger.prepare()).toMatchObject({
      ok: false,
      detail: expect.stringContaining("ANJU_INFLUX_USERNAME"),
    });
    expect(await stranger.write(batch)).toMatchObject({ ok: false, kind: "retry", status: 401 });
    await using known = openHistory({ database: "d", url: influxd.url, file, username: "gateway", password });
    expect(await known.prepare()).toMatchObject({ ok: true });
    expect(await known.write(lines(`m x=1 ${Date.now()}`))).toEqual({ ok: true });
  });
});
