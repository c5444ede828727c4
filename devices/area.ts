// A watched area 值守区域: what cameras must see of the plan. The gateway itself reports of it whenever its coverage changes; no site file lists it as a device.

import { defineDevice, is } from "../src/model/define-device.ts";
import { text } from "../src/model/text.ts";
import { bool, number } from "./points.ts";

export const area = defineDevice({
  kind: "area",
  label: text("Watched area", "监控区域"),
  points: {
    ratio: number("Share that is seen", "覆盖率", "", 0, 1),
    blind: bool("Less is seen than promised and than planned", "覆盖低于承诺与设计"),
    sabotage: bool("Neighbouring cameras lost within seconds, no common upstream", "相邻摄像机数秒内失效且无共同上级"),
  },
  rated: {},
  options: {},
  offline: { severity: "minor", sla: "data-loss" },
  faults: {
    blindSpot: {
      label: text("Blind spot: not watched", "监控盲区"),
      severity: "major",
      sla: "camera",
      opens: [{ when: is("blind", true), onDelay: "PT60S" }],
      advice: text(
        "Send the zone's guard to stand there until the cameras or lamps named are back.",
        "派片区安保到场值守，直至所列摄像机或路灯恢复。",
      ),
    },
    sabotage: {
      label: text("Neighbouring cameras lost at once", "相邻摄像机同时失效"),
      severity: "critical",
      sla: "security",
      opens: [{ when: is("sabotage", true), onDelay: "PT60S" }],
      advice: text(
        "Treat it as an intrusion: send the guard there and look at the neighbouring cameras' recordings.",
        "按入侵处置：派安保到场，查看周边摄像机录像。",
      ),
    },
  },
});
