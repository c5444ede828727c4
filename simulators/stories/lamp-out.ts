// Story: one lamp stays dark in the evening and is replaced the same night.

import { text } from "../../src/model/text.ts";
import type { Selector, Story } from "../story.ts";

const lamp: Selector = { kind: "streetlight", at: 0, prefer: ({ program }) => program === "full" };

export const lampOut: Story = {
  id: "lamp-out",
  title: text("A streetlight goes out", "路灯熄灭"),
  about: text(
    "At eight in the evening a lamp draws almost nothing although its program says it should burn. It is replaced two hours later.",
    "晚上八点，一盏路灯在亮灯时段内几乎不耗电；两小时后更换完毕。",
  ),
  duration: "PT3H",
  start: "2026-03-10T20:00:00",
  scenes: [
    {
      at: "PT5M",
      for: "PT2H",
      devices: lamp,
      change: { set: { power: 0.6, current: 0.01, dimming: 100, lux: 0 } },
    },
  ],
  actions: [{ at: "PT40M", asset: lamp, fault: "lampOut", do: "accept", by: { role: "technician" } }],
  expect: { tickets: [{ asset: lamp, fault: "lampOut", withinAfter: "PT21M" }], noOthers: true },
};
