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
      advice: text(
        "Look at the door's camera and send the guard. If somebody went in, follow them over the cameras and call 110; then shut and lock the door.",
        "先看该门摄像机并派保安到场；有人闯入时用摄像机追踪并拨打 110，随后将门关好上锁。",
      ),
    },
    tamper: {
      label: text("Tampered with", "设备被拆动"),
      severity: "critical",
      sla: "security",
      latched: true,
      opens: [{ when: is("tamper", true), onDelay: "PT3S" }],
      advice: text(
        "Send the guard to the device, and look at the door's camera for who opened it. Until it is shut and checked, somebody stands at the door.",
        "派保安到现场，并查看该门录像中何人拆动；设备复原并检查前，安排专人守门。",
      ),
    },
    deniedBurst: {
      label: text("Repeatedly denied", "连续刷卡被拒"),
      severity: "major",
      sla: "security",
      latched: true,
      opens: [{ when: count("passage", { result: "denied" }, limit(5), "PT60S", { result: "granted" }) }],
      advice: text(
        "Look at the door's camera: a resident with a dead card is helped, a stranger is asked by the guard. Block the card if it is reported lost.",
        "查看该门摄像机：住户卡失效的予以协助，陌生人由保安上前询问；挂失的卡立即停用。",
      ),
    },
    fireReleased: {
      label: text("Released by the fire system", "消防联动释放"),
      severity: "critical",
      sla: "security",
      opens: [{ when: is("mode", "fireRelease"), onDelay: "PT10S" }],
      advice: text(
        "Look first whether there is fire: the fire panel and the cameras. If so, call 119 and leave the doors open; if not, reset the panel, post a guard at the open doors, and see them lock again.",
        "先确认是否起火：看消防主机和摄像机。属实即拨打 119，保持门开启；误报则复位主机，派保安守门，直至重新上锁。",
      ),
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
      advice: text(
        "See whether people can still get out: if not, open the door by key or from the fire panel now. Post a guard until the locksmith has been.",
        "先确认人员能否通行：出不去的，立即用钥匙或消防联动开门；修好前派保安值守。",
      ),
    },
    readerFault: {
      label: text("Reader fault", "读头故障"),
      severity: "major",
      sla: "ordinary",
      opens: [{ when: is("reader", "fault"), onDelay: "PT30S" }],
      advice: text(
        "Have the guard let residents in, checking who they are, and send the technician to the reader. If all readers of a building fail, see to the controller.",
        "由保安核实身份后放行，派维修工检查读头；同楼读头全部失效的，先查门禁控制器。",
      ),
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
      advice: text(
        "Get mains back first: the breaker, then the power supply. Without it the lock soon opens or stays shut by itself, so send the guard to the door.",
        "先恢复市电：查空开，再查电源。电池耗尽后门锁会自行打开或锁死，请派保安守门。",
      ),
    },
  },
});
