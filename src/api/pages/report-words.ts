// Every sentence of the page on which somebody without a login reports something, in both languages.

import type { Text } from "../../model/text.ts";
import { text } from "../../model/text.ts";

export const limits = { text: 1000, name: 60, phone: 30 } as const;

export const words = {
  title: text("Report something", "我要报事"),
  where: text("You are reporting on", "报事对象"),
  zone: text("Zone", "片区"),
  what: text("What is wrong?", "出了什么问题？"),
  whatHint: text(
    "For example: the light flickers, the door does not close, a pipe drips.",
    "例如：灯一直闪、门关不上、水管漏水。",
  ),
  name: text("Your name (optional)", "您的称呼（选填）"),
  phone: text("Your phone (optional, so that we can call you back)", "您的电话（选填，便于回访）"),
  photo: text("A photo (optional, JPEG, PNG or WebP, at most 8 MB)", "照片（选填，JPEG、PNG 或 WebP，不超过 8 MB）"),
  send: text("Send", "提交"),
  leaveEmpty: text("Leave this empty", "请留空"),
  danger: text(
    "Danger to life or fire: call 110, 119 or 120 first. Trapped in an elevator: press the alarm button in the car.",
    "有人受伤、遇险或起火：请先拨打 110、119、120。被困电梯：请按轿厢内的报警按钮。",
  ),
  privacy: text(
    "Only the property's staff see your name, phone and photo, and only for this report.",
    "您的称呼、电话和照片仅供物业人员处理本次报事使用。",
  ),
  call: text("Call", "拨打"),
  otherwise: text("Anything else", "其他报事"),
  pressed: text("Registered as an emergency: the duty desk has it.", "已按紧急情况登记，值班台已收到。"),
  done: text("Thank you. Your report is registered.", "感谢您，已登记。"),
  known: text("This has been registered already.", "该情况此前已登记。"),
  number: text("Ticket number", "工单号"),
  keep: text(
    "Note the number or take a screenshot: ask for it at the property office.",
    "请记下工单号或截屏，可凭此向物业查询。",
  ),
  another: text("Report something else", "再报一件事"),
  knownNext: text(
    "The same words were sent from this label within the last hour, so there is no second ticket. If you mean something else, or want to be called back yourself, describe it in your own words.",
    "一小时内已有人从此标签提交相同内容，因此不再重复开单。如是另一件事，或希望我们也回访您，请用自己的话另行描述。",
  ),
  noPhoto: text("Your photo could not be kept; the report itself is registered.", "照片未能保存，报事内容已登记。"),
  notFound: text("Nothing is here.", "此处没有内容。"),
  notFoundHint: text("Scan the label again, or call the property office.", "请重新扫描标签，或联系物业服务中心。"),
} as const satisfies Readonly<Record<string, Text>>;

/** Why a form comes back to be sent again. */
export const refusals = {
  empty: text("Please say what is wrong, in 2 to 1,000 characters.", "请填写问题描述（2 至 1000 字）。"),
  tooLong: text("The name or phone is too long.", "称呼或电话过长。"),
  badPhone: text("That does not look like a phone number.", "电话号码格式不正确。"),
  tooFast: text(
    "That was very quick. Please check your words; in a moment you can press Send again.",
    "提交过快，请核对内容，稍候即可再次点击“提交”。",
  ),
  tooOld: text("This page was open for long. Please press Send again.", "页面打开时间过长，请再次点击“提交”。"),
  forged: text("This form could not be read. Please press Send again.", "表单无法识别，请再次点击“提交”。"),
  trap: text(
    "A hidden field was filled in, perhaps by your browser. Please press Send again.",
    "隐藏栏目被填写（可能是浏览器自动填充），请再次点击“提交”。",
  ),
  badPhoto: text(
    "The photo is not a JPEG, PNG or WebP picture. Send another, or none.",
    "照片不是 JPEG、PNG 或 WebP 图片，请更换照片或不附照片。",
  ),
  tooLarge: text(
    "The photo is larger than 8 MB. Send a smaller one, or none.",
    "照片超过 8 MB，请换一张较小的或不附照片。",
  ),
  tooMany: text(
    "Many reports have come from here in a short time. Please wait a few minutes, or call the property office.",
    "短时间内提交过多，请稍候几分钟再试，或致电物业服务中心。",
  ),
  busy: text(
    "Many people are reporting at this moment. Please try again in a minute, or call the property office.",
    "当前报事人数较多，请一分钟后再试，或致电物业服务中心。",
  ),
  failed: text(
    "The report could not be registered just now. Please try again in a minute, or call the property office.",
    "暂时无法登记，请一分钟后再试，或致电物业服务中心。",
  ),
} as const satisfies Readonly<Record<string, Text>>;

export type FormRefusal = keyof typeof refusals;
