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
      advice: text(
        "Nobody steps into the water before the power is cut from outside the room. Then close the inlet valve, start the drain pump, and find where the water comes from.",
        "先在泵房外断电，断电前任何人不得涉水。随后关进水阀、开排水泵，查明来水处。",
      ),
    },
    tankHigh: {
      label: text("Tank overflowing", "水箱溢流"),
      severity: "critical",
      sla: "pipe-burst",
      latched: true,
      opens: [{ when: above("tankLevel", limit(98)), onDelay: "PT60S" }],
      advice: text(
        "Close the tank's inlet valve by hand, and see that the overflow drains and nothing is flooded below. Then have the float valve and the level sensor checked.",
        "手动关闭水箱进水阀，确认溢流排水通畅、下方未进水；再检修浮球阀和液位传感器。",
      ),
    },
    tankLow: {
      label: text("Tank low", "水箱低液位"),
      severity: "major",
      sla: "urgent",
      opens: [{ when: below("tankLevel", limit(20)), onDelay: "PT60S" }],
      advice: text(
        "See whether the mains bring water and the inlet valve is open. Save what there is, for the fire tank above all; tell the residents and order a water truck if it keeps falling.",
        "先查市政来水和进水阀。节约存水，确保消防水位；持续下降的，通知业主并联系送水车。",
      ),
    },
    driveFault: {
      label: text("Drive fault", "变频器故障"),
      severity: "major",
      sla: "urgent",
      opens: [
        { name: "driveFault", when: is("driveFault", true), onDelay: "PT5S" },
        { name: "mode", when: is("mode", "fault"), onDelay: "PT5S" },
      ],
      advice: text(
        "Switch to the standby pump and see that the pressure holds. Note the drive's fault code, try one reset at most, and call the technician.",
        "切换备用泵，确认水压正常。记下变频器故障代码，至多复位一次，随即通知维修工。",
      ),
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
      advice: text(
        "Stop the pump at once: without water its seal burns within minutes. See to the inlet valve, the tank's level and the mains before it is started again.",
        "立即停泵，缺水运转数分钟即会烧毁机封。查清进水阀、水箱液位和市政来水后再启动。",
      ),
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
      advice: text(
        "Switch to the standby pump, then see whether a valve is shut, the pump has lost its water, or the check valve sticks.",
        "切换备用泵，再查阀门是否关闭、水泵是否失水、止回阀是否卡滞。",
      ),
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
      advice: text(
        "Start the standby pump by hand, and look at flow: high flow with low pressure is a burst. Tell the upper floors how long it will last.",
        "手动启动备用泵并看流量：流量大而压力低，多为爆管。告知高层住户预计恢复时间。",
      ),
    },
    pressureHigh: {
      label: text("Pressure high", "供水压力高"),
      severity: "major",
      sla: "urgent",
      opens: [{ when: above("outletPressure", setShare(1.2)), onDelay: "PT10S" }],
      advice: text(
        "Set the pump to manual and bring it down: too much pressure bursts pipes and water heaters. Then have the pressure sensor, the drive's set point and the relief valve checked.",
        "转手动降频，水压过高会损坏管道和热水器。再检查压力传感器、设定值和泄压阀。",
      ),
    },
    overCurrent: {
      label: text("Current too high", "电流过大"),
      severity: "major",
      sla: "urgent",
      while: settled,
      opens: [{ when: above("current", ofRated(1.15, "current")), onDelay: "PT30S" }],
      advice: text(
        "Switch to the standby pump and stop this one before its motor burns. The technician looks for a lost phase, a blocked impeller, a tight bearing.",
        "切换备用泵并停下该泵，以免烧毁电机；由维修工检查缺相、叶轮堵塞、轴承卡滞。",
      ),
    },
    vibrationHigh: {
      label: text("Vibration high", "振动过大"),
      severity: "major",
      sla: "ordinary",
      while: settled,
      opens: [{ when: above("vibration", limit(7.1)), onDelay: "PT60S" }],
      hides: ["vibrationRaised"],
      advice: text(
        "Switch to the standby pump, and listen at this one: a loose foot, a bad coupling, air in the suction. Do not let it run until a bearing breaks.",
        "切换备用泵，到场听查：地脚松动、联轴器不对中或吸入空气。切勿带病运行至轴承损坏。",
      ),
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
      advice: text(
        "Switch to the standby pump and let this one cool; do not pour water on it. The technician looks at grease, alignment and the bearing itself.",
        "切换备用泵，停泵自然冷却，切勿浇水；由维修工检查润滑、对中和轴承。",
      ),
    },
    shortCycling: {
      label: text("Starts too often", "频繁启停"),
      severity: "minor",
      sla: "ordinary",
      opens: [{ when: risesBy("starts", limit(12), "PT1H") }],
    },
  },
});
