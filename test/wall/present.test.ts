// The wall's memory: a snapshot replaces, changes amend, ticks keep the time; and the API's messages fit what it expects.

import { expect, expectTypeOf, it } from "vitest";
import type { StreamMessage } from "../../src/api/stream-message.ts";
import { snapshot } from "../../src/api/stream-message.ts";
import { faultJson } from "../../src/model/fault-json.ts";
import { ticketJson } from "../../src/model/ticket-json.ts";
import { deviceState } from "../../src/wall/device-state.ts";
import { assetName, faultName, hear, isOpen, nothingYet, serverNow, withTicket } from "../../src/wall/present.ts";
import type { WallMessage } from "../../src/wall/wire.ts";
import { smallGateway, start } from "../api/open-gateway.ts";

it("expects no more than the API sends", () => {
  expectTypeOf<StreamMessage>().toExtend<WallMessage>();
});

it("follows snapshot, changes and ticks", () => {
  const gateway = smallGateway();
  const whole = snapshot(gateway.view);
  let present = hear(nothingYet, whole, 1000);
  expect([present.tickets.size, present.faults.size, present.devices.size]).toEqual([2, 1, 3]);
  expect(serverNow(present, 3500)).toBe(start + 2500);

  const [fault] = gateway.view.faults();
  const ticket = gateway.view.ticket("T-000002");
  if (!fault || !ticket) throw new Error("the small gateway lacks its fault");
  present = hear(
    present,
    {
      type: "changes",
      at: "2026-03-01T00:00:05Z",
      tickets: [ticketJson({ ...ticket, state: "closed" })],
      faults: [faultJson({ ...fault, clearedAt: start + 5000 })],
      devices: [{ ...(whole.devices[0] as (typeof whole.devices)[0]), online: false }],
      counts: whole.counts,
    },
    6000,
  );
  expect([...present.tickets.values()].filter(isOpen).map(({ id }) => id)).toEqual(["T-000003"]);
  expect(present.faults.size).toBe(0);
  expect(present.devices.get("C1")?.online).toBe(false);

  present = hear(present, { type: "tick", at: "2026-03-01T00:00:07Z", dataAt: "2026-03-01T00:00:06Z" }, 8000);
  expect([serverNow(present, 8000), present.dataAt]).toEqual([start + 7000, start + 6000]);
  expect(hear(present, whole, 9000).tickets.size).toBe(2);
});

it("never goes back to an older state of a ticket that an answer told already", () => {
  const gateway = smallGateway();
  const whole = snapshot(gateway.view);
  const [before] = whole.tickets;
  if (!before) throw new Error("the small gateway lacks its ticket");
  const after = { ...before, version: before.version + 1, state: "accepted" } as const;
  const told = withTicket(hear(nothingYet, whole, 0), after);
  const late = { type: "changes", at: whole.at, tickets: [before], faults: [], devices: [] } as const;
  expect(hear(told, late, 1).tickets.get(before.id)).toEqual(after);
  expect(withTicket(told, before)).toBe(told);
  expect(hear(told, whole, 2).tickets.get(before.id)).toEqual(before);
});

it("names links as it names devices, where the gateway tells them", () => {
  const whole = snapshot(smallGateway().view);
  const site = { ...whole.site, links: [{ id: "feed-1", name: { en: "Feed 1", zh: "1号配电" } }] };
  const present = hear(nothingYet, { ...whole, site }, 0);
  expect([assetName(present, "feed-1", "zh"), assetName(present, "feed-2", "zh")]).toEqual(["1号配电", "feed-2"]);
});

it("names assets and faults in the asked language, and falls back rather than blank", () => {
  const present = hear(nothingYet, snapshot(smallGateway().view), 0);
  expect(assetName(present, "E1", "zh")).toBe("1号楼电梯");
  expect(assetName(present, "X9", "zh")).toBe("X9");
  expect(faultName(present, { kind: "elevator", fault: "entrapment" }, "zh")).toMatch(/\p{Script=Han}/u);
  expect(faultName(present, { kind: "elevator", fault: "offline" }, "en")).toBe("Offline");
  expect(faultName(present, { kind: null, fault: "entrapment" }, "zh")).toMatch(/\p{Script=Han}/u);
  expect(faultName(present, { kind: null, fault: "novel" }, "en", { en: "A title", zh: "标题" })).toBe("A title");
});

it.each([
  [true, [], "online"],
  [true, ["videoLoss"], "fault"],
  [false, ["videoLoss"], "offline"],
  [null, ["offline"], "offline"],
  [null, [], "unknown"],
] as const)("shows a device with online %s and faults %j as %s", (online, faults, expected) => {
  const device = { id: "C1", kind: "camera", name: { en: "", zh: "" }, zone: "east", building: null, online, faults };
  expect(deviceState(device)).toBe(expected);
});
