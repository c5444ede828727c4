// Writing over HTTP: reports and acts, and how each refusal is told.

import { expect, it } from "vitest";
import { openGateway, smallGateway, token } from "./open-gateway.ts";

const act = "/api/v1/tickets/T-000002/accept";

it("lets a person act, and answers the ticket as it then stands", async () => {
  await using open = await openGateway();
  const answer = await open.post(act, { by: "zhao", note: "on my way", version: 1 });
  expect([answer.status, answer.json.state, answer.json.assignee, answer.json.version]).toEqual([
    200,
    "accepted",
    "zhao",
    2,
  ]);
  expect(answer.json.events.at(-1)).toMatchObject({ type: "accepted", by: "zhao", note: "on my way" });
});

it.each([
  [act, { by: "nobody" }, 422, "unknown-staff"],
  [act, { by: "zhao", version: 9 }, 409, "stale"],
  ["/api/v1/tickets/T-000001/accept", { by: "zhao" }, 409, "wrong-state"],
  ["/api/v1/tickets/T-000099/accept", { by: "zhao" }, 404, "unknown-ticket"],
  ["/api/v1/tickets/T-000002/explode", { by: "zhao" }, 404, "unknown-act"],
  [act, { by: 5, overide: true }, 400, "bad-request"],
  ["/api/v1/tickets", { zone: "north", text: "x" }, 422, "unknown-zone"],
  ["/api/v1/tickets", { zone: "east" }, 400, "bad-request"],
] as const)("refuses POST %s %j with %i %s in both languages", async (path, body, status, code) => {
  await using open = await openGateway();
  const answer = await open.post(path, body);
  expect([answer.status, answer.json.code, answer.json.status]).toEqual([status, code, status]);
  expect(answer.headers.get("content-type")).toBe("application/problem+json");
  expect(answer.json.type).toBe(`urn:anju:problem:${code}`);
  expect(answer.json.text.en).toBe(answer.json.title);
  expect(answer.json.text.zh).toMatch(/\p{Script=Han}/u);
  expect(open.gateway.tickets.get("T-000002")?.state).toBe("open");
});

it("takes a report, and keeps the reporter's phone out of lists", async () => {
  await using open = await openGateway();
  const answer = await open.post("/api/v1/tickets", {
    zone: "west",
    asset: "L1",
    text: "路灯不亮",
    reporter: { resident: true, phone: "13800000001" },
  });
  expect([answer.status, answer.headers.get("location")]).toEqual([201, "/api/v1/tickets/T-000004"]);
  expect(answer.json).toMatchObject({ source: "report", zone: "west", asset: "L1", fault: null });
  expect((await open.get("/api/v1/tickets")).text).not.toContain("13800000001");
  expect((await open.get("/api/v1/tickets/T-000004")).json.reporter).toEqual({ resident: true, phone: "13800000001" });
});

it("takes an act without a body as the administrator's own", async () => {
  await using open = await openGateway();
  const answer = await open.get(act, { method: "POST", headers: { authorization: `Bearer ${token}` } });
  expect([answer.status, answer.json.state]).toEqual([200, "accepted"]);
  expect(answer.json.events.at(-1)).toMatchObject({ type: "accepted", by: "admin" });
});

it("refuses more than 256 KiB, broken JSON and foreign media types", async () => {
  await using open = await openGateway();
  const large = await open.post("/api/v1/tickets", { zone: "east", text: "x".repeat(256 * 1024) });
  expect([large.status, large.json.code]).toEqual([413, "too-large"]);
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const broken = await open.get(act, { method: "POST", headers, body: "{" });
  expect([broken.status, broken.json.code]).toEqual([400, "bad-request"]);
  const xml = await open.get(act, {
    method: "POST",
    headers: { ...headers, "content-type": "text/xml" },
    body: "<a/>",
  });
  expect([xml.status, xml.json.code]).toEqual([400, "bad-request"]);
});

it("hides what broke inside, and logs it without the query", async () => {
  const { view, ...gateway } = smallGateway();
  const broken = (): never => {
    throw new Error("a pipe burst in the engine room");
  };
  await using open = await openGateway({ ...gateway, view: { ...view, tickets: broken } });
  const answer = await open.get("/api/v1/tickets?zone=private");
  expect([answer.status, answer.json.code]).toEqual([500, "internal"]);
  expect(answer.text).not.toContain("engine room");
  expect(open.logged.join()).toContain("/api/v1/tickets");
  expect(open.logged.join()).not.toContain("private");
});
