// Story: a tarpaulin hangs over a camera for twenty minutes.

import { text } from "../../src/model/text.ts";
import type { Selector, Story } from "../story.ts";

const covered: Selector = { kind: "camera", at: 0, where: ({ indoors }) => !indoors };

export const cameraBlocked: Story = {
  id: "camera-blocked",
  title: text("A camera is covered", "摄像机被遮挡"),
  about: text(
    "Builders hang a tarpaulin over a camera. After three minutes there is a ticket; it restores itself once the tarpaulin is gone.",
    "施工人员的篷布挡住了摄像机。三分钟后生成工单，取下篷布后自动恢复。",
  ),
  duration: "PT40M",
  start: "2026-03-12T10:00:00",
  scenes: [
    {
      at: "PT5M",
      for: "PT20M",
      devices: covered,
      change: { set: { occlusion: 93, isBlocked: true, luma: 62, sharpness: 31, bitrate: 900 } },
    },
  ],
  expect: { tickets: [{ asset: covered, fault: "blocked", withinAfter: "PT8M30S" }], noOthers: true },
};
