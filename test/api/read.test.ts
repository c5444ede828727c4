// Reading over HTTP: health, metrics, devices, faults, tickets, telemetry, quarantine, the OpenAPI document.

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { z } from "zod";
import * as schemas from "../../src/api/schemas.ts";
import type { OpenGateway } from "./open-gateway.ts";
import { openGateway, start } from "./open-gateway.ts";

let open: OpenGateway;
beforeAll(async () => {
  open = await openGateway();
});
afterAll(() => open[Symbol.asyncDispose]());

type Operation = {
  readonly summary: string;
  readonly responses: object;
  readonly parameters?: readonly { readonly in: string; readonly name: string }[];
};

const ids = (answer: { json: { items: { id: string }[] } }): string[] => answer.json.items.map(({ id }) => id);
const fits = (schema: z.ZodType, value: unknown): void => {
  expect(schema.safeParse(value).error?.issues ?? []).toEqual([]);
};

describe("health and metrics", () => {
  it("answers 200 for ok and degraded and 503 for down, without a token", async () => {
    for (const [status, code] of [
      ["ok", 200],
      ["degraded", 200],
      ["down", 503],
    ] as const) {
      open.gateway.health = { status, checks: { history: { status, detail: "why" } } };
      const answer = await open.get("/healthz", {});
      expect([answer.status, answer.json]).toEqual([code, open.gateway.health]);
    }
    open.gateway.health = { status: "ok", checks: {} };
  });

  it("gives Prometheus the gateway's figures on loopback without a token, but not through a proxy", async () => {
    const { text } = await open.get("/metrics", {});
    for (const line of [
      'anju_devices{kind="camera"} 1',
      'anju_devices_online{kind="elevator"} 1',
      'anju_faults_open{severity="critical"} 1',
      'anju_tickets{state="open"} 2',
      'anju_messages_rejected_total{reason="not-json"} 2',
      "anju_messages_received_total 12",
      "anju_messages_kept_total 10",
      "anju_history_waiting 7",
      "anju_notices_waiting 4",
      "anju_tickets_overdue 1",
    ])
      expect(text.split("\n")).toContain(line);
    expect(text).toContain("process_cpu_seconds_total");
    expect((await open.get("/metrics", { headers: { "x-forwarded-for": "203.0.113.9" } })).status).toBe(401);
    expect((await open.get("/metrics", { headers: { authorization: "Bearer wrong" } })).status).toBe(401);
  });
});

describe("tickets", () => {
  it("come by nearest deadline, page by page, each once", async () => {
    const all = (await open.get("/api/v1/tickets?limit=1000")).json.items as { id: string }[];
    const ids: string[] = [];
    const dues: number[] = [];
    for (let cursor = "", more = true; more; ) {
      const { json } = await open.get(`/api/v1/tickets?sort=due&limit=2${cursor}`);
      for (const { id, clocks } of json.items as { id: string; clocks: { state: string; dueAt: string }[] }[]) {
        ids.push(id);
        const owed = clocks.filter(({ state }) => ["running", "breached"].includes(state));
        dues.push(Math.min(...owed.map(({ dueAt }) => Date.parse(dueAt))));
      }
      more = json.next !== null;
      cursor = `&cursor=${encodeURIComponent(json.next)}`;
    }
    expect([...ids].sort()).toEqual(all.map(({ id }) => id).sort());
    expect(dues).toEqual([...dues].sort((a, b) => (a === b ? 0 : a - b)));
    expect((await open.get("/api/v1/tickets?sort=due&cursor=T-000001")).status).toBe(400);
  });

  it("answers the contract's keys in its order, with instants in Z and no empty milliseconds", async () => {
    const { json } = await open.get("/api/v1/tickets/T-000002");
    expect(Object.keys(json)).toEqual(
      "id site zone asset kind fault ref severity sla source state paused present verified repeats parent owner assignee version since openedAt restoredAt closedAt title cameras clocks events latched former origin resident holders".split(
        " ",
      ),
    );
    expect(json.openedAt).toBe("2026-02-28T23:59:00Z");
    expect(json.clocks[0]).toEqual({
      milestone: "respond",
      startedAt: "2026-02-28T23:59:00Z",
      dueAt: "2026-03-01T00:04:00Z",
      doneAt: null,
      breachedAt: null,
      state: "running",
    });
    fits(schemas.ticket, json);
  });

  it.each([
    ["", ["T-000001", "T-000002", "T-000003"]],
    ["?state=open", ["T-000002", "T-000003"]],
    ["?state=open,closed&zone=east", ["T-000001", "T-000002"]],
    ["?kind=streetlight", ["T-000003"]],
    ["?asset=E1", ["T-000002"]],
    ["?overdue=true", ["T-000003"]],
    ["?overdue=false", ["T-000001", "T-000002"]],
    ["?since=2026-02-28T23:50:00Z", ["T-000002", "T-000003"]],
    ["?since=2026-02-28T23:50:00Z&until=2026-02-28T23:59:00Z", ["T-000003"]],
    ["?since=2026-03-01T07:59:00+08:00", ["T-000002"]],
    ["?severity=critical", ["T-000002"]],
  ])("filters %s", async (query, expected) => {
    expect(ids(await open.get(`/api/v1/tickets${query}`))).toEqual(expected);
  });

  it("pages by cursor without losing or repeating any", async () => {
    const seen: string[] = [];
    let next: string | null = "";
    while (next !== null) {
      const answer = await open.get(`/api/v1/tickets?limit=1${next === "" ? "" : `&cursor=${next}`}`);
      seen.push(...ids(answer));
      next = answer.json.next;
    }
    expect(seen).toEqual(["T-000001", "T-000002", "T-000003"]);
    expect((await open.get("/api/v1/tickets?cursor=T-999999")).json.code).toBe("bad-request");
  });

  it("refuses what it does not know: 404 for a ticket, 400 that lists every field in both languages", async () => {
    const missing = await open.get("/api/v1/tickets/T-000099");
    expect([missing.status, missing.json.code]).toEqual([404, "unknown-ticket"]);
    const { status, json, headers } = await open.get("/api/v1/tickets?state=opened&since=yesterday&sate=open");
    expect([status, headers.get("content-type")]).toEqual([400, "application/problem+json"]);
    expect(json.errors.map(({ field }: { field: string }) => field)).toEqual(["query/state/0", "query/since", "query"]);
    expect(json.text).toEqual({ en: "The request is not valid.", zh: "请求内容无效。" });
    expect(json.errors[1].text.zh).toContain("ISO 8601");
    fits(schemas.problem, json);
  });
});

describe("devices and faults", () => {
  it("shows a device's present with instants as ISO", async () => {
    const seen = open.gateway.devices.get("C1");
    if (!seen) throw new Error("no C1");
    open.gateway.devices.set("C1", {
      ...seen,
      points: { fps: { value: 25, at: start }, oldestRecording: { value: start - 86_400_000, at: start + 5 } },
      unmapped: { wifi: start },
      faults: ["videoLoss"],
    });
    const { json } = await open.get("/api/v1/devices/C1");
    expect(json.points).toEqual({
      fps: { value: 25, at: "2026-03-01T00:00:00Z" },
      oldestRecording: { value: "2026-02-28T00:00:00Z", at: "2026-03-01T00:00:00.005Z" },
    });
    expect(json.unmapped).toEqual({ wifi: "2026-03-01T00:00:00Z" });
    fits(schemas.device, json);
    expect((await open.get("/api/v1/devices/C9")).json.code).toBe("unknown-device");
  });

  it.each([
    ["", ["C1", "E1", "L1"]],
    ["?kind=camera,elevator", ["C1", "E1"]],
    ["?zone=west", ["L1"]],
    ["?online=false", []],
    ["?fault=videoLoss", ["C1"]],
    ["?limit=2", ["C1", "E1"]],
    ["?limit=2&cursor=E1", ["L1"]],
  ])("filters devices %s", async (query, expected) => {
    expect(ids(await open.get(`/api/v1/devices${query}`))).toEqual(expected);
  });

  it("lists faults newest first, by state, zone and page", async () => {
    const all = await open.get("/api/v1/faults");
    expect(all.json.items.map(({ fault }: { fault: string }) => fault)).toEqual(["entrapment", "videoLoss"]);
    fits(schemas.pageOf(schemas.fault), all.json);
    expect((await open.get("/api/v1/faults?open=true")).json.items).toHaveLength(1);
    expect((await open.get("/api/v1/faults?zone=west")).json.items).toEqual([]);
    const first = await open.get("/api/v1/faults?limit=1");
    const second = await open.get(`/api/v1/faults?limit=1&cursor=${first.json.next}`);
    expect(second.json.items[0].fault).toBe("videoLoss");
    expect(second.json.next).toBe(null);
  });
});

describe("telemetry", () => {
  it("pages 10,000 raw readings at a time, by the last instant", async () => {
    for (let second = 0; second < 10_001; second++) open.gateway.rows.push([start + second * 1000, second, null]);
    const path = "/api/v1/telemetry/C1?points=fps,luma&from=2026-03-01T00:00:00Z&to=2026-03-02T00:00:00Z";
    const first = await open.get(path);
    expect(first.json.rows).toHaveLength(10_000);
    expect(first.json.rows[1]).toEqual(["2026-03-01T00:00:01Z", 1, null]);
    expect([first.json.device, first.json.points, first.json.next]).toEqual([
      "C1",
      ["fps", "luma"],
      "2026-03-01T02:46:39Z",
    ]);
    const second = await open.get(`${path}&cursor=${first.json.next}`);
    expect(second.json.rows).toEqual([["2026-03-01T02:46:40Z", 10_000, null]]);
    expect(second.json.next).toBe(null);
    fits(schemas.telemetry, second.json);
  });

  it.each([
    ["/api/v1/telemetry/C9?points=fps", "unknown-device"],
    ["/api/v1/telemetry/C1?points=fpz", "bad-request"],
    ["/api/v1/telemetry/C1?points=fps&every=PT0S", "bad-request"],
    ["/api/v1/telemetry/C1?points=fps&every=PT1M&aggregate=median", "bad-request"],
    ["/api/v1/telemetry/C1?from=2026-03-02T00:00:00Z&to=2026-03-01T00:00:00Z", "bad-request"],
    ["/api/v1/telemetry/C1?from=2026-03-02", "bad-request"],
  ])("refuses %s", async (path, code) => {
    expect((await open.get(path)).json.code).toBe(code);
  });
});

it("pages the quarantine, newest first", async () => {
  for (const id of [3, 2, 1])
    open.gateway.quarantined.push({
      id,
      at: start,
      topic: "facility/demo/camera/C1/telemetry",
      device: "C1",
      reason: "not-json",
      detail: "Unexpected end",
      payload: "{",
    });
  const first = await open.get("/api/v1/quarantine?limit=2");
  expect([first.json.items.map(({ id }: { id: number }) => id), first.json.next]).toEqual([[3, 2], "2"]);
  fits(schemas.pageOf(schemas.quarantined), first.json);
  const second = await open.get("/api/v1/quarantine?limit=2&cursor=2");
  expect([second.json.items[0].id, second.json.next]).toEqual([1, null]);
});

it("describes itself as OpenAPI 3.1 with every route of the contract", async () => {
  const { json } = await open.get("/api/v1/openapi.json");
  expect(json.openapi).toBe("3.1.0");
  expect(Object.keys(json.paths).sort()).toEqual([
    "/api/v1/coverage",
    "/api/v1/coverage.geojson",
    "/api/v1/coverage/plan",
    "/api/v1/coverage/suggest",
    "/api/v1/coverage/turns",
    "/api/v1/coverage/what-if",
    "/api/v1/coverage/witnesses",
    "/api/v1/devices",
    "/api/v1/devices/{id}",
    "/api/v1/faults",
    "/api/v1/quarantine",
    "/api/v1/reports/coverage",
    "/api/v1/silences",
    "/api/v1/silences/ledger",
    "/api/v1/silences/{id}",
    "/api/v1/telemetry/{device}",
    "/api/v1/tickets",
    "/api/v1/tickets/{id}",
    "/api/v1/tickets/{id}/advice",
    "/api/v1/tickets/{id}/why",
    "/api/v1/tickets/{id}/{act}",
    "/healthz",
  ]);
  for (const [path, item] of Object.entries<Record<string, Operation>>(json.paths))
    for (const operation of Object.values(item)) {
      expect(typeof operation.summary).toBe("string");
      expect(Object.keys(operation.responses).length).toBeGreaterThan(1);
      const named = (operation.parameters ?? [])
        .filter(({ in: place }) => place === "path")
        .map(({ name }) => `{${name}}`);
      expect(named).toEqual(path.match(/\{\w+\}/g) ?? []);
    }
  const filters = json.paths["/api/v1/tickets"].get.parameters.map(({ name }: { name: string }) => name);
  expect(filters).toEqual(expect.arrayContaining("state zone kind asset overdue since until limit cursor".split(" ")));
});
