// What the gateway advises about a ticket: the definition's first actions, whom to call with each number once, the site's rows.

import { expect, it } from "vitest";
import { adviceFor } from "../../src/api/routes/advice.ts";
import { text } from "../../src/model/text.ts";
import { device, faultOf, site, ticketOf } from "../api/samples.ts";

const plain = site([device("E1", "elevator", "east", "Elevator 1", "1号电梯")]);
const own = {
  ...plain,
  companies: [
    { id: "liftco", name: text("Lift Care", "维保公司"), dutyPhone: "13800000099", skills: ["elevator"] },
    { id: "pumps", name: text("Pump Care", "水泵公司"), dutyPhone: "13800000098", skills: ["pump"] },
  ],
  staff: plain.staff.map((each) => ({ ...each, phone: `phone of ${each.id}`, skills: ["elevator"] })),
};
const trapped = ticketOf(1, faultOf("E1", "elevator", "entrapment", 0));

it("names the company with the skill first, then the zone's technician", () => {
  const { advice, contacts } = adviceFor(own, trapped);
  expect(advice?.zh).toContain("扒门");
  expect(contacts.map(({ role, phone }) => [role, phone])).toEqual([
    ["company", "13800000099"],
    ["technician", "phone of zhao"],
  ]);
});

it("names the car's own intercom before all", () => {
  const cars = own.devices.map((each) => ({ ...each, intercom: "8107" }));
  expect(adviceFor({ ...own, devices: cars }, trapped).contacts[0]).toEqual({
    role: "intercom",
    name: text("Elevator 1", "1号电梯"),
    phone: "8107",
  });
});

it("names whoever reported it, for the call-back", () => {
  const reporter = { resident: true, name: "Gu", phone: "13900000007" };
  expect(adviceFor(own, { ...trapped, reporter }).contacts[0]).toEqual({
    role: "reporter",
    name: text("Gu", "Gu"),
    phone: "13900000007",
  });
});

it("does not say the number of a nameless reporter as a name", () => {
  const reporter = { resident: true, phone: "13900000007" };
  expect(adviceFor(own, { ...trapped, reporter }).contacts[0]?.name).toEqual(text("no name left", "未留称呼"));
});

it("says whoever has the ticket, and says each number once", () => {
  expect(adviceFor(own, { ...trapped, assignee: "zhao" }).contacts.map(({ role }) => role)).toEqual([
    "company",
    "assignee",
  ]);
});

it("has no advice for a report, and no numbers where the site gives none", () => {
  expect(adviceFor(plain, { ...trapped, kind: null, fault: null, asset: null })).toEqual({
    advice: null,
    contacts: [],
    rows: [],
  });
});
