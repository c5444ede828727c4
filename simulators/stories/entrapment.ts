// Story: people trapped between two floors, heard, reached and let out.

import { text } from "../../src/model/text.ts";
import type { Moment, Selector, Story } from "../story.ts";

const car: Selector = { kind: "elevator", at: 0 };

/** Pressed for the first 15 s of every minute, as frightened people do. */
const stuck = ({ elapsed }: Moment) => ({
  mode: "fault",
  motion: "stopped",
  speed: 0,
  floor: 7,
  landing: false,
  door: "closed",
  occupied: true,
  load: 142,
  alarmButton: elapsed % 60_000 < 15_000,
  vibration: 0.4,
});

const freed = {
  mode: "inspection",
  motion: "stopped",
  speed: 0,
  floor: 7,
  landing: true,
  door: "open",
  occupied: false,
  load: 0,
  alarmButton: false,
};

export const entrapment: Story = {
  id: "entrapment",
  title: text("People trapped in an elevator", "电梯困人"),
  about: text(
    "A car stops between floors in the morning peak and the alarm button is pressed. The technician accepts after two minutes, arrives within the half hour, lets two people out and checks the car.",
    "早高峰电梯停在两层之间，乘客按下报警按钮。维修员两分钟内接单，半小时内到场，放出两名乘客并检查电梯。",
  ),
  duration: "PT40M",
  start: "2026-03-10T08:05:00",
  scenes: [
    { at: "PT2M", for: "PT22M", devices: car, change: { set: stuck, every: "PT5S" } },
    { at: "PT24M", for: "PT8M", devices: car, change: { set: freed } },
  ],
  actions: [
    { at: "PT4M", asset: car, fault: "entrapment", do: "accept", by: { role: "technician", skill: "elevator" } },
    { at: "PT19M", asset: car, fault: "entrapment", do: "arrive", by: { role: "technician", skill: "elevator" } },
    {
      at: "PT26M",
      asset: car,
      fault: "entrapment",
      do: "restore",
      by: { role: "technician", skill: "elevator" },
      outcome: "released",
      note: "Two people, unhurt. 两人已安全救出。",
    },
  ],
  expect: {
    tickets: [
      { asset: car, fault: "entrapment", withinAfter: "PT2M5S" },
      { asset: car, fault: "controllerFault", withinAfter: "PT3M10S" },
    ],
    noOthers: true,
  },
};
