// Story: a bad plug; a camera drops off the network for 40 seconds again and again, and nobody should be woken.

import { text } from "../../src/model/text.ts";
import type { Scene, Selector, Story } from "../story.ts";

const camera: Selector = { kind: "camera", at: 0 };

/** Every four minutes; every other time the broker notices at once. */
const drops = Array.from(
  { length: 13 },
  (_, index): Scene => ({
    at: `PT${4 * index + 2}M`,
    for: "PT40S",
    devices: camera,
    change: index % 2 === 0 ? { silent: true } : { silent: true, will: "PT0S" },
  }),
);

export const flappingLink: Story = {
  id: "flapping-link",
  title: text("A flapping link", "网络时断时续"),
  about: text(
    "A camera's link fails for 40 seconds every few minutes. Each time it is back before a ticket is due, so there is none.",
    "一台摄像机每隔几分钟断网40秒，每次都在生成工单之前恢复，因此不应产生工单。",
  ),
  duration: "PT1H",
  start: "2026-03-12T14:00:00",
  scenes: drops,
  expect: { tickets: [], noOthers: true },
};
