// Why the desk refuses an act, in whole sentences: what stands where, who did it, what to do instead. For check-act.ts.

import { outcomes } from "../model/fault.ts";
import type { Role, Site, Staff } from "../model/site.ts";
import { type Text, text } from "../model/text.ts";
import type { Action, Ticket, TicketState } from "../model/ticket.ts";
import { actWords, orWords, roleWords, slaLabel, stateWords } from "../model/ticket-words.ts";
import { instantWords, personWords } from "./explain-words.ts";

type Names = Pick<Site, "staff" | "timezone">;

/** Who changed it last, when; for whoever was slower. */
function lastChange(site: Names, { events }: Ticket): { readonly who: Text; readonly at: string } {
  const last = events.at(-1);
  return { who: personWords(site, last?.by ?? "system"), at: instantWords(last?.at ?? 0, site.timezone) };
}

const rolesOf = (roles: readonly Role[]): Text => orWords(roles.map((role) => roleWords[role]));

export function roleRefused(person: Staff, what: Text, roles: readonly Role[]): Text {
  const may = rolesOf(roles);
  const role = roleWords[person.role];
  return text(
    `${person.name.en} (${person.id}) is ${/^[aeiou]/.test(role.en) ? "an" : "a"} ${role.en} and may not ${what.en}; that is for ${may.en}. Ask one of them.`,
    `${person.name.zh}（${person.id}，${role.zh}）无权${what.zh}，须由${may.zh}操作。`,
  );
}

export const actRefused = (person: Staff, act: Action["do"], roles: readonly Role[]): Text =>
  roleRefused(person, text(`${actWords[act].en} a ticket`, `对工单执行“${actWords[act].zh}”`), roles);

export const overrideRefused = (person: Staff, roles: readonly Role[]): Text =>
  roleRefused(person, text("override a fault that is still reported", "在设备仍上报故障时强制修复（override）"), roles);

export function staleVersion(site: Names, ticket: Ticket, given: number): Text {
  const { who, at } = lastChange(site, ticket);
  return text(
    `${ticket.id} is at version ${ticket.version}, not ${given}: ${who.en} changed it at ${at}. Read it again before you act.`,
    `工单 ${ticket.id} 现为第 ${ticket.version} 版，而非第 ${given} 版：${who.zh}已于 ${at} 更改。请重新读取后再操作。`,
  );
}

export function stateRefused(site: Names, ticket: Ticket, act: Action["do"], from: readonly TicketState[]): Text {
  const { who, at } = lastChange(site, ticket);
  const allowed = orWords(from.map((state) => stateWords[state]));
  const { en, zh } = stateWords[ticket.state];
  return text(
    `${ticket.id} is ${en} (last changed by ${who.en} at ${at}); ${actWords[act].en} is possible only while it is ${allowed.en}.`,
    `工单 ${ticket.id} 当前为“${zh}”（最后由${who.zh}于 ${at} 更改），“${actWords[act].zh}”只能在${allowed.zh}时进行。`,
  );
}

/** @param row the ticket's own, or that of its fault. */
export function notPausable({ id }: Ticket, sla: string): Text {
  const row = slaLabel(sla);
  return text(
    `${id} counts by the SLA row “${row.en}” (${sla}), whose clocks never stop.`,
    `工单 ${id} 按“${row.zh}”（${sla}）计时，此类时限不得暂停。`,
  );
}

export function pausedAlready(site: Names, ticket: Ticket): Text {
  const pause = ticket.events.findLast(({ type }) => type === "paused");
  const who = personWords(site, pause?.by ?? "system");
  const at = instantWords(pause?.at ?? 0, site.timezone);
  return text(
    `${ticket.id} is paused already, by ${who.en} since ${at}. Resume it before you pause it for another reason.`,
    `工单 ${ticket.id} 已由${who.zh}自 ${at} 起暂停计时。如需更换原因，请先恢复计时。`,
  );
}

export const notPaused = ({ id }: Ticket): Text =>
  text(`The clocks of ${id} are not paused: there is nothing to resume.`, `工单 ${id} 的计时未暂停，无需恢复。`);

export const nobodyToCall = ({ id }: Ticket): Text =>
  text(
    `Nobody reported ${id}, equipment did: there is nobody to call back. Put what you have to say into a comment.`,
    `工单 ${id} 由设备上报，没有报事人，无需回访。如有说明，请用“备注”。`,
  );

export const fileMissing = ({ id }: Ticket): Text =>
  text(
    `The file itself is missing: send it as the body of POST /api/v1/tickets/${id}/attachments.`,
    `缺少文件内容：请将文件作为请求体发送至 POST /api/v1/tickets/${id}/attachments。`,
  );

export function stillFaulty({ id, title }: Ticket, frozen: boolean): Text {
  return frozen
    ? text(
        `${id} (${title.en}): the device is silent, so its fault cannot be believed gone. Bring it back on line, or let a supervisor restore it with override and a note.`,
        `工单 ${id}（${title.zh}）：设备离线，无法确认故障已消除。请先恢复设备上线，或由主管填写说明后强制修复（override）。`,
      )
    : text(
        `${id} (${title.en}): the device still reports it, or has been well for too short a time. Repair it and wait for good readings, or let a supervisor restore it with override and a note.`,
        `工单 ${id}（${title.zh}）：设备仍在上报该故障，或恢复正常的时间尚短。请修复后等待数据恢复正常，或由主管填写说明后强制修复（override）。`,
      );
}

export const noRounds = ({ id }: Ticket): Text =>
  text(
    `${id} asks for no rounds: only a blind area does, on a site that sets coverage.patrolEvery.`,
    `工单 ${id} 无需巡查签到：仅在设置了 coverage.patrolEvery 的小区，对盲区安排巡查。`,
  );

export const returnNeedsNote = ({ id }: Ticket): Text =>
  text(`note: say why ${id} is handed back.`, `note：请说明退回工单 ${id} 的原因。`);

export function notTheHolder(site: Names, { id, assignee }: Ticket, person: Staff): Text {
  const holder = personWords(site, assignee ?? "system");
  return text(
    `${id} lies with ${holder.en} (${assignee}): ${person.name.en} (${person.id}) cannot hand it back; the desk can.`,
    `工单 ${id} 由${holder.zh}（${assignee}）持有，${person.name.zh}（${person.id}）不能退回；可由值班台退回。`,
  );
}

export const overrideNeedsNote = ({ id }: Ticket): Text =>
  text(
    `note: say why ${id} is restored although its fault is still reported.`,
    `note：请说明为何在故障仍上报时修复工单 ${id}。`,
  );

export function outcomeRefused({ id, title }: Ticket, given: string | undefined): Text {
  const all = outcomes.join(", ");
  return text(
    `outcome: ${given === undefined ? "missing" : `"${given}" is none`}. ${id} (${title.en}) ends only with what was found: ${all}.`,
    `outcome：${given === undefined ? "未填写" : `没有“${given}”这一项`}。工单 ${id}（${title.zh}）须注明处置结果：${all}。`,
  );
}

export const nothingToReclassify = ({ id }: Ticket): Text =>
  text(
    `now: say what ${id} is from now on: at least one of sla, severity, zone, asset, fault, agreedAt.`,
    `now：请说明工单 ${id} 改为什么，至少填写 sla、severity、zone、asset、fault、agreedAt 之一。`,
  );

export const badAgreedAt = text(
  "now/agreedAt: an instant that lies ahead, within five years, is expected, such as 2027-06-01T10:00:00+08:00.",
  "now/agreedAt：应为五年内的将来时刻，例如 2027-06-01T10:00:00+08:00。",
);

export const mergeTargetMissing = ({ id }: Ticket): Text =>
  text(
    `to: name the ticket that goes on in place of ${id}, such as "to": "T-000001".`,
    `to：请填写接续工单 ${id} 的工单号，例如 "to": "T-000001"。`,
  );

export const mergeHidesSafety = ({ id }: Ticket, target: Ticket): Text =>
  text(
    `to: ${id} is about life safety or security and ${target.id} is not: merging would hide it. Name a ticket of that kind, or cancel ${id} if it was a false alarm.`,
    `to：工单 ${id} 涉及人身安全或治安，而 ${target.id} 不涉及，合并会将其掩盖。请填写同类工单；若为误报请取消 ${id}。`,
  );

export const mergeIntoItself = ({ id }: Ticket): Text =>
  text(
    `to: ${id} cannot be merged into itself; name another ticket.`,
    `to：工单 ${id} 不能并入自身，请填写另一张工单。`,
  );

export function mergeTargetOver({ id }: Ticket, target: Ticket): Text {
  const { en, zh } = stateWords[target.state];
  return text(
    `to: ${target.id} is ${en}, so ${id} cannot go on in it. Reopen it first, or name a ticket that is not ended.`,
    `to：工单 ${target.id} 当前为“${zh}”，无法并入工单 ${id}。请先重新打开，或选择未结束的工单。`,
  );
}
