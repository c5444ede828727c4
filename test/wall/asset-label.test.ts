// Several things of one name are told apart by kind, or by id where the kind is the same; dates of another year show it.

import { expect, it } from "vitest";
import { snapshot } from "../../src/api/stream-message.ts";
import { assetLabel } from "../../src/wall/asset-label.ts";
import { hear, nothingYet } from "../../src/wall/present.ts";
import { withNames } from "../../src/wall/send-act.ts";
import { when } from "../../src/wall/site-time.ts";
import { smallGateway } from "../api/open-gateway.ts";

const whole = snapshot(smallGateway().view);
const [first] = whole.devices;
if (!first) throw new Error("the small gateway lacks its devices");
const called = (id: string, kind: string, zh = "北门") => ({ ...first, id, kind, name: { en: "North gate", zh } });
const devices = [called("C9", "camera"), called("G1", "gate"), called("G2", "gate"), called("E9", "elevator", "九号")];
const present = hear(nothingYet, { ...whole, devices }, 0);

it.each([
  ["C9", "North gate (Camera)", "北门（监控摄像机）"],
  ["G1", "North gate (G1)", "北门（G1）"],
  ["E9", "North gate (Elevator)", "九号"],
  ["X1", "X1", "X1"],
])("calls %s %s, %s", (id, en, zh) => {
  expect([assetLabel(present, id, "en"), assetLabel(present, id, "zh")]).toEqual([en, zh]);
});

it("shows the year of an instant that is not in this one", () => {
  expect(when(present, "2026-02-01T00:00:00Z", "en")).toBe("01/02, 08:00:00");
  expect(when(present, "2019-02-01T00:00:00Z", "en")).toBe("01/02/2019, 08:00:00");
  expect(when(present, "2019-02-01T00:00:00Z", "zh")).toContain("2019");
});

it("puts names for the ids of staff in what the gateway says, once", () => {
  const [person] = present.site?.staff ?? [];
  if (!person) throw new Error("the small gateway lacks its staff");
  const { id, name } = person;
  const said = withNames(present, `T-1 lies with ${id}: ${name.en} (${id}) cannot; x${id} stays.`, "en");
  expect(said).toBe(`T-1 lies with ${name.en}: ${name.en} cannot; x${id} stays.`);
});
