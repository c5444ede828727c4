// Story: seven ordinary days. Whoever wakes people in them cries wolf.

import { text } from "../../src/model/text.ts";
import type { Story } from "../story.ts";
import { cut, ordinaryLife } from "./ordinary-life.ts";

export const quietWeek: Story = {
  id: "quiet-week",
  title: text("A quiet week", "平静的一周"),
  about: text(
    "Seven days with dusks and dawns, half-night lamps, fog, a moving-in day, elevator services with alarm tests, re-levelling, a power cut, recorder restarts, network drop-outs and a clock 8 h ahead: no critical ticket and at most three others outside the power cut.",
    "七天的日常：昼夜交替、半夜灯、大雾、搬家、电梯半月保养与报警测试、开门再平层、停电、录像机重启、网络中断、时钟快8小时。除停电外不应有紧急工单，其他工单不超过三张。",
  ),
  duration: "P7D",
  start: "2026-03-09T00:00:00",
  scenes: ordinaryLife,
  expect: { tickets: [], atMost: { critical: 0, others: 3 }, excused: [cut] },
};
