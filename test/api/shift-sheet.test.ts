// The shift hand-over sheet as JSON and as a page: silences in force, sensors out of service, who reported, what is due next.

import { expect, it } from "vitest";
import * as schemas from "../../src/api/daily-count-schemas.ts";
import type { GatewayView } from "../../src/model/gateway-view.ts";
import type { Silence, Withheld } from "../../src/model/silence.ts";
import { text } from "../../src/model/text.ts";
import { dailyCount } from "../../src/tickets/daily-count.ts";
import { shiftSheet } from "../../src/tickets/shift-sheet.ts";
import { openGateway, smallGateway, start } from "./open-gateway.ts";
import { clock, faultOf, ticketOf } from "./samples.ts";

const hour = 3_600_000;
const none = { zones: [], kinds: [], assets: [], faults: [], severities: [] };
const silence = (id: string, more: Partial<Silence> = {}): Silence => ({
  id,
  kind: "maintenance",
  scope: { ...none, zones: ["west"], kinds: ["streetlight"] },
  from: start - hour,
  until: start + 5 * hour,
  untilRepaired: true,
  weekly: null,
  reason: "new <drivers>",
  by: "chen",
  ticket: null,
  endedAt: null,
  ...more,
});
const withheld = (asset: string, more: Partial<Withheld> = {}): Withheld => ({
  silence: "S-1",
  asset,
  kind: "streetlight",
  zone: "west",
  fault: "lampOut",
  severity: "major",
  sla: "streetlight",
  since: start - hour,
  withheldAt: start - hour / 2,
  clearedAt: null,
  ticket: null,
  ...more,
});

async function openShift() {
  const gateway = smallGateway();
  const bench = faultOf("", "", "", start - 2 * hour, { severity: "minor" });
  const reported = ticketOf(4, bench, {
    asset: null,
    kind: null,
    fault: null,
    source: "report",
    title: text("The bench <is> broken", "长椅坏了"),
    reporter: { resident: true, phone: "13900000000" },
    assignee: "zhao",
    clocks: [clock("close", start - 2 * hour, start + 3 * hour), clock("restore", start - 2 * hour, start + 20 * hour)],
  });
  gateway.tickets.set(reported.id, reported);
  const view: GatewayView = {
    ...gateway.view,
    silences: () => [
      silence("S-1"),
      silence("S-2", { endedAt: start - 1 }),
      silence("S-3", { from: start + 1 }),
      silence("S-4", {
        kind: "sensor",
        scope: { ...none, assets: ["E1"], faults: ["motorHot"] },
        by: "zhao",
        ticket: "T-000009",
        until: start + 72 * hour,
        untilRepaired: false,
      }),
    ],
    withheld: () => [withheld("L1"), withheld("L2"), withheld("L3", { clearedAt: start - 1 })],
  };
  return openGateway({ ...gateway, view }, { counting: { dailyCount, shiftSheet } });
}

it("hands over the silences in force with what they withhold, and the deadlines of the next 12 hours", async () => {
  await using open = await openShift();
  const { json } = await open.get("/api/v1/shift-sheet");
  expect(schemas.shiftSheet.strict().safeParse(json).error?.issues ?? []).toEqual([]);
  expect(json.silences.map(({ id, state, withheld }: Record<string, unknown>) => [id, state, withheld])).toEqual([
    ["S-1", "running", 2],
    ["S-4", "running", 0],
  ]);
  expect(json.deadlines.map(({ id, milestone }: Record<string, string>) => [id, milestone])).toEqual([
    ["T-000002", "respond"],
    ["T-000004", "close"],
  ]);
  expect(json.opened.find(({ id }: { id: string }) => id === "T-000004")).toMatchObject({
    by: "system",
    source: "report",
    resident: true,
  });
  const before = await open.get("/api/v1/shift-sheet?to=2026-02-28T22:00:00Z");
  expect(before.json.silences).toEqual([]);
});

it("is a page in both languages on which no script can run, names instead of ids, and no phone number", async () => {
  await using open = await openShift();
  const chinese = await open.get("/shift-sheet?lang=zh");
  expect(chinese.headers.get("content-security-policy")).not.toContain("script-src");
  expect(chinese.text).toContain("交接班记录 · 锦绣花园");
  expect(chinese.text).toContain("当前值班：值班员 陈值班；维修工 赵工；主管 孙主管");
  expect(chinese.text).toContain("东片区");
  expect(chinese.text).toContain("西片区 · 路灯<small>S-1</small>");
  expect(chinese.text).toContain("1号楼电梯 (电梯 E1) · 电机过热<small>S-4</small>");
  expect(chinese.text).toMatch(/报事<\/div><\/td>.*长椅坏了.*<div>住户<\/div>/);
  const english = await open.get("/shift-sheet?lang=en");
  for (const said of ["Silences in force (1)", "Sensors out of service (1)", "Next deadlines, 12 h (2)", "T-000009"])
    expect(english.text).toContain(said);
  expect(english.text).toContain("new &lt;drivers&gt;<small>Chen</small>");
  for (const page of [chinese, english])
    expect(page.text).not.toMatch(/<script|undefined|\[object|NaN|13900000000|<drivers>|motorHot/);
});

it("offers shifts of other lengths, and refuses what is none", async () => {
  await using open = await openShift();
  const short = await open.get("/shift-sheet?hours=1&lang=en");
  expect(short.text).toContain("from 2026-03-01 07:00 to 2026-03-01 08:00");
  expect(short.text).toContain("What happened (3)");
  for (const query of ["?hours=0", "?hours=many", "?from=2026-03-02T00:00:00Z"]) {
    const answer = await open.get(`/shift-sheet${query}`);
    expect([answer.status, answer.json.code]).toEqual([400, "bad-request"]);
  }
  const stranger = await open.get("/shift-sheet", {});
  expect([stranger.status, stranger.headers.get("location")]).toEqual([303, "/login"]);
});
