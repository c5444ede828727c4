// Pump and water pipe 水泵/供水管道: "set" is setPressure, else the rated pressure; rows about a running pump wait until it has settled.

import {
  above,
  all,
  any,
  atLeast,
  below,
  defineDevice,
  fact,
  held,
  is,
  isOrUnreported,
  limit,
  noPeer,
  ofPoint,
  ofRated,
  risesBy,
} from "../src/model/define-device.ts";
import { text } from "../src/model/text.ts";
import { bool, celsius, number, percent, pressure, state, total } from "./points.ts";

const settled = held(is("running", true), "PT60S", "settle");
const setShare = (share: number) => ofPoint(share, "setPressure", "pressure");

export const pump = defineDevice({
  kind: "pump",
  label: text("Pump", "水泵"),
  points: {
    running: bool("Running", "运行"),
    mode: state("Mode", "模式", {
      auto: ["auto", "自动"],
      manual: ["manual", "手动"],
      off: ["off", "停用"],
      fault: ["fault", "故障"],
    }),
    driveFault: bool("Drive fault", "变频器故障"),
    inletPressure: pressure("Inlet pressure", "进水压力"),
    outletPressure: pressure("Outlet pressure", "出水压力"),
    setPressure: pressure("Set pressure", "设定压力"),
    flow: number("Flow", "流量", "m³/h", -1e6, 1e6),
    frequency: number("Frequency", "频率", "Hz", 0, 1000),
    current: number("Current", "电流", "A", 0, 1e5),
    power: number("Power", "功率", "kW", 0, 1e6),
    vibration: number("Vibration", "振动", "mm/s", 0, 1e4),
    bearingTemperature: celsius("Bearing temperature", "轴承温度"),
    motorTemperature: celsius("Motor temperature", "电机温度"),
    tankLevel: percent("Tank level", "水箱液位"),
    roomLeak: bool("Water on the floor", "泵房漏水"),
    starts: total("Starts", "启动次数", ""),
    energy: total("Energy", "电能", "kWh"),
  },
  rated: {
    pressure: { label: text("Pressure", "压力"), unit: "MPa" },
    flow: { label: text("Flow", "流量"), unit: "m³/h" },
    current: { label: text("Current", "电流"), unit: "A" },
    frequency: { label: text("Frequency", "频率"), unit: "Hz" },
  },
  options: {
    suction: {
      type: "choice",
      label: text("Takes water from", "取水方式"),
      values: ["mains", "tank"],
      default: "mains",
    },
    standby: { type: "bool", label: text("Standby pump", "备用泵"), default: false },
    station: { type: "id", label: text("Station", "泵站") },
  },
  offline: { severity: "minor", sla: "data-loss" },
  faults: {
    pipeBurst: {
      label: text("Water pipe burst", "供水管道破裂"),
      severity: "critical",
      sla: "pipe-burst",
      latched: true,
      while: held(is("running", true), "PT3M", "settle"),
      opens: [
        { when: all(below("outletPressure", setShare(0.6)), above("flow", ofRated(1.3, "flow"))), onDelay: "PT30S" },
      ],
      hides: ["pressureLow"],
      advice: text(
        "Close the zone's valve, stop the pump, tell the residents.",
        "关闭分区阀门、停泵，并通知业主停水。",
      ),
    },
    roomFlooded: {
      label: text("Pump room flooded", "泵房进水"),
      severity: "critical",
      sla: "pipe-burst",
      latched: true,
      opens: [{ when: is("roomLeak", true), onDelay: "PT5S" }],
    },
    tankHigh: {
      label: text("Tank overflowing", "水箱溢流"),
      severity: "critical",
      sla: "pipe-burst",
      latched: true,
      opens: [{ when: above("tankLevel", limit(98)), onDelay: "PT60S" }],
    },
    tankLow: {
      label: text("Tank low", "水箱低液位"),
      severity: "major",
      sla: "urgent",
      opens: [{ when: below("tankLevel", limit(20)), onDelay: "PT60S" }],
    },
    driveFault: {
      label: text("Drive fault", "变频器故障"),
      severity: "major",
      sla: "urgent",
      opens: [
        { name: "driveFault", when: is("driveFault", true), onDelay: "PT5S" },
        { name: "mode", when: is("mode", "fault"), onDelay: "PT5S" },
      ],
    },
    notAuto: {
      label: text("Not in automatic mode", "未处于自动模式"),
      severity: "minor",
      sla: "ordinary",
      opens: [{ when: all(is("mode", "manual", "off"), fact("standby", false)), onDelay: "PT30M" }],
    },
    dryRun: {
      label: text("Running dry", "水泵干转"),
      severity: "critical",
      sla: "urgent",
      while: settled,
      opens: [
        {
          when: all(
            below("flow", ofRated(0.05, "flow")),
            any(
              all(fact("suction", "mains"), below("inletPressure", limit(0.02))),
              all(fact("suction", "tank"), below("tankLevel", limit(10, "tank"))),
            ),
          ),
          onDelay: "PT10S",
        },
      ],
      hides: ["noFlow"],
    },
    noFlow: {
      label: text("No flow", "无流量"),
      severity: "major",
      sla: "urgent",
      while: settled,
      opens: [
        {
          when: all(
            below("flow", ofRated(0.05, "flow")),
            below("outletPressure", setShare(0.9)),
            above("frequency", ofRated(0.7, "frequency"), { orUnreported: true }),
          ),
          onDelay: "PT120S",
        },
      ],
    },
    pressureLow: {
      label: text("Pressure low", "供水压力低"),
      severity: "major",
      sla: "urgent",
      while: isOrUnreported("mode", "auto"),
      opens: [
        {
          when: all(
            below("outletPressure", setShare(0.7)),
            noPeer("station", atLeast("outletPressure", setShare(0.7))),
          ),
          onDelay: "PT120S",
        },
      ],
    },
    pressureHigh: {
      label: text("Pressure high", "供水压力高"),
      severity: "major",
      sla: "urgent",
      opens: [{ when: above("outletPressure", setShare(1.2)), onDelay: "PT10S" }],
    },
    overCurrent: {
      label: text("Current too high", "电流过大"),
      severity: "major",
      sla: "urgent",
      while: settled,
      opens: [{ when: above("current", ofRated(1.15, "current")), onDelay: "PT30S" }],
    },
    vibrationHigh: {
      label: text("Vibration high", "振动过大"),
      severity: "major",
      sla: "ordinary",
      while: settled,
      opens: [{ when: above("vibration", limit(7.1)), onDelay: "PT60S" }],
      hides: ["vibrationRaised"],
    },
    vibrationRaised: {
      label: text("Vibration raised", "振动偏大"),
      severity: "minor",
      sla: "ordinary",
      while: settled,
      opens: [{ when: above("vibration", limit(4.5)), onDelay: "PT5M" }],
    },
    bearingHot: {
      label: text("Bearing too hot", "轴承过热"),
      severity: "major",
      sla: "urgent",
      opens: [{ when: above("bearingTemperature", limit(80)), onDelay: "PT60S" }],
    },
    shortCycling: {
      label: text("Starts too often", "频繁启停"),
      severity: "minor",
      sla: "ordinary",
      opens: [{ when: risesBy("starts", limit(12), "PT1H") }],
    },
  },
});
