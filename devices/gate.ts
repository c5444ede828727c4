// Access gate 门禁: door, lock and reader; forced entry and tampering are incidents that a person must end.

import { all, below, count, defineDevice, is, isNot, limit, outsideOpenHours } from "../src/model/define-device.ts";
import { text } from "../src/model/text.ts";
import { bool, percent, state, total } from "./points.ts";

const notHeldOpen = isNot("mode", "heldOpen", "fireRelease");

export const gate = defineDevice({
  kind: "gate",
  label: text("Access gate", "门禁"),
  points: {
    door: state("Door", "门", {
      closed: ["closed", "关闭"],
      opening: ["opening", "正在打开"],
      open: ["open", "打开"],
      closing: ["closing", "正在关闭"],
    }),
    lock: state("Lock", "锁", {
      locked: ["locked", "上锁"],
      unlocked: ["unlocked", "解锁"],
      jammed: ["jammed", "卡滞"],
    }),
    mode: state("Mode", "模式", {
      normal: ["normal", "正常"],
      heldOpen: ["held open", "常开"],
      locked: ["locked down", "封锁"],
      fireRelease: ["fire release", "消防释放"],
    }),
    reader: state("Reader", "读头", { ok: ["ok", "正常"], fault: ["fault", "故障"] }),
    forced: bool("Forced", "强行打开"),
    tamper: bool("Tampered with", "防拆报警"),
    power: state("Power", "供电", { mains: ["mains", "市电"], battery: ["battery", "电池"] }),
    battery: percent("Battery", "电池电量"),
    cycles: total("Open cycles", "开合次数", ""),
  },
  events: {
    passage: {
      label: text("Passage", "通行"),
      fields: {
        result: { type: "choice", values: ["granted", "denied"], required: true },
        method: { type: "choice", values: ["card", "face", "qr", "plate", "remote", "button"], required: false },
        direction: { type: "choice", values: ["in", "out"], required: false },
        holder: { type: "id", required: false },
      },
    },
  },
  options: { openHours: { type: "openHours", label: text("Stands open on purpose", "计划常开时段") } },
  offline: {
    severity: "minor",
    sla: "data-loss",
    worseWhen: {
      condition: { op: "any", of: [is("power", "battery"), is("tamper", true)] },
      severity: "major",
      sla: "urgent",
    },
  },
  faults: {
    forcedOpen: {
      label: text("Forced open", "强行闯入"),
      severity: "critical",
      sla: "security",
      latched: true,
      opens: [
        { name: "forced", when: all(notHeldOpen, is("forced", true)) },
        { name: "locked", when: all(notHeldOpen, is("door", "open"), is("lock", "locked")), onDelay: "PT2S" },
      ],
      hides: ["heldOpen"],
    },
    tamper: {
      label: text("Tampered with", "设备被拆动"),
      severity: "critical",
      sla: "security",
      latched: true,
      opens: [{ when: is("tamper", true), onDelay: "PT3S" }],
    },
    deniedBurst: {
      label: text("Repeatedly denied", "连续刷卡被拒"),
      severity: "major",
      sla: "security",
      latched: true,
      opens: [{ when: count("passage", { result: "denied" }, limit(5), "PT60S", { result: "granted" }) }],
    },
    fireReleased: {
      label: text("Released by the fire system", "消防联动释放"),
      severity: "critical",
      sla: "security",
      opens: [{ when: is("mode", "fireRelease"), onDelay: "PT10S" }],
    },
    heldOpen: {
      label: text("Held open", "门长时间未关"),
      severity: "minor",
      sla: "ordinary",
      opens: [{ when: all(is("door", "open"), notHeldOpen, outsideOpenHours), onDelay: "PT5M" }],
    },
    lockJammed: {
      label: text("Lock jammed", "门锁卡滞"),
      severity: "major",
      sla: "urgent",
      opens: [{ when: is("lock", "jammed"), onDelay: "PT5S" }],
    },
    readerFault: {
      label: text("Reader fault", "读头故障"),
      severity: "major",
      sla: "ordinary",
      opens: [{ when: is("reader", "fault"), onDelay: "PT30S" }],
    },
    onBattery: {
      label: text("On battery", "电池供电"),
      severity: "minor",
      sla: "ordinary",
      mainsLost: true,
      opens: [{ when: is("power", "battery"), onDelay: "PT30S" }],
    },
    batteryLow: {
      label: text("Battery low", "电池电量低"),
      severity: "major",
      sla: "urgent",
      opens: [{ when: all(is("power", "battery"), below("battery", limit(20))), onDelay: "PT30S" }],
      mainsLost: true,
      hides: ["onBattery"],
    },
  },
});
