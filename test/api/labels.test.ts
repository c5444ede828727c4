// The sheets of labels, and arriving with a label's code.

import { expect, it } from "vitest";
import { labelCode } from "../../src/api/label-code.ts";
import { token } from "./open-gateway.ts";
import { key, lampCode, openPeopleDoor } from "./people-door.ts";

const arrive = "/api/v1/tickets/T-000003/arrive";

it("prints a code for the zone and each of its devices, with the public address", async () => {
  await using door = await openPeopleDoor({ publicUrl: "https://anju.example/" });
  const sheet = await door.get("/labels?zone=west");
  expect(sheet.status).toBe(200);
  expect(sheet.text.match(/<svg/g)).toHaveLength(2);
  expect(sheet.text).toContain(`https://anju.example/r/${lampCode}`);
  expect(sheet.text).toContain(`https://anju.example/r/${labelCode(key, "zone", "west")}`);
  expect(sheet.text).toContain("1号路灯");
  expect(sheet.text).not.toContain("北门摄像机");
  expect(sheet.text).not.toContain('class="warning"');
  expect(sheet.text).toContain('href="/labels?zone=east"');
});

it("warns that codes without a public address lead to this machine only", async () => {
  await using door = await openPeopleDoor();
  const sheet = await door.get("/labels");
  expect(sheet.text).toContain('class="warning"');
  expect(sheet.text).toContain(`${door.base}/r/${labelCode(key, "device", "C1")}`);
});

it("shows labels to whoever is logged in alone", async () => {
  await using door = await openPeopleDoor();
  const stranger = await door.get("/labels", {});
  expect([stranger.status, stranger.headers.get("location")]).toEqual([303, "/login"]);
  const unknown = await door.get("/labels?zone=north");
  expect([unknown.status, unknown.json.code]).toEqual([422, "unknown-zone"]);
});

it("takes the code on the asset's label as proof of arrival, also as the link it carries", async () => {
  await using door = await openPeopleDoor();
  for (const code of [
    lampCode,
    `https://anju.example/r/${lampCode}`,
    lampCode.replace(/\w{10}$/, (seal) => seal.toLowerCase()),
  ])
    expect((await door.post(arrive, { by: "zhao", code })).status).toBe(200);
  expect(door.acted).toEqual(Array(3).fill({ do: "arrive", ticket: "T-000003", by: "zhao", byLabel: true }));
  await door.post(arrive, { by: "zhao", note: "the label is torn off" });
  expect(door.acted.at(-1)).not.toHaveProperty("byLabel");
});

it.each([
  ["another asset's code", { code: labelCode(key, "device", "E1") }],
  ["the zone's code where there is an asset", { code: labelCode(key, "zone", "west") }],
  ["a guess", { code: "L1-AAAAAAAAAA" }],
  ["byLabel from outside", { byLabel: true }],
])("refuses %s", async (_what, body) => {
  await using door = await openPeopleDoor();
  const answer = await door.post(arrive, { by: "zhao", ...body });
  expect([answer.status, answer.json.code, door.acted]).toEqual([400, "bad-request", []]);
  if ("code" in body)
    expect([answer.json.detail, answer.json.detailZh].every((said) => said.includes("L1"))).toBe(true);
});

it("takes the zone's code where the ticket names no asset", async () => {
  await using door = await openPeopleDoor();
  await door.post("/api/v1/tickets", { zone: "east", text: "the bench is broken" });
  const code = labelCode(key, "zone", "east");
  expect((await door.post("/api/v1/tickets/T-000004/arrive", { by: "zhao", code })).status).toBe(200);
});

it("passes on what later acts say, with instants as numbers", async () => {
  await using door = await openPeopleDoor();
  const act = (name: string, body: object) => door.post(`/api/v1/tickets/T-000002/${name}`, { by: "sun", ...body });
  const now = { sla: "planned", severity: "minor", zone: "west", asset: "L1", fault: "lampOut" };
  expect((await act("reclassify", { now: { ...now, agreedAt: "2026-03-05T09:00:00+08:00" } })).status).toBe(200);
  const repair = { remedy: "new driver", parts: [{ name: "driver", count: 2 }], cost: 120.5, cause: "wear" };
  await act("close", repair);
  await act("call-back", { rating: 5, note: "all well" });
  expect(door.acted).toMatchObject([
    { do: "reclassify", now: { ...now, agreedAt: Date.parse("2026-03-05T01:00:00Z") } },
    { do: "close", ...repair },
    { do: "call-back", rating: 5 },
  ]);
});

it.each([
  ["reclassify", { now: { agreedAt: "tomorrow" } }],
  ["reclassify", { now: { state: "closed" } }],
  ["close", { parts: [{ name: "driver", count: 0 }] }],
  ["close", { cost: -1 }],
  ["call-back", { rating: 6 }],
  ["close", { code: lampCode }],
  ["attach", {}],
])("refuses %s %j before the desk hears of it", async (act, body) => {
  await using door = await openPeopleDoor();
  const answer = await door.post(`/api/v1/tickets/T-000002/${act}`, { by: "sun", ...body });
  expect([answer.status, answer.json.code, door.acted]).toEqual([400, "bad-request", []]);
});

it("cannot judge a code without the key", async () => {
  await using door = await openPeopleDoor();
  const { openGateway } = await import("./open-gateway.ts");
  await using plain = await openGateway();
  const answer = await plain.post(arrive, { by: "zhao", code: lampCode });
  expect([answer.status, answer.json.code]).toEqual([501, "not-available"]);
  expect([door.acted, token.length > 0]).toEqual([[], true]);
});
