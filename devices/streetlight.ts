// Streetlight 路灯 (and corridor and garage lighting 公共照明): judged only when its lighting program says it should burn.

import {
  above,
  all,
  any,
  atLeast,
  atMost,
  below,
  crosses,
  defineDevice,
  fact,
  inProgram,
  limit,
  ofRated,
  ofRatedTimes,
  outsidePrograms,
} from "../src/model/define-device.ts";
import { text } from "../src/model/text.ts";
import { number, percent, total } from "./points.ts";

const shouldBurn = all(inProgram("PT15M"), above("dimming", 0, { orUnreported: true }));

export const streetlight = defineDevice({
  kind: "streetlight",
  label: text("Streetlight", "路灯"),
  reportEvery: "PT5M",
  points: {
    power: number("Power", "功率", "W", 0, 1e6),
    voltage: number("Voltage", "电压", "V", 0, 1e5),
    current: number("Current", "电流", "A", 0, 1e5),
    dimming: percent("Dimming", "调光"),
    lux: number("Illuminance", "照度", "lx", 0, 200_000),
    leakage: number("Leakage current", "漏电流", "mA", 0, 1e6),
    lean: number("Lean", "倾斜角", "°", -180, 180),
    energy: total("Energy", "电能", "kWh"),
    burnHours: total("Burning hours", "亮灯时长", "h"),
  },
  rated: { power: { label: text("Power", "功率"), unit: "W" } },
  options: {
    program: { type: "id", label: text("Lighting program", "亮灯方案"), default: "full" },
    fed: {
      type: "choice",
      label: text("Feeder", "供电方式"),
      values: ["always", "switched"],
      default: "always",
    },
  },
  offline: {
    severity: "minor",
    sla: "data-loss",
    while: any(fact("fed", "always"), inProgram("PT0S")),
  },
  faults: {
    lampOut: {
      label: text("Lamp out", "路灯不亮"),
      severity: "major",
      sla: "streetlight",
      while: shouldBurn,
      opens: [{ when: below("power", ofRatedTimes(0.3, "power", "dimming")), onDelay: "PT10M" }],
      hides: ["lampWeak", "flicker"],
    },
    lampWeak: {
      label: text("Lamp weak", "路灯偏暗"),
      severity: "minor",
      sla: "streetlight",
      while: shouldBurn,
      opens: [
        {
          when: all(
            atLeast("power", ofRatedTimes(0.3, "power", "dimming")),
            atMost("power", ofRatedTimes(0.6, "power", "dimming")),
          ),
          onDelay: "PT30M",
        },
      ],
    },
    dayBurning: {
      label: text("Burning by day", "白天亮灯"),
      severity: "minor",
      sla: "ordinary",
      while: outsidePrograms("PT30M"),
      opens: [
        {
          when: all(above("power", ofRated(0.5, "power")), atLeast("lux", 200, { orUnreported: true })),
          onDelay: "PT30M",
        },
      ],
    },
    flicker: {
      label: text("Lamp flickers", "路灯闪烁"),
      severity: "minor",
      sla: "streetlight",
      while: shouldBurn,
      opens: [{ when: crosses("power", ofRated(0.5, "power"), limit(10), "PT10M") }],
    },
    leakage: {
      label: text("Leakage current", "漏电"),
      severity: "critical",
      sla: "urgent",
      opens: [{ when: above("leakage", limit(30)), onDelay: "PT5S" }],
    },
    overVoltage: {
      label: text("Voltage too high", "电压过高"),
      severity: "major",
      sla: "ordinary",
      opens: [{ when: above("voltage", limit(253)), onDelay: "PT60S" }],
    },
    underVoltage: {
      label: text("Voltage too low", "电压过低"),
      severity: "major",
      sla: "ordinary",
      opens: [{ when: below("voltage", limit(198)), onDelay: "PT60S" }],
    },
    leaning: {
      label: text("Pole leaning", "灯杆倾斜"),
      severity: "major",
      sla: "urgent",
      opens: [{ when: above("lean", limit(5)), onDelay: "PT5M" }],
    },
  },
});
