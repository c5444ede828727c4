// The gateway itself 网关: it watches its own disk, history, broker and clock as it watches the community. No site file lists it.

import { above, below, defineDevice, is, limit } from "../src/model/define-device.ts";
import { text } from "../src/model/text.ts";
import { bool, number } from "./points.ts";

const milliseconds = (en: string, zh: string) => number(en, zh, "ms", 0, 1e12);
const count = (en: string, zh: string) => number(en, zh, "", 0, 1e12);

export const gateway = defineDevice({
  kind: "gateway",
  label: text("Gateway", "网关"),
  points: {
    storing: bool("Disk can be written", "磁盘可写"),
    historyReachable: bool("History reachable", "历史库可达"),
    brokerConnected: bool("Broker connected", "代理已连接"),
    backlogAge: number("Oldest data waiting for history", "历史库积压时长", "s", 0, 1e12),
    unaccounted: count("Messages not accounted for", "去向不明的消息"),
    failingChannels: count("Channels that cannot tell", "失效的通知渠道"),
    flooding: count("Devices sending too much", "超量上报的设备"),
    diskFree: number("Free disk space", "磁盘剩余空间", "GB", 0, 1e9),
    syncTime: milliseconds("Disk sync time (p99)", "磁盘同步耗时（p99）"),
    loopDelay: milliseconds("Event loop delay (p99)", "事件循环延迟（p99）"),
    checkpointAge: number("Age of the checkpoint", "检查点时长", "s", 0, 1e12),
    certificateDays: number("Certificate valid for", "证书剩余天数", "d", -1e5, 1e5),
  },
  rated: {},
  options: {},
  offline: { severity: "minor", sla: "data-loss" },
  faults: {
    diskFailing: {
      label: text("Disk cannot be written: nothing is acknowledged", "磁盘无法写入：停止确认上报"),
      severity: "critical",
      sla: "urgent",
      opens: [{ when: is("storing", false), onDelay: "PT5S" }],
    },
    diskLow: {
      label: text("Disk nearly full", "磁盘空间不足"),
      severity: "major",
      sla: "ordinary",
      opens: [{ when: below("diskFree", limit(2)), onDelay: "PT60S" }],
    },
    diskSlow: {
      label: text("Disk slow", "磁盘缓慢"),
      severity: "minor",
      sla: "ordinary",
      opens: [{ when: above("syncTime", limit(1000)), onDelay: "PT5M" }],
    },
    historyUnreachable: {
      label: text("History cannot be reached; data waits on disk", "历史库不可达，数据暂存磁盘"),
      severity: "major",
      sla: "data-loss",
      opens: [{ when: is("historyReachable", false), onDelay: "PT60S" }],
      hides: ["historyBehind"],
    },
    historyBehind: {
      label: text("History lags behind", "历史库积压"),
      severity: "minor",
      sla: "ordinary",
      opens: [{ when: above("backlogAge", limit(900)), onDelay: "PT10M" }],
    },
    brokerUnreachable: {
      label: text("Broker cannot be reached: no device is heard", "代理不可达：收不到任何设备"),
      severity: "major",
      sla: "urgent",
      opens: [{ when: is("brokerConnected", false), onDelay: "PT60S" }],
    },
    messagesMissing: {
      label: text("Messages cannot be accounted for", "有消息去向不明"),
      severity: "major",
      sla: "data-loss",
      opens: [{ when: above("unaccounted", limit(0)), onDelay: "PT60S" }],
    },
    noticesFailing: {
      label: text("A channel cannot tell anybody", "通知渠道失效"),
      severity: "major",
      sla: "urgent",
      opens: [{ when: above("failingChannels", limit(0)), onDelay: "PT5M" }],
    },
    deviceFlooding: {
      label: text("A device sends too much and is slowed down", "有设备超量上报，已被限速"),
      severity: "minor",
      sla: "ordinary",
      opens: [{ when: above("flooding", limit(0)), onDelay: "PT10S" }],
    },
    overloaded: {
      label: text("Gateway overloaded", "网关过载"),
      severity: "minor",
      sla: "ordinary",
      opens: [{ when: above("loopDelay", limit(500)), onDelay: "PT5M" }],
    },
    checkpointLate: {
      label: text("No checkpoint for a long time; a restart would take longer", "检查点长时间未更新，重启将变慢"),
      severity: "minor",
      sla: "ordinary",
      opens: [{ when: above("checkpointAge", limit(600)), onDelay: "PT60S" }],
    },
    certificateExpiring: {
      label: text("TLS certificate expires soon", "TLS 证书即将过期"),
      severity: "major",
      sla: "ordinary",
      opens: [{ when: below("certificateDays", limit(14)), onDelay: "PT60S" }],
    },
  },
});
