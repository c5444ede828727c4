// Roots and their children in the list: where each line stands, and what is never hidden under another.

import { expect, it } from "vitest";
import { ticketJson } from "../../src/model/ticket-json.ts";
import { childrenOf, familyLines } from "../../src/wall/family.ts";
import { faultOf, ticketOf } from "../api/samples.ts";

const at = Date.parse("2026-03-01T00:00:00Z");
const json = (number: number, more: Parameters<typeof ticketOf>[2] = {}) =>
  ticketJson(ticketOf(number, faultOf(`C${number}`, "camera", "offline", at + number * 1000), more));
const parent = "T-000009";
const root = json(9);

it("puts children under their root, the first few as lines, all counted", () => {
  const lines = familyLines([json(1), json(2, { parent }), json(3, { parent }), json(4, { parent }), root], 2);
  expect(lines.map(({ ticket, children, isChild }) => [ticket.id, children, isChild])).toEqual([
    ["T-000001", 0, false],
    [parent, 3, false],
    ["T-000002", 0, true],
    ["T-000003", 0, true],
  ]);
});

it("lets a critical child and an orphan stand on their own", () => {
  const lines = familyLines([json(2, { parent, severity: "critical" }), json(3, { parent: "T-000404" }), root], 5);
  expect(lines.map(({ ticket, children, isChild }) => [ticket.id, children, isChild])).toEqual([
    ["T-000002", 0, false],
    ["T-000003", 0, false],
    [parent, 1, false],
  ]);
});

it("finds a root's children", () => {
  expect(childrenOf([json(1), json(3, { parent }), json(2, { parent })], parent).map(({ id }) => id)).toEqual([
    "T-000002",
    "T-000003",
  ]);
});
