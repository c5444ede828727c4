// Elevator 电梯: people trapped come first; the law's 30 minutes start when the evidence is complete.

import { above, all, any, becomes, defineDevice, is, isNot, limit, ofRated } from "../src/model/define-device.ts";
import { text } from "../src/model/text.ts";
import { bool, celsius, number, state, total } from "./points.ts";

const notInspection = isNot("mode", "inspection");
const stopped = is("motion", "stopped");
const occupied = is("occupied", true);

export const elevator = defineDevice({
  kind: "elevator",
  label: text("Elevator", "电梯"),
  points: {
    mode: state("Mode", "运行模式", {
      normal: ["normal", "正常"],
      independent: ["independent", "独立运行"],
      inspection: ["inspection", "检修"],
      fire: ["fire service", "消防"],
      emergencyPower: ["emergency power", "应急电源"],
      outOfService: ["out of service", "停用"],
      fault: ["fault", "故障"],
    }),
    motion: state("Motion", "运动", { up: ["up", "上行"], down: ["down", "下行"], stopped: ["stopped", "停止"] }),
    speed: number("Speed", "速度", "m/s", -30, 30),
    floor: number("Floor", "楼层", "", -100, 1000, { integer: true }),
    landing: bool("Level at a landing", "平层"),
    door: state("Door", "轿门", {
      closed: ["closed", "关闭"],
      opening: ["opening", "正在打开"],
      open: ["open", "打开"],
      closing: ["closing", "正在关闭"],
      blocked: ["blocked", "受阻"],
    }),
    occupied: bool("Somebody inside", "轿厢有人"),
    load: number("Load", "载重", "kg", 0, 1e5),
    alarmButton: bool("Alarm button", "报警按钮"),
    emergencyLamp: state("Emergency lamp", "应急灯", { ok: ["ok", "正常"], failed: ["failed", "失效"] }),
    mains: bool("Mains power", "市电"),
    brakeTemperature: celsius("Brake temperature", "制动器温度"),
    motorTemperature: celsius("Motor temperature", "电机温度"),
    vibration: number("Vibration", "振动", "mg", 0, 1e6),
    trips: total("Trips", "运行次数", ""),
    doorCycles: total("Door cycles", "开关门次数", ""),
    // The open names of BACnetLiftFault (ANSI/ASHRAE 135); GB/T 24476's code tables are not public.
    faultCode: state("Fault code", "故障代码", {
      controller: ["controller", "控制系统"],
      driveAndMotor: ["drive and motor", "驱动与电机"],
      governorAndSafetyGear: ["governor and safety gear", "限速器与安全钳"],
      liftShaftDevice: ["shaft device", "井道装置"],
      powerSupply: ["power supply", "电源"],
      safetyInterlock: ["safety interlock", "安全回路"],
      doorClosing: ["door closing", "关门"],
      doorOpening: ["door opening", "开门"],
      carStoppedOutsideLandingZone: ["stopped outside the landing zone", "非平层停梯"],
      callButtonStuck: ["call button stuck", "按钮卡滞"],
      startFailure: ["start failure", "启动失败"],
      controllerSupply: ["controller supply", "控制电源"],
      selfTest: ["self-test", "自检"],
      runtimeLimitExceeded: ["running time limit exceeded", "运行超时"],
      positionLost: ["position lost", "位置丢失"],
      driveTemperatureExceeded: ["drive too hot", "驱动过热"],
      loadMeasurement: ["load measurement", "称重"],
    }),
  },
  rated: {
    speed: { label: text("Speed", "速度"), unit: "m/s" },
    load: { label: text("Load", "载重"), unit: "kg" },
  },
  offline: { severity: "minor", sla: "data-loss" },
  faults: {
    entrapment: {
      label: text("People trapped", "电梯困人"),
      severity: "critical",
      sla: "elevator-entrapment",
      latched: true,
      opens: [
        { name: "alarmButton", when: all(notInspection, is("alarmButton", true)), onDelay: "PT3S" },
        {
          name: "betweenFloors",
          when: all(notInspection, occupied, stopped, is("landing", false)),
          onDelay: "PT60S",
        },
        {
          name: "shutIn",
          when: all(notInspection, occupied, stopped, isNot("door", "open"), is("mode", "fault", "emergencyPower")),
          onDelay: "PT120S",
        },
      ],
      hides: ["entrapmentSuspected", "stalled"],
      advice: text(
        "Speak to the car now. Send the guard and the elevator company. Nobody forces the doors.",
        "立即通话安抚乘客，派安全员到场并通知电梯维保公司，切勿扒门。",
      ),
    },
    entrapmentSuspected: {
      label: text("People perhaps trapped", "疑似困人"),
      severity: "major",
      sla: "elevator-entrapment",
      opens: [
        {
          when: all(is("mode", "normal"), occupied, stopped, is("landing", true), is("door", "closed")),
          onDelay: "PT180S",
        },
      ],
      advice: text("Call the car over the intercom.", "请通过对讲呼叫轿厢确认。"),
    },
    doorOpenMoving: {
      label: text("Moving with the door open", "开门走梯"),
      severity: "critical",
      sla: "urgent",
      latched: true,
      opens: [
        {
          when: all(
            notInspection,
            is("door", "open"),
            is("motion", "up", "down"),
            any(is("landing", false), above("speed", limit(0.8), { absolute: true })),
          ),
          onDelay: "PT1S",
        },
      ],
      advice: text(
        "Take the elevator out of service now, by the switch in the machine room or at the base landing, and ask over the intercom whether anybody is hurt. Only the elevator company puts it back.",
        "立即停用该电梯（基站或机房断电），并通过对讲确认有无人员受伤，必要时拨打 120。须由维保公司检查后方可恢复。",
      ),
    },
    overspeed: {
      label: text("Overspeed", "超速"),
      severity: "critical",
      sla: "urgent",
      latched: true,
      opens: [{ when: above("speed", ofRated(1.15, "speed"), { absolute: true }), onDelay: "PT1S" }],
      advice: text(
        "Ask over the intercom whether anybody is inside or hurt, and call 120 if so. Keep the elevator off, post somebody at the landing, call the elevator company.",
        "通过对讲确认轿厢内有无人员、是否受伤，必要时拨打 120。停用该电梯，层门处安排专人看守，通知维保公司。",
      ),
    },
    stalled: {
      label: text("Stalled between floors", "停在两层之间"),
      severity: "major",
      sla: "elevator",
      opens: [
        {
          when: all(
            is("mode", "normal", "fault", "emergencyPower"),
            stopped,
            is("landing", false),
            isNot("occupied", true),
          ),
          onDelay: "PT120S",
        },
      ],
      advice: text(
        "Ask over the intercom whether somebody is inside: if so, confirm an entrapment at once. If it is empty, put out the out-of-service signs and call the elevator company.",
        "先通过对讲确认轿厢内有无人员：有人即按困人处置；无人则摆放停用标识，通知维保公司。",
      ),
    },
    controllerFault: {
      label: text("Controller fault", "控制系统故障"),
      severity: "major",
      sla: "elevator",
      opens: [
        { when: is("mode", "fault"), onDelay: "PT60S" },
        { name: "repeated", when: becomes("mode", "fault", limit(3), "PT1H") },
      ],
      advice: text(
        "Make sure over the intercom that nobody is inside, put out the out-of-service signs, and call the elevator company with the fault code. Do not reset it again and again.",
        "通过对讲确认轿厢内无人，摆放停用标识，将故障代码告知维保公司。切勿反复断电复位。",
      ),
    },
    doorFault: {
      label: text("Door fault", "门系统故障"),
      severity: "major",
      sla: "elevator",
      opens: [
        { name: "blocked", when: is("door", "blocked"), onDelay: "PT120S" },
        { name: "open", when: all(is("door", "open"), is("mode", "normal")), onDelay: "PT10M" },
      ],
      advice: text(
        "Send the guard to look whether something stands between the doors, and to clear it. If they still do not close, take the elevator out of service and guard the open landing.",
        "派保安查看门间有无异物并清除；仍关不上的，停用该电梯，并看守敞开的层门。",
      ),
    },
    powerLost: {
      label: text("Mains power lost", "市电中断"),
      severity: "major",
      sla: "elevator",
      mainsLost: true,
      opens: [{ when: is("mains", false), onDelay: "PT30S" }],
      advice: text(
        "Ask over the intercom whether somebody is inside: a stop without power traps people. Then see to the supply: whole building or this elevator's breaker alone.",
        "先通过对讲确认是否困人，停电停梯极易困人。再查供电：整栋停电，还是仅该电梯空开跳闸。",
      ),
    },
    emergencyLampFailed: {
      label: text("Emergency lamp failed", "应急照明失效"),
      severity: "minor",
      sla: "ordinary",
      opens: [{ when: is("emergencyLamp", "failed"), onDelay: "PT60S" }],
    },
    motorHot: {
      label: text("Motor too hot", "电机过热"),
      severity: "major",
      sla: "elevator",
      opens: [{ when: above("motorTemperature", limit(90)), onDelay: "PT60S" }],
      advice: text(
        "Let the elevator stand at a landing with its door open, and see that the machine room's air conditioning and fan run. Call the elevator company before it goes on.",
        "让电梯停靠平层并开门，检查机房空调和风机是否运行；恢复运行前须由维保公司检查。",
      ),
    },
    vibrationHigh: {
      label: text("Vibration high", "振动过大"),
      severity: "minor",
      sla: "ordinary",
      opens: [{ when: above("vibration", limit(25)), onDelay: "PT60S" }],
    },
  },
});
