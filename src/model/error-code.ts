// Every refusal the product can give: code → HTTP status → what to tell people. One table, so that none is forgotten.

import type { Text } from "./text.ts";

type Row = { readonly status: number; readonly title: Text };

const table = {
  "wrong-state": {
    status: 409,
    title: { en: "The ticket's state does not allow this act.", zh: "工单当前状态不允许此操作。" },
  },
  stale: {
    status: 409,
    title: {
      en: "Somebody else changed the ticket first. Reload and try again.",
      zh: "工单已被他人更改，请刷新后重试。",
    },
  },
  "still-faulty": {
    status: 409,
    title: { en: "The equipment still reports the fault.", zh: "设备仍在上报该故障，不能修复。" },
  },
  "unknown-staff": { status: 422, title: { en: "No such person on this site's staff.", zh: "本小区没有这名员工。" } },
  forbidden: { status: 403, title: { en: "This role may not do that.", zh: "该角色无权执行此操作。" } },
  "unknown-ticket": { status: 404, title: { en: "No such ticket.", zh: "没有这张工单。" } },
  "unknown-act": { status: 404, title: { en: "No such act.", zh: "没有这种操作。" } },
  "not-available": {
    status: 501,
    title: { en: "This version cannot do that yet.", zh: "当前版本尚不支持此操作。" },
  },
  "bad-outcome": {
    status: 422,
    title: {
      en: "A latched fault is ended with an outcome: released, nobody-inside, secured, false-alarm, leak-stopped or test.",
      zh: "锁定类故障须注明结果：released、nobody-inside、secured、false-alarm、leak-stopped 或 test。",
    },
  },
  "note-required": { status: 422, title: { en: "A note with the reason is required.", zh: "必须填写原因说明。" } },
  "unknown-zone": { status: 422, title: { en: "No such zone on this site.", zh: "本小区没有这个片区。" } },
  "unknown-area": { status: 404, title: { en: "No such watched area on this site.", zh: "本小区没有这个监控区域。" } },
  "unknown-device": { status: 404, title: { en: "No such device on this site.", zh: "本小区没有这台设备。" } },
  "unknown-sla": { status: 422, title: { en: "No such SLA row.", zh: "没有这一行时限。" } },
  "unknown-credential": {
    status: 404,
    title: { en: "It has no credential: add one first.", zh: "尚无凭证，请先新增。" },
  },
  "credential-exists": {
    status: 409,
    title: { en: "It has a credential already: rotate it instead.", zh: "已有凭证，请改为更换。" },
  },
  "bad-reader-name": {
    status: 422,
    title: {
      en: "A reader's name has at most 63 letters, digits, dots, hyphens or underscores, starts with a letter or digit, and is no device's id.",
      zh: "只读账号的名称最多 63 个字符，只含字母、数字、点、连字符和下划线，以字母或数字开头，且不能与设备编号相同。",
    },
  },
  "not-pausable": { status: 409, title: { en: "This promise cannot be paused.", zh: "此类时限不可暂停。" } },
  "silence-empty": {
    status: 422,
    title: {
      en: "A silence over everything is not possible: name zones, kinds, devices, faults or some severities.",
      zh: "不能静默全部故障：请指明片区、设备类型、设备、故障或部分级别。",
    },
  },
  "silence-too-long": {
    status: 422,
    title: {
      en: "The silence is too long: at most 31 days, 366 days with a weekly window, 30 minutes for a test, 3 days for a sensor.",
      zh: "静默时间过长：最长 31 天；按周重复的最长 366 天；测试最长 30 分钟；传感器最长 3 天。",
    },
  },
  "unknown-silence": { status: 404, title: { en: "No such silence.", zh: "没有这条静默。" } },
  "silence-over": { status: 409, title: { en: "The silence is over already.", zh: "该静默已经结束。" } },
  "bad-request": { status: 400, title: { en: "The request is not valid.", zh: "请求内容无效。" } },
  unauthorized: {
    status: 401,
    title: { en: "Log in first, or send a bearer token.", zh: "请先登录，或提供访问令牌。" },
  },
  "not-found": { status: 404, title: { en: "Nothing is here.", zh: "此处没有内容。" } },
  "too-large": { status: 413, title: { en: "The request is too large.", zh: "请求内容过大。" } },
  "storage-unavailable": {
    status: 503,
    title: {
      en: "The gateway's disk cannot be written at the moment; nothing was changed.",
      zh: "网关磁盘暂时无法写入，未做任何更改。",
    },
  },
  "history-unavailable": {
    status: 503,
    title: { en: "The history store cannot be reached at the moment.", zh: "历史数据库暂时无法访问。" },
  },
  internal: {
    status: 500,
    title: { en: "Something broke on our side; it has been logged.", zh: "系统内部出错，已记录日志。" },
  },
} as const satisfies Record<string, Row>;

export type ErrorCode = keyof typeof table;

/** Code → HTTP status and the sentence for people. */
export const errorTable: Readonly<Record<ErrorCode, Row>> = table;
