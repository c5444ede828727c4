// What the daily count says, in both languages, with placeholders in braces; filled in by word-count.ts.

import { type Text, text } from "../model/text.ts";
import type { Milestone } from "../model/ticket.ts";

export const countTitle = text(
  "[Daily count] {open} open, {overdue} overdue",
  "【每日盘点】未完成 {open} 件，超时 {overdue} 件",
);

export const countSums = text(
  "As of {at}: to repair {repair}, to close {close}, to call back {callBack}.",
  "截至 {at}：待修复 {repair} 件，待闭环 {close} 件，待回访 {callBack} 件。",
);
export const countTroubles = text(
  "Of those to repair: held by nobody {unassigned}, paused {paused}, back after a repair {repeats}.",
  "待修复中：无人接单 {unassigned} 件，暂停 {paused} 件，重复报修 {repeats} 件。",
);
export const nothingOverdue = text("Nothing is overdue.", "没有超时工单。");

/** One overdue ticket: its longest broken promise. */
export const countLines: Readonly<Record<Milestone, Text>> = {
  respond: text(
    "{what} ({id}): to be accepted by {due}, {span} overdue. {whose}",
    "{what}（{id}）：应在 {due} 前接单，已超时 {span}。{whose}",
  ),
  arrive: text(
    "{what} ({id}): somebody to be on site by {due}, {span} overdue. {whose}",
    "{what}（{id}）：应在 {due} 前到场，已超时 {span}。{whose}",
  ),
  restore: text(
    "{what} ({id}): to be restored by {due}, {span} overdue. {whose}",
    "{what}（{id}）：应在 {due} 前修复，已超时 {span}。{whose}",
  ),
  close: text(
    "{what} ({id}): to be closed by {due}, {span} overdue. {whose}",
    "{what}（{id}）：应在 {due} 前闭环，已超时 {span}。{whose}",
  ),
  callBack: text(
    "{what} ({id}): the resident to be called back by {due}, {span} overdue. {whose}",
    "{what}（{id}）：应在 {due} 前回访业主，已超时 {span}。{whose}",
  ),
};

export const countedArea = text("{what} ({id}): please follow up.", "{what}（{id}）：请跟进。");

export const ownedBy = text("Nobody has accepted it; owner: {name}", "尚无人接单，责任人：{name}");
export const countMore = text("{count} more are overdue.", "另有 {count} 件超时。");
