// Camera 监控摄像机: picture, position and recording; and the incidents it detects by itself.

import {
  above,
  all,
  any,
  below,
  count,
  dark,
  defineDevice,
  fact,
  inService,
  is,
  light,
  limit,
  offBy,
  ofRated,
  period,
  risesBy,
  steady,
  youngerThan,
} from "../src/model/define-device.ts";
import { text } from "../src/model/text.ts";
import { bool, celsius, instant, number, percent } from "./points.ts";

/** An incident that the camera reports once; it stays open until a person says how it ended. */
const incident = <const T extends string>(type: T, en: string, zh: string, severity: "critical" | "major") =>
  ({
    label: text(en, zh),
    severity,
    sla: "security",
    latched: true,
    opens: [{ when: count("detection", { type }, { limit: 1, name: "times" }, "PT30S") }],
  }) as const;

export const camera = defineDevice({
  kind: "camera",
  label: text("Camera", "监控摄像机"),
  points: {
    fps: number("Frame rate", "帧率", "1/s", 0, 1000),
    bitrate: number("Bit rate", "码率", "kbit/s", 0, 1e7),
    luma: number("Brightness", "亮度", "", 0, 255),
    sharpness: number("Sharpness", "清晰度", "", 0, 100),
    occlusion: percent("Picture blocked", "遮挡比例"),
    frozen: bool("Picture frozen", "画面冻结"),
    sceneChanged: bool("Scene changed", "场景变更"),
    isBlocked: bool("Blocked (maker's diagnosis)", "设备诊断：遮挡"),
    isBlurred: bool("Blurred (maker's diagnosis)", "设备诊断：模糊"),
    isDark: bool("Dark (maker's diagnosis)", "设备诊断：过暗"),
    heading: number("Heading", "方位角", "°", 0, 360),
    tilt: number("Tilt", "俯角", "°", -90, 90),
    recording: bool("Recording", "录像中"),
    oldestRecording: instant("Oldest recording", "最早录像时间"),
    gapMinutes: number("Missing minutes, last 24 h", "近24小时缺失分钟", "min", 0, 1440),
    infrared: bool("Infrared light on", "红外补光"),
    packetLoss: percent("Packet loss", "丢包率"),
    temperature: celsius("Temperature", "温度"),
    clockOffset: number("Clock offset", "时钟偏差", "s", -1e10, 1e10),
  },
  events: {
    detection: {
      label: text("Detection", "智能侦测"),
      fields: {
        type: {
          type: "choice",
          values: ["fallingObject", "intrusion", "loitering", "fireLane", "ebikeInCar", "smoke"],
          required: true,
        },
        ref: { type: "id", required: false },
      },
    },
  },
  rated: { fps: { label: text("Frame rate", "帧率"), unit: "1/s" } },
  offline: { severity: "major", sla: "camera" },
  faults: {
    videoLoss: {
      label: text("Video lost", "视频丢失"),
      severity: "major",
      sla: "camera",
      opens: [{ when: below("fps", limit(1)), onDelay: "PT30S" }],
      hides: ["frozen", "dark", "blurred", "frameRateLow"],
    },
    frozen: {
      label: text("Picture frozen", "画面冻结"),
      severity: "major",
      sla: "camera",
      opens: [{ when: is("frozen", true), onDelay: "PT60S" }],
    },
    dark: {
      label: text("Picture too dark", "画面过暗"),
      severity: "major",
      sla: "camera",
      opens: [
        { name: "day", when: all(any(light, fact("indoors", true)), below("luma", limit(20))), onDelay: "PT60S" },
        {
          name: "night",
          when: all(dark, fact("indoors", false), below("luma", limit(8, "night"))),
          onDelay: "PT5M",
        },
        { name: "isDark", when: is("isDark", true), onDelay: "PT60S" },
      ],
    },
    overexposed: {
      label: text("Picture overexposed", "画面过曝"),
      severity: "minor",
      sla: "camera",
      opens: [{ when: above("luma", limit(240)), onDelay: "PT5M" }],
    },
    blocked: {
      label: text("Picture blocked", "画面遮挡"),
      severity: "major",
      sla: "camera",
      opens: [
        { name: "occlusion", when: above("occlusion", limit(60)), onDelay: "PT3M" },
        { name: "isBlocked", when: is("isBlocked", true), onDelay: "PT3M" },
      ],
    },
    blurred: {
      label: text("Picture blurred", "画面模糊"),
      severity: "minor",
      sla: "camera",
      opens: [
        { name: "sharpness", when: below("sharpness", limit(20)), onDelay: "PT10M" },
        { name: "isBlurred", when: is("isBlurred", true), onDelay: "PT10M" },
      ],
    },
    moved: {
      label: text("Camera moved", "摄像机移位"),
      severity: "major",
      sla: "camera",
      opens: [
        { name: "heading", when: all(fact("ptz", false), offBy("heading", "heading", limit(10))), onDelay: "PT10S" },
        { name: "sceneChanged", when: all(fact("ptz", false), is("sceneChanged", true)), onDelay: "PT60S" },
      ],
    },
    notRecording: {
      label: text("Not recording", "未录像"),
      severity: "major",
      sla: "camera",
      opens: [{ when: is("recording", false), onDelay: "PT5M" }],
    },
    retentionShort: {
      label: text("Recordings not kept long enough", "录像保存时长不足"),
      severity: "major",
      sla: "camera",
      opens: [{ when: all(youngerThan("oldestRecording", period("P30D")), inService(period("P30D"))) }],
    },
    recordingGap: {
      label: text("Gap in the recording", "录像有缺失"),
      severity: "minor",
      sla: "camera",
      opens: [{ when: risesBy("gapMinutes", limit(5), "P1D") }],
      clearsWhen: steady("gapMinutes", "PT30M"),
      offDelay: "PT0S",
    },
    frameRateLow: {
      label: text("Frame rate low", "帧率偏低"),
      severity: "minor",
      sla: "camera",
      opens: [{ when: below("fps", ofRated(0.6, "fps")), onDelay: "PT5M" }],
    },
    fallingObject: incident("fallingObject", "Falling object", "高空抛物", "major"),
    intrusion: incident("intrusion", "Intrusion", "入侵", "major"),
    loitering: incident("loitering", "Loitering", "徘徊", "major"),
    fireLane: incident("fireLane", "Fire lane blocked", "消防通道占用", "major"),
    ebikeInCar: incident("ebikeInCar", "E-bike in the elevator car", "电动车进梯", "major"),
    smoke: incident("smoke", "Smoke seen", "发现烟雾", "critical"),
  },
});
