// The daily count and the shift sheet over HTTP, and the page that is printed.

import { afterAll, beforeAll, expect, it } from "vitest";
import type { z } from "zod";
import * as schemas from "../../src/api/daily-count-schemas.ts";
import { text } from "../../src/model/text.ts";
import { dailyCount } from "../../src/tickets/daily-count.ts";
import { shiftSheet } from "../../src/tickets/shift-sheet.ts";
import type { OpenGateway } from "./open-gateway.ts";
import { openGateway, smallGateway, start, token } from "./open-gateway.ts";
import { clock, faultOf, ticketOf } from "./samples.ts";

const hour = 3_600_000;
let open: OpenGateway;
beforeAll(async () => {
  const gateway = smallGateway();
  const report = ticketOf(4, faultOf("E1", "elevator", "notLevel", start - 20 * hour), {
    title: text("<b>The lamp & the door</b>", "<b>灯与门</b>"),
    assignee: "zhao",
    clocks: [
      clock("respond", start - 20 * hour, start - 18 * hour, { state: "breached", breachedAt: start - 18 * hour }),
      clock("restore", start - 20 * hour, start + hour),
    ],
    events: [
      { at: start - 20 * hour, type: "opened", by: "system" },
      { at: start - 13 * hour, type: "breached", by: "system", milestone: "respond" },
    ],
  });
  gateway.tickets.set(report.id, report);
  const closed = gateway.tickets.get("T-000001");
  if (!closed) throw new Error("the sample has no T-000001");
  gateway.tickets.set(closed.id, {
    ...closed,
    events: [...closed.events, { at: start - 60_000, type: "closed", by: "chen" }],
  });
  open = await openGateway(gateway, { counting: { dailyCount, shiftSheet } });
});
afterAll(() => open[Symbol.asyncDispose]());

const fits = (schema: z.ZodType, value: unknown): void => {
  expect(schema.safeParse(value).error?.issues ?? []).toEqual([]);
};

it("counts as of now, instants in Z, spans as durations", async () => {
  const { status, json } = await open.get("/api/v1/daily-count");
  expect(status).toBe(200);
  fits(schemas.dailyCount.strict(), json);
  expect(json).toMatchObject({ site: "demo", at: "2026-03-01T00:00:00Z", open: 3, overdue: 2, unassigned: 2 });
  expect(json.tickets.map(({ id }: { id: string }) => id)).toEqual(["T-000004", "T-000003", "T-000002"]);
  expect(json.tickets[0]).toMatchObject({
    assignee: "zhao",
    overdue: [{ milestone: "respond", dueAt: "2026-02-28T06:00:00Z", since: "2026-02-28T06:00:00Z", late: "PT18H" }],
    next: { milestone: "restore", dueAt: "2026-03-01T01:00:00Z" },
    paused: null,
  });
});

it("the shift is the last twelve hours unless asked for another", async () => {
  const { json } = await open.get("/api/v1/shift-sheet");
  fits(schemas.shiftSheet.strict(), json);
  expect([json.from, json.to]).toEqual(["2026-02-28T12:00:00Z", "2026-03-01T00:00:00Z"]);
  expect([json.opened.length, json.closed.length, json.breached.length, json.open.length]).toEqual([3, 1, 0, 3]);
  expect(json.deadlines.map(({ id, milestone, dueAt }: Record<string, string>) => [id, milestone, dueAt])).toEqual([
    ["T-000002", "respond", "2026-03-01T00:04:00Z"],
    ["T-000004", "restore", "2026-03-01T01:00:00Z"],
  ]);
  expect(json.silences).toEqual([]);
  expect(json.onDuty).toEqual({ now: { operator: ["chen"], technician: ["zhao"], supervisor: ["sun"] }, next: null });
  const earlier = await open.get("/api/v1/shift-sheet?from=2026-02-28T08:00:00%2B08:00&to=2026-02-28T12:00:00Z");
  expect(earlier.json.breached).toMatchObject([{ id: "T-000004", at: "2026-02-28T11:00:00Z", milestone: "respond" }]);
});

it.each(["?from=2026-03-01T00:00:00Z", "?from=yesterday", "?shift=1", "?to=2026-03-01"])(
  "refuses %s in both languages",
  async (query) => {
    const { status, json } = await open.get(`/api/v1/shift-sheet${query}`);
    expect([status, json.code]).toEqual([400, "bad-request"]);
    expect(json.detailZh).toMatch(/[\u4e00-\u9fff]/);
  },
);

it("prints a page in the language asked for, on which no script can run and no title is markup", async () => {
  const answer = await open.get("/daily-count?lang=zh");
  expect(answer.status).toBe(200);
  expect(answer.headers.get("content-type")).toBe("text/html; charset=utf-8");
  expect(answer.headers.get("content-security-policy")).not.toContain("script-src");
  expect(answer.text).toContain("每日盘点 · 锦绣花园");
  expect(answer.text).toContain("&lt;b&gt;灯与门&lt;/b&gt;");
  expect(answer.text).not.toMatch(/<script|<b>|undefined|\[object/);
  expect(answer.text).toContain("响应 02-28 14:00<small>已超 18 小时</small>");
  expect(answer.text).toContain("<small>电梯 E1 · 东片区</small>");
  expect(answer.text).toContain('data-label="处理人"><div>赵工<small>责任人 陈值班</small></div>');
  const english = await open.get("/daily-count?lang=en");
  expect(english.text).toContain("Daily count · Jinxiu Garden");
  expect(english.text).toContain("respond 02-28 14:00<small>late by 18 h</small>");
  expect(english.text).toContain("<small>Elevator E1 · East</small>");
});

it("is for those who are logged in", async () => {
  expect((await open.get("/api/v1/daily-count", {})).status).toBe(401);
  expect((await open.get("/api/v1/shift-sheet", {})).status).toBe(401);
  const page = await open.get("/daily-count", {});
  expect([page.status, page.headers.get("location")]).toEqual([303, "/login"]);
});

it("stands in the OpenAPI document, and is not there where nobody says how to count", async () => {
  const { json } = await open.get("/api/v1/openapi.json");
  expect(Object.keys(json.paths)).toEqual(expect.arrayContaining(["/api/v1/daily-count", "/api/v1/shift-sheet"]));
  await using without = await openGateway();
  const headers = { authorization: `Bearer ${token}` };
  expect((await without.get("/api/v1/daily-count", { headers })).status).toBe(404);
});
