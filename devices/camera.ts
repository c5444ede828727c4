// Camera 监控摄像机: picture, position and recording; and the incidents it detects by itself.

import {
  above,
  all,
  any,
  below,
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
import { incidents } from "./camera-incidents.ts";
import { bool, celsius, instant, number, percent } from "./points.ts";

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
      advice: text(
        "Look at the other cameras of its switch: if they are lost too, see to the switch or its power first. Else send the technician to the camera's power and cable.",
        "先看同一交换机下的其他摄像机：若一并丢失，先查交换机和供电；否则派维修工检查该摄像机的电源和线缆。",
      ),
    },
    frozen: {
      label: text("Picture frozen", "画面冻结"),
      severity: "major",
      sla: "camera",
      opens: [{ when: is("frozen", true), onDelay: "PT60S" }],
      advice: text(
        "Trust nothing this picture shows. Restart the camera from afar; if it stays frozen, have the guard pass by until the technician has been.",
        "切勿以此画面判断现场。先远程重启；仍冻结的，派维修工处理，其间由保安加强巡查。",
      ),
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
      advice: text(
        "Switch the lamps there on, or the infrared light. If it stays dark, send the guard to look whether the lens is covered.",
        "打开现场照明或补光灯；仍过暗的，派保安查看镜头是否被遮挡。",
      ),
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
      advice: text(
        "Send the guard to see what stands before the lens, and to clear it; a lens covered on purpose is reported to security. Look at the last clear minutes of the recording.",
        "派保安到场清除遮挡，并回看遮挡前的录像；疑似人为遮挡的，按安防事件处置。",
      ),
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
      advice: text(
        "Look at the recording for who turned it, and send the guard to the spot. The technician sets it back to its view on the plan.",
        "回看录像查明何人转动，并派保安到场；由维修工恢复到设计的朝向。",
      ),
    },
    notRecording: {
      label: text("Not recording", "未录像"),
      severity: "major",
      sla: "camera",
      opens: [{ when: is("recording", false), onDelay: "PT5M" }],
      advice: text(
        "See to the recorder first: its disks, its power, and whether other cameras fail as well. What happens now leaves no footage: have the guard pass by more often.",
        "先查录像机：硬盘、电源、其他通道是否也中断。此间没有录像留存，请保安加强巡查。",
      ),
    },
    retentionShort: {
      label: text("Recordings not kept long enough", "录像保存时长不足"),
      severity: "major",
      sla: "camera",
      opens: [{ when: all(youngerThan("oldestRecording", period("P30D")), inService(period("P30D"))) }],
      advice: text(
        "Save the footage that is asked for before it is overwritten. Then have the recorder's disks checked, and its bit rate and quota corrected: 30 days must be kept.",
        "先导出需留存的录像，以免被覆盖；再检查录像机硬盘、码率与配额，须满足保存 30 天。",
      ),
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
    ...incidents,
  },
});
