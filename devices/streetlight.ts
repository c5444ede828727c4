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
      advice: text(
        "See whether its neighbours are out, too: then it is the feeder or its breaker, not the lamp. Where a path or stairs lie dark, have the guard pass by.",
        "先看相邻路灯：一并不亮的，查回路和空开，而非单灯。道路、台阶因此变暗的，请保安加强巡查。",
      ),
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
      advice: text(
        "Danger to life: switch the circuit off at the box now, and send the guard to keep everybody, children and dogs too, off the pole. On wet ground keep 8 m away; only an electrician comes near.",
        "有触电危险：立即在配电箱断开该回路，派保安设围挡，劝阻行人、儿童和宠物靠近灯杆。积水时保持 8 米以外，仅电工可接近。",
      ),
    },
    overVoltage: {
      label: text("Voltage too high", "电压过高"),
      severity: "major",
      sla: "ordinary",
      opens: [{ when: above("voltage", limit(253)), onDelay: "PT60S" }],
      advice: text(
        "Look at the other lamps of the feeder: if all are high, call the electrician, for the neutral may be loose, and switch the circuit off if it rises further.",
        "查看同一回路的其他灯：若普遍偏高，疑为零线松动，立即通知电工；继续升高则断开该回路。",
      ),
    },
    underVoltage: {
      label: text("Voltage too low", "电压过低"),
      severity: "major",
      sla: "ordinary",
      opens: [{ when: below("voltage", limit(198)), onDelay: "PT60S" }],
      advice: text(
        "Look at the other lamps of the feeder: if all are low, the supply or an overload is to blame; if one alone, its cable joint. Send the electrician.",
        "查看同一回路的其他灯：普遍偏低的，查供电或过载；仅此一盏的，查电缆接头。派电工处理。",
      ),
    },
    leaning: {
      label: text("Pole leaning", "灯杆倾斜"),
      severity: "major",
      sla: "urgent",
      opens: [{ when: above("lean", limit(5)), onDelay: "PT5M" }],
      advice: text(
        "Send the guard to close off the ground as far as the pole is tall, and have the circuit switched off. Nobody props the pole up before the technician has looked.",
        "派保安按灯杆高度划出警戒范围，并断开该回路电源。维修工查看前，任何人不得扶正灯杆。",
      ),
    },
  },
});
