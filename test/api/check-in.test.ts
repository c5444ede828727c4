// Scanning the label of a watched area: staff check in on its open blind-spot ticket, everybody else reports as before.

import { expect, it } from "vitest";
import { labelCode } from "../../src/api/label-code.ts";
import type { GatewayView } from "../../src/model/gateway-view.ts";
import { refuse } from "../../src/model/result.ts";
import type { Ticket } from "../../src/model/ticket.ts";
import { start, token } from "./open-gateway.ts";
import { key, lampCode, openPeopleDoor, type PeopleDoor } from "./people-door.ts";
import { device, faultOf, ticketOf } from "./samples.ts";

const gate = device("north-gate", "area", "east", "North gate", "北门");
const code = labelCode(key, "device", "north-gate");
const minute = 60_000;
const rounds = { every: 30 * minute, dueAt: start + 20 * minute, visits: 1, missed: 0 };

async function openDoor(ticket?: Partial<Ticket>, change: (view: GatewayView) => GatewayView = (view) => view) {
  const door = await openPeopleDoor({}, (view) =>
    change({ ...view, site: { ...view.site, devices: [...view.site.devices, gate] } }),
  );
  if (ticket)
    door.gateway.put(ticketOf(9, faultOf("north-gate", "area", "blindSpot", start - minute), { rounds, ...ticket }));
  const login = await door.get(`/login?token=${token}`, {});
  const cookie = login.headers.get("set-cookie")?.split(";")[0] ?? "";
  return { door, cookie };
}
const scan = (door: PeopleDoor, cookie: string, query = "") => door.get(`/r/${code}${query}`, { headers: { cookie } });
const press = (door: PeopleDoor, cookie: string, fields: Record<string, string>, to = code) =>
  door.get(`/r/${to}/check-in`, { method: "POST", body: new URLSearchParams(fields), headers: { cookie } });

it("offers whoever is logged in one button that checks in by the label", async () => {
  const { door, cookie } = await openDoor({});
  await using _door = door;
  const page = await scan(door, cookie, "?lang=en");
  expect(page.status).toBe(200);
  expect(page.text).toContain("I am here: check in");
  expect(page.text).toContain("T-000009");
  expect(page.text).toContain("Next round by: 03-01 08:20");
  expect(page.text).not.toContain("Report something</h1>");

  const pressed = await press(door, cookie, { by: "zhao", note: "all quiet", lang: "en" });
  expect([pressed.status, pressed.headers.get("location")]).toEqual([303, `/r/${code}?done=yes&lang=en`]);
  expect(door.acted).toEqual([{ do: "check-in", ticket: "T-000009", by: "zhao", byLabel: true, note: "all quiet" }]);
  const remembered = pressed.headers.get("set-cookie")?.split(";")[0];
  expect(pressed.headers.get("set-cookie")).toContain("HttpOnly");
  const done = await scan(door, `${cookie}; ${remembered}`, "?done=yes&lang=en");
  expect(done.text).toContain("Checked in. Thank you.");
  expect(done.text).toContain('<option value="zhao" selected>');
});

it("says who was there last, and by which proof", async () => {
  const events = [{ at: start, type: "checkedIn", by: "zhao", byLabel: true } as const];
  const { door, cookie } = await openDoor({ events });
  await using _door = door;
  expect((await scan(door, cookie)).text).toContain("最近到场：赵工 03-01 08:00（已扫码）");
});

it.each([
  ["no ticket", undefined, "没有未完成的盲区工单"],
  ["a ticket that is over", { state: "restored" }, "没有未完成的盲区工单"],
  ["another fault", { fault: "sabotage" }, "没有未完成的盲区工单"],
  ["a ticket that asks for no rounds", { rounds: null }, "目前无需巡查签到"],
] as const)("has no button where there is %s, and says so", async (_what, ticket, said) => {
  const { door, cookie } = await openDoor(ticket);
  await using _door = door;
  const page = await scan(door, cookie);
  expect(page.text).toContain(said);
  expect(page.text).not.toContain("<form");
});

it("is the form for residents to everybody else, on every other label, and where staff ask for it", async () => {
  const { door, cookie } = await openDoor({});
  await using _door = door;
  const stranger = await door.get(`/r/${code}`, {});
  expect(stranger.text).toContain("我要报事");
  expect(stranger.text).not.toMatch(/签到|T-000009|赵工/);
  expect((await scan(door, cookie, "?report=yes")).text).toContain("我要报事");
  expect((await door.get(`/r/${lampCode}`, { headers: { cookie } })).text).toContain("我要报事");
});

it("lets nobody check in without a login, for nobody, or on another label", async () => {
  const { door, cookie } = await openDoor({});
  await using _door = door;
  const stranger = await press(door, "", { by: "zhao" });
  expect([stranger.status, stranger.headers.get("location")]).toEqual([303, "/login"]);
  const nobody = await press(door, cookie, { by: "", lang: "en" });
  expect([nobody.status, nobody.text.includes("Choose who you are first.")]).toEqual([422, true]);
  expect((await press(door, cookie, { by: "zhao" }, lampCode)).status).toBe(404);
  expect((await press(door, cookie, { by: "zhao" }, "north-gate-AAAAAAAAAA")).status).toBe(404);
  const foreign = await door.get(`/r/${code}/check-in`, {
    method: "POST",
    body: new URLSearchParams({ by: "zhao" }),
    headers: { cookie, origin: "https://elsewhere.example" },
  });
  expect([foreign.status, door.acted]).toEqual([403, []]);
});

it("tells what the desk says against it", async () => {
  const words = { en: "Not now.", zh: "现在不行。" };
  const { door, cookie } = await openDoor({}, (view) => ({ ...view, act: async () => refuse("wrong-state", words) }));
  await using _door = door;
  const answer = await press(door, cookie, { by: "zhao", lang: "en" });
  expect([answer.status, answer.text.includes("Not now.")]).toEqual([422, true]);
  expect(answer.text).toContain('<option value="zhao" selected>');
});

it("a code that is not right is cured by a check-in without one, not by an arrival", async () => {
  const { door } = await openDoor({});
  await using _door = door;
  const answer = await door.post("/api/v1/tickets/T-000009/check-in", { by: "zhao", code: lampCode });
  expect([answer.status, answer.json.code]).toEqual([400, "bad-request"]);
  expect(answer.json.detail).toContain("or check in without a code, with a note.");
  expect(answer.json.detailZh).toContain("（check-in）");
  const arrival = await door.post("/api/v1/tickets/T-000009/arrive", { by: "zhao", code: lampCode });
  expect(arrival.json.detail).toContain("or arrive without a code, with a note.");
});

it("calls the zone of an area's label a zone", async () => {
  const { door, cookie } = await openDoor({});
  await using _door = door;
  const resident = await door.get(`/r/${code}?lang=en`, {});
  expect(resident.text).toContain("Zone: East");
  const sheet = await door.get("/labels?zone=east", { headers: { cookie } });
  expect(sheet.text).toContain('片区 <span lang="en">Zone</span>');
  expect(sheet.text).not.toContain('<span lang="en">Area</span>');
});
