import { describe, expect, it } from "vitest";
import { onDuty } from "../../src/model/on-duty.ts";
import { demoSite } from "../notify/demo-site.ts";

const day = { days: [1, 2, 3, 4, 5], window: { from: 8 * 60, to: 20 * 60 }, staff: ["chen", "zhou"] };
const night = { days: [5], window: { from: 20 * 60, to: 8 * 60 }, staff: ["sun"] };
const site = demoSite([], [], { rota: [day, night] });
const operators = (local: string) => onDuty(site, "operator", Date.parse(`${local}+08:00`)).map(({ id }) => id);

describe("onDuty", () => {
  it.each([
    ["2026-03-06T08:00:00", ["chen"], "the first minute of a shift"],
    ["2026-03-06T19:59:59", ["chen"], "its last"],
    ["2026-03-06T20:00:00", ["sun"], "Friday night"],
    ["2026-03-07T07:59:00", ["sun"], "Saturday morning belongs to Friday's shift"],
    ["2026-03-07T08:00:00", ["chen", "sun"], "a gap in the rota: everybody"],
    ["2026-03-02T07:00:00", ["chen", "sun"], "Monday before the shift: everybody"],
  ])("at %s: %j (%s)", (local, expected) => {
    expect(operators(local)).toEqual(expected);
  });

  it("without a rota: everybody of the role", () => {
    expect(onDuty(demoSite(), "operator", 0).map(({ id }) => id)).toEqual(["chen", "sun"]);
  });

  it("a rota that names only other roles does not silence this one", () => {
    expect(onDuty(site, "manager", Date.parse("2026-03-06T09:00:00+08:00")).map(({ id }) => id)).toEqual(["wu"]);
  });

  it("from = to is the whole day", () => {
    const rota = [{ days: [1], window: { from: 480, to: 480 }, staff: ["sun"] }];
    const at = (local: string) => onDuty(demoSite([], [], { rota }), "operator", Date.parse(`${local}+08:00`)).length;
    expect([at("2026-03-02T08:00:00"), at("2026-03-03T07:59:00"), at("2026-03-03T08:00:00")]).toEqual([1, 1, 2]);
  });
});
