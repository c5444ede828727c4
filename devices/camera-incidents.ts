// What a camera detects by itself 智能侦测: each stays open until a person says how it ended. Part of camera.ts.

import { count } from "../src/model/define-device.ts";
import { type Text, text } from "../src/model/text.ts";

/** An incident that the camera reports once; it stays open until a person says how it ended. */
const incident = <const T extends string>(
  type: T,
  en: string,
  zh: string,
  severity: "critical" | "major",
  advice: Text,
) =>
  ({
    label: text(en, zh),
    severity,
    sla: "security",
    latched: true,
    opens: [{ when: count("detection", { type }, { limit: 1, name: "times" }, "PT30S") }],
    advice,
  }) as const;

export const incidents = {
  fallingObject: incident(
    "fallingObject",
    "Falling object",
    "高空抛物",
    "major",
    text(
      "Send the guard to close off the spot and to see whether anybody is hurt; call 120 if so. Save the recording: the police are told with it.",
      "派保安到场拉警戒线并查看有无人员受伤，有人受伤立即拨打 120；保存录像，报警时提供。",
    ),
  ),
  intrusion: incident(
    "intrusion",
    "Intrusion",
    "入侵",
    "major",
    text(
      "Watch the neighbouring cameras and send two guards, never one alone. Call 110 if somebody is inside or resists.",
      "用周边摄像机追踪去向，派两名以上保安到场，不得单人处置；有人闯入或抗拒，立即拨打 110。",
    ),
  ),
  loitering: incident(
    "loitering",
    "Loitering",
    "徘徊",
    "major",
    text(
      "Watch the camera, then send the guard to ask politely whom the person is visiting. Tell the next shift what the person looks like.",
      "先看画面，再派保安上前礼貌询问来意；把体貌特征告知下一班。",
    ),
  ),
  fireLane: incident(
    "fireLane",
    "Fire lane blocked",
    "消防通道占用",
    "major",
    text(
      "Find the owner by the number plate and have the vehicle moved at once. If nobody comes, take photos and call the tow and the traffic police (122).",
      "按车牌联系车主立即挪车；联系不上的拍照留存，通知拖车并拨打 122。",
    ),
  ),
  ebikeInCar: incident(
    "ebikeInCar",
    "E-bike in the elevator car",
    "电动车进梯",
    "major",
    text(
      "Speak to the car over the intercom: take the e-bike out. Send the guard to the floor, and look that it is not charged in a flat or a stairway.",
      "通过对讲要求将电动车推出轿厢，派保安到所在楼层，防止入户或在楼道充电。",
    ),
  ),
  smoke: incident(
    "smoke",
    "Smoke seen",
    "发现烟雾",
    "critical",
    text(
      "Look at the picture; where fire is seen, call 119 and clear people out at once. Where it is not sure, send the guard with an extinguisher and keep in touch.",
      "立即查看画面：见明火即拨打 119 并组织疏散；不能确认的，派保安携灭火器到场，保持通话。",
    ),
  ),
} as const;
