// One press on the label of an elevator or a pump: what cannot wait is reported by its own row, with the numbers to call.

import { expect, it } from "vitest";
import { emergencyOf } from "../../src/api/emergency.ts";
import { labelCode } from "../../src/api/label-code.ts";
import type { GatewayView } from "../../src/model/gateway-view.ts";
import { text } from "../../src/model/text.ts";
import type { Report } from "../../src/model/ticket.ts";
import { key, lampCode, openPeopleDoor } from "./people-door.ts";

const liftCode = labelCode(key, "device", "E1");
const press = { emergency: "elevator-entrapment" };

/** A site with the rows and a company, and every report that its desk was given. */
async function openLift() {
  const reports: Report[] = [];
  const door = await openPeopleDoor({}, (view): GatewayView => {
    const row = (id: string) => ({ ...(view.site.sla.default as GatewayView["site"]["sla"][string]), id });
    const site = {
      ...view.site,
      companies: [
        { id: "liftco", name: text("Lift Care", "维保公司"), dutyPhone: "138-0000 0099", skills: ["elevator"] },
        { id: "other", name: text("Pump Care", "水泵公司"), dutyPhone: "13800000098", skills: ["pump"] },
      ],
      sla: { ...view.site.sla, "elevator-entrapment": row("elevator-entrapment"), "pipe-burst": row("pipe-burst") },
    };
    return {
      ...view,
      site,
      async report(report) {
        reports.push(report);
        const made = await view.report(report);
        if (!made.ok) return made;
        const value = { ...made.value, sla: report.sla ?? "default" };
        door.gateway.put(value);
        return { ok: true, value };
      },
    };
  });
  return { door, reports };
}

it("offers it first and large on an elevator's label, with the company's number and the alarm button", async () => {
  const { door } = await openLift();
  await using _open = door;
  const page = (await door.open(liftCode)).text;
  expect(page.indexOf('class="alarm"')).toBeGreaterThan(0);
  expect(page.indexOf('class="alarm"')).toBeLessThan(page.indexOf("<textarea"));
  for (const said of ["有人被困", "Somebody is stuck inside", "报警按钮", 'href="tel:13800000099"', "维保公司"])
    expect(page).toContain(said);
  expect(page).not.toContain("13800000098");
  expect((await door.open(lampCode)).text).not.toContain('class="alarm"');
  expect((await door.open(labelCode(key, "zone", "east"))).text).not.toContain('class="alarm"');
});

it("reports an entrapment with one press, without a word, and says the number again", async () => {
  const { door, reports } = await openLift();
  await using _open = door;
  const answer = await door.send(press, { code: liftCode });
  expect(answer.status).toBe(201);
  expect(reports).toEqual([
    {
      zone: "east",
      asset: "E1",
      sla: "elevator-entrapment",
      text: "有人被困 Somebody is stuck inside",
      by: "resident",
    },
  ]);
  expect(door.acted).toEqual([
    { do: "reclassify", ticket: "T-000004", by: "resident", admin: true, now: { severity: "critical" } },
  ]);
  for (const said of ["紧急情况", "T-000004", 'href="tel:13800000099"']) expect(answer.text).toContain(said);
});

it("waits by itself where it is pressed at once, and is not kept off by a phone that is none", async () => {
  const { door, reports } = await openLift();
  await using _open = door;
  const answer = await door.send({ ...press, phone: "call me" }, { code: liftCode, wait: 1_900 });
  expect([answer.status, reports[0]?.sla, reports[0]?.phone]).toEqual([201, "elevator-entrapment", undefined]);
});

it("makes one ticket of several presses, never one of ordinary words", async () => {
  const { door, reports } = await openLift();
  await using _open = door;
  await door.send({ text: "有人被困 Somebody is stuck inside" }, { code: liftCode });
  expect((await door.send(press, { code: liftCode })).status).toBe(201);
  expect((await door.send({ ...press, phone: "13900000000" }, { code: liftCode })).status).toBe(200);
  expect(reports.map(({ sla }) => sla)).toEqual([undefined, "elevator-entrapment"]);
});

it.each([
  ["a forged token", { ...press, token: "1772323200000.AAAA" }, 422],
  ["the hidden field filled in", { ...press, website: "x" }, 422],
] as const)("refuses a press with %s", async (_what, fields, status) => {
  const { door, reports } = await openLift();
  await using _open = door;
  expect([(await door.send(fields, { code: liftCode })).status, reports]).toEqual([status, []]);
});

it("knows no emergency behind a lamp's label, whatever is sent", async () => {
  const { door, reports } = await openLift();
  await using _open = door;
  expect((await door.send({ ...press, text: "灯坏了" })).status).toBe(201);
  expect(reports[0]).not.toHaveProperty("sla");
});

it("counts presses among the five of an address", async () => {
  const { door } = await openLift();
  await using _open = door;
  for (let i = 0; i < 5; i++) await door.send({ text: `灯坏了 ${i}` });
  const answer = await door.send(press, { code: liftCode });
  expect([answer.status, answer.text.includes('href="tel:13800000099"')]).toEqual([429, true]);
});

it("has a burst pipe for a pump, and nothing where the site lacks the row", async () => {
  const { door } = await openLift();
  await using _open = door;
  const { site } = door.gateway.view;
  const row = { ...site.sla.default, id: "pipe-burst" } as never;
  expect(emergencyOf({ ...site, sla: { "pipe-burst": row } }, "pump")?.sla).toBe("pipe-burst");
  expect([emergencyOf(site, "pump"), emergencyOf(site, "constructor")]).toEqual([undefined, undefined]);
});
