// Story: a power feed fails and takes everything below it down: one cause, many silences.

import { text } from "../../src/model/text.ts";
import type { Scene, Story } from "../story.ts";
import { onBattery, rescuing, restarting } from "./power-cut.ts";

const below = "feed";
const back = { silent: true, restarts: true } as const;

/** Elevators and gates speak on their batteries for a while, until their switch gives up too. */
const scenes: readonly Scene[] = [
  { at: "PT5M", for: "PT100S", devices: { kind: "elevator", below }, change: { set: rescuing, every: "PT5S" } },
  { at: "PT6M40S", for: "PT28M20S", devices: { kind: "elevator", below }, change: back },
  { at: "PT5M", for: "PT60S", devices: { kind: "gate", below }, change: { set: onBattery } },
  { at: "PT6M", for: "PT29M", devices: { kind: "gate", below }, change: back },
  ...(["camera", "streetlight", "pump"] as const).map(
    (kind): Scene => ({ at: "PT5M", for: "PT30M", devices: { kind, below }, change: { ...back, will: "PT1M30S" } }),
  ),
  { at: "PT35M", for: "PT4M", devices: { kind: "pump", below }, change: { set: restarting, every: "PT10S" } },
];

export const powerFeedLost: Story = {
  id: "power-feed-lost",
  title: text("A power feed is lost", "供电回路中断"),
  about: text(
    "A feed fails for half an hour. Elevators report the loss of mains and rescue themselves, gates go to battery, then all below it is silent until the feed is back.",
    "一路供电中断半小时。电梯报市电中断并自动平层放人，门禁转电池，随后全部失联，直到供电恢复。",
  ),
  duration: "PT1H",
  start: "2026-03-12T10:00:00",
  scenes,
  expect: {
    tickets: [
      { asset: { link: "feed" }, fault: "down", withinAfter: "PT12M" },
      { asset: { kind: "elevator", below }, fault: "powerLost", withinAfter: "PT6M" },
    ],
  },
};
