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
  const { advice, contacts } = adviceFor(own, trapped, 0);
  expect(advice?.zh).toContain("扒门");
  expect(contacts.map(({ role, phone }) => [role, phone])).toEqual([
    ["company", "13800000099"],
    ["technician", "phone of zhao"],
  ]);
});

it("names the car's own intercom before all", () => {
  const cars = own.devices.map((each) => ({ ...each, intercom: "8107" }));
  expect(adviceFor({ ...own, devices: cars }, trapped, 0).contacts[0]).toEqual({
    role: "intercom",
    name: text("Elevator 1", "1号电梯"),
    phone: "8107",
  });
});

it("names whoever reported it, for the call-back", () => {
  const reporter = { resident: true, name: "Gu", phone: "13900000007" };
  expect(adviceFor(own, { ...trapped, reporter }, 0).contacts[0]).toEqual({
    role: "reporter",
    name: text("Gu", "Gu"),
    phone: "13900000007",
  });
});

it("does not say the number of a nameless reporter as a name", () => {
  const reporter = { resident: true, phone: "13900000007" };
  expect(adviceFor(own, { ...trapped, reporter }, 0).contacts[0]?.name).toEqual(text("no name left", "未留称呼"));
});

it("says whoever has the ticket, and says each number once", () => {
  expect(adviceFor(own, { ...trapped, assignee: "zhao" }, 0).contacts.map(({ role }) => role)).toEqual([
    "company",
    "assignee",
  ]);
});

it("has no advice for a report, and no numbers where the site gives none", () => {
  expect(adviceFor(plain, { ...trapped, kind: null, fault: null, asset: null }, 0)).toEqual({
    advice: null,
    contacts: [],
    rows: [],
  });
});

const crew = (on: readonly string[], skills: Readonly<Record<string, readonly string[]>>) => ({
  ...plain,
  zones: plain.zones.map((zone) =>
    zone.id === "east" ? { ...zone, technicians: ["zhao", "qian", "tang"], guard: "li" } : zone,
  ),
  staff: [
    ...["zhao", "qian", "tang"].map((id) => ({
      id,
      name: text(id, id),
      role: "technician" as const,
      phone: `phone of ${id}`,
      skills: skills[id] ?? [],
    })),
    { id: "li", name: text("li", "li"), role: "guard" as const, phone: "phone of li", skills: [] },
  ],
  rota: on.length === 0 ? [] : [{ days: [1, 2, 3, 4, 5, 6, 7], window: { from: 0, to: 1440 }, staff: on }],
});
const blank = ticketOf(2, faultOf("C1", "camera", "videoLoss", 0));
const numbers = (of: ReturnType<typeof crew>, ticket = blank) =>
  adviceFor(of, ticket, 0).contacts.map(({ role, phone }) => `${role}: ${phone}`);

it("says 'send the technician' with numbers: the zone's technicians where none has the skill, before the guard", () => {
  const three = ["zhao", "qian", "tang"].map((id) => `technician: phone of ${id}`);
  expect(numbers(crew([], {}))).toEqual([...three, "guard: phone of li"]);
});

it("names those with the skill alone, and of these who is on duty", () => {
  const skills = { zhao: ["elevator"], qian: ["camera"], tang: ["camera"] };
  expect(numbers(crew([], skills)).slice(0, -1)).toEqual(["technician: phone of qian", "technician: phone of tang"]);
  expect(numbers(crew(["tang"], skills)).slice(0, -1)).toEqual(["technician: phone of tang"]);
  expect(numbers(crew(["zhao"], skills)).slice(0, -1)).toEqual([
    "technician: phone of qian",
    "technician: phone of tang",
  ]);
});

it("names the guard first for a blind area, then who mends cameras and lamps", () => {
  const skills = { zhao: ["elevator"], qian: ["camera"], tang: ["streetlight"] };
  expect(numbers(crew([], skills), { ...blank, kind: "area", asset: "gate", fault: "blindSpot" })).toEqual([
    "guard: phone of li",
    "technician: phone of qian",
    "technician: phone of tang",
  ]);
});
