// The wall: one screen of 1920 × 1080 in kiosk mode, read from across the room.

import { text } from "../../src/model/text.ts";
import type { Board } from "../board.ts";
import type { Say } from "../language.ts";
import { toPlan } from "../links.ts";
import { variables } from "../variables.ts";
import { events, heard, intact, nearest, offline, open, openFaults, overdue, owed, unseen } from "./standing.ts";

/** 26 units of 38 pixels: all of it fits without scrolling. */
export const wall = (say: Say): Board => ({
  name: "wall",
  title: say(text("Anju · Wall", "安居 · 监控大屏")),
  description: say(
    text(
      "The monitoring centre's screen: what is owed, what is broken, what nobody sees. Open it with ?kiosk.",
      "监控中心大屏：待办、故障与盲区一屏总览。请以 ?kiosk 打开。",
    ),
  ),
  variables: variables(["site", "zone"], "kind", say),
  from: "now-12h",
  refresh: "30s",
  rows: [
    {
      height: 4,
      panels: [
        [4, open(say)],
        [4, overdue(say)],
        [4, nearest(say)],
        [4, offline(say)],
        [4, unseen(say)],
        [4, heard(say)],
      ],
    },
    {
      height: 9,
      panels: [
        [8, intact(say, "kind")],
        [6, intact(say, "zone")],
        [
          10,
          openFaults(
            say,
            say(text("Blind spots now", "当前监控盲区")),
            `"fault" = 'blindSpot'`,
            ["site", "zone"],
            toPlan(say),
          ),
        ],
      ],
    },
    {
      height: 13,
      panels: [
        [14, owed(say)],
        [10, events(say)],
      ],
    },
  ],
});
