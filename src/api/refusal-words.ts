// Turns a bare id, or a machine's words, into whole sentences for the code they came with: what is missing, where, and what to do.

import type { ErrorCode } from "../model/error-code.ts";
import type { Site } from "../model/site.ts";
import { type Text, text } from "../model/text.ts";
import { acts } from "../model/ticket.ts";
import { slaWords } from "../model/ticket-words.ts";
import { withChoices } from "./choices.ts";

/** The site whose ids could have been meant. */
export type Known = Pick<Site, "staff" | "zones">;

const rows = Object.keys(slaWords).join(", ");

const sentences: Readonly<Partial<Record<ErrorCode, (said: string, site?: Known) => Text>>> = {
  "unknown-ticket": (id) =>
    text(
      `There is no ticket ${id}. GET /api/v1/tickets lists them all.`,
      `没有工单 ${id}，请用 GET /api/v1/tickets 查询工单号。`,
    ),
  "unknown-act": (act) =>
    text(
      `There is no act "${act}". The acts are ${acts.join(", ")}.`,
      `没有“${act}”这项操作，可用的操作有：${acts.join("、")}。`,
    ),
  "unknown-staff": (id, site) =>
    withChoices(
      text(`"${id}" is not on the staff.`, `员工名单中没有“${id}”。`),
      id,
      site?.staff,
      text("Staff", "工号"),
    ),
  "unknown-zone": (id, site) =>
    withChoices(text(`There is no zone "${id}".`, `没有片区“${id}”。`), id, site?.zones, text("Zones", "片区编号")),
  "unknown-area": (id) =>
    text(
      `There is no watched area "${id}". Use an id from coverage: areas: in site.yaml.`,
      `没有监控区域“${id}”，请使用 site.yaml 中 coverage 的 areas 所列编号。`,
    ),
  "unknown-device": (id) =>
    text(
      `There is no device "${id}". GET /api/v1/devices lists them; a new one is added under devices: in site.yaml.`,
      `没有设备“${id}”。请用 GET /api/v1/devices 查询设备编号；新设备须加入 site.yaml 的 devices。`,
    ),
  "unknown-sla": (row) =>
    text(
      `The SLA table has no row "${row}". It has ${rows}, and what stands under sla: in site.yaml.`,
      `时限表中没有“${row}”这一行。可用的有：${rows}，以及 site.yaml 中 sla 所列各行。`,
    ),
  "unknown-silence": (id) =>
    text(
      `There is no silence ${id}. GET /api/v1/silences lists them all.`,
      `没有静默 ${id}，请用 GET /api/v1/silences 查询。`,
    ),
  "silence-over": (id) =>
    text(
      `The silence ${id} has ended already; nothing is withheld by it any more. Begin a new one where one is needed.`,
      `静默 ${id} 已经结束，不再影响开单。如仍需要，请重新设置。`,
    ),
  "unknown-credential": (id) =>
    text(
      `"${id}" has no credential. Add one with POST /api/v1/credentials; GET lists those there are.`,
      `“${id}”尚无凭证。请用 POST /api/v1/credentials 新增；已有凭证可用 GET 查询。`,
    ),
  "credential-exists": (id) =>
    text(
      `"${id}" has a credential already. For a new secret: POST /api/v1/credentials/${id}/rotate.`,
      `“${id}”已有凭证。如需更换密码，请用 POST /api/v1/credentials/${id}/rotate。`,
    ),
  "bad-reader-name": (id) =>
    text(
      `"${id}" cannot be a reader's name. Choose another, such as dash.`,
      `“${id}”不能用作只读账号的名称，请另选一个，例如 dash。`,
    ),
  "not-found": (what) => text(`There is no "${what}" here. Check the address.`, `此处没有“${what}”，请检查地址。`),
  "storage-unavailable": (words) =>
    text(
      `The disk said: ${words}. Nothing was changed; free or repair the disk and try again.`,
      `磁盘报错：${words}。未做任何更改，请释放或修复磁盘后重试。`,
    ),
  "history-unavailable": (words) =>
    text(
      `The history store said: ${words}. See /healthz; what devices report meanwhile is kept.`,
      `历史数据库报错：${words}。请查看 /healthz；其间设备上报的数据不会丢失。`,
    ),
};

/** In both languages; words that no sentence is made for stand for themselves. @param site whose people and zones are named */
export const refusalWords = (code: ErrorCode, said: string | Text, site?: Known): Text =>
  typeof said === "string" ? (sentences[code]?.(said, site) ?? { en: said, zh: said }) : said;
