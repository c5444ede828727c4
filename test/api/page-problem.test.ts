// A page with a wrong address: a browser reads what is wrong and what there is, in both languages; programs get the document.

import { expect, it } from "vitest";
import { dailyCount } from "../../src/tickets/daily-count.ts";
import { shiftSheet } from "../../src/tickets/shift-sheet.ts";
import { token } from "./open-gateway.ts";
import { openPeopleDoor } from "./people-door.ts";

const browser = { authorization: `Bearer ${token}`, accept: "text/html,application/xhtml+xml" };
const openDesk = () => openPeopleDoor({ counting: { dailyCount, shiftSheet } });

it.each([
  ["/labels?zone=est", 422, ["est", "east (East)", "east（东片区）", "是否应为", "Did you mean"]],
  ["/daily-count?zone=est", 422, ["est", "east (East)", "west（西片区）"]],
  ["/shift-sheet?from=yesterday", 400, ["2026-03-01T00:00:00Z", "应为带时区", "instant with offset"]],
] as const)("says what is wrong with %s", async (path, status, said) => {
  await using door = await openDesk();
  const page = await door.get(path, { headers: browser });
  expect([page.status, page.headers.get("content-type")]).toEqual([status, "text/html; charset=utf-8"]);
  for (const word of said) expect(page.text).toContain(word);
  expect(page.text).toContain('<a href="/">');
  expect(page.text).not.toMatch(/<script|undefined|\[object/);
  const program = await door.get(path, { headers: { ...browser, accept: "application/json" } });
  expect([program.status, program.json.status]).toEqual([status, status]);
});

it("shows the request's words as text, never as markup", async () => {
  await using door = await openDesk();
  const page = await door.get(`/labels?zone=${encodeURIComponent("<img src=x>")}`, { headers: browser });
  expect(page.text).toContain("&lt;img src=x&gt;");
});

it("counts one zone, and lists every zone of the site with its number", async () => {
  await using door = await openDesk();
  const west = await door.get("/daily-count?zone=west&lang=en", { headers: browser });
  expect(west.text).toContain("Daily count · Jinxiu Garden · West");
  expect(west.text).toContain("T-000003");
  expect(west.text).not.toContain("T-000002");
  for (const ticket of door.gateway.tickets.values())
    if (ticket.zone === "west") door.gateway.tickets.delete(ticket.id);
  const whole = await door.get("/daily-count?lang=en", { headers: browser });
  expect(whole.text).toContain("<td>West</td><td>0</td><td>0</td>");
});

it("lists what is critical before what is longest overdue", async () => {
  await using door = await openDesk();
  const { text } = await door.get("/daily-count?lang=en", { headers: browser });
  expect(text.indexOf("T-000002")).toBeLessThan(text.indexOf("T-000003"));
});

it("hands over open faults that have no ticket, and no others", async () => {
  await using door = await openDesk();
  const before = await door.get("/shift-sheet?lang=en", { headers: browser });
  expect(before.text).toContain("Open faults without a ticket, now (0)");
  door.gateway.tickets.delete("T-000002");
  const after = await door.get("/shift-sheet?lang=en", { headers: browser });
  expect(after.text).toContain("Open faults without a ticket, now (1)");
  expect(after.text).toContain("<small>Elevator E1 · East</small>");
});

it.each([
  ["chne", "Did you mean chen (Chen)?", "是否应为 chen（陈值班）？"],
  ["赵工", "Did you mean zhao (Zhao)?", "工号：zhao（赵工）、chen（陈值班）、sun（孙主管）。"],
  ["nobody-at-all", "Staff: zhao (Zhao), chen (Chen), sun (Sun).", "员工名单中没有"],
])("names who could be meant by %s", async (by, en, zh) => {
  await using door = await openPeopleDoor({}, (view) => ({
    ...view,
    act: async (action) => ({ ok: false, code: "unknown-staff", detail: action.by }),
  }));
  const { status, json } = await door.post("/api/v1/tickets/T-000003/accept", { by });
  expect(status).toBe(422);
  expect(json.detail).toContain(en);
  expect(json.detailZh).toContain(zh);
  expect(json.detail).not.toContain("site.yaml");
});

it.each([
  ["8h", "PT8H"],
  ["30 min", "PT30M"],
  ["2天", "P2D"],
  ["3小时", "PT3H"],
  ["soon", "such as PT1M"],
  ["5 moons", "such as PT1M"],
])("answers a duration of %s with how it is written", async (written, said) => {
  await using door = await openDesk();
  const body = { scope: { zones: ["east"], kinds: ["streetlight"] }, for: written, reason: "works", by: "chen" };
  const { status, json } = await door.post("/api/v1/silences", body);
  expect([status, json.detail.includes(said), json.detailZh.includes(said.replace("such as ", "例如 "))]).toEqual([
    400,
    true,
    true,
  ]);
});
