// Story: somebody forces a gate at night; the guard secures it.

import { text } from "../../src/model/text.ts";
import type { Selector, Story } from "../story.ts";

const gate: Selector = { kind: "gate", at: 0 };

export const forcedGate: Story = {
  id: "forced-gate",
  title: text("A gate is forced open", "门禁被强行打开"),
  about: text(
    "At ten past two a locked gate stands open without a passage. The guard is there within six minutes and secures it.",
    "凌晨两点十分，一道已上锁的门在无人通行记录的情况下被打开。安全员六分钟内到场处置。",
  ),
  duration: "PT30M",
  start: "2026-03-11T02:10:00",
  scenes: [{ at: "PT1M", for: "PT4M", devices: gate, change: { set: { door: "open", lock: "locked", forced: true } } }],
  actions: [
    { at: "PT3M", asset: gate, fault: "forcedOpen", do: "accept", by: { role: "guard" } },
    { at: "PT7M", asset: gate, fault: "forcedOpen", do: "arrive", by: { role: "guard" } },
    { at: "PT12M", asset: gate, fault: "forcedOpen", do: "restore", by: { role: "guard" }, outcome: "secured" },
  ],
  expect: { tickets: [{ asset: gate, fault: "forcedOpen", withinAfter: "PT1M5S" }], noOthers: true },
};
