// What may be told of a place that cameras do not see: a request that gives nothing away. And what operators and above are told besides.
// Where a community is blind is a burglar's map (CONTRACT section 6): neither the cause, nor the size, nor whether anybody is there.

import type { TicketReason } from "../model/site.ts";
import { type Text, text } from "../model/text.ts";

export const areaTitles: Readonly<Record<TicketReason, Text>> = {
  opened: text("[{severity}] {area}: guard it in person, please", "【{severity}】{area}：请到场值守"),
  dispatched: text(
    "[{severity}] {area}: dispatched, please go and guard it",
    "【{severity}】{area}：值守已派单，请前往",
  ),
  breached: text("[{severity}] {area}: guard it in person now, please", "【{severity}】{area}：请立即到场值守"),
  restored: text("[{severity}] The guarding of {area} has ended", "【{severity}】{area}：值守结束"),
  closed: text("[{severity}, closed] The guarding of {area} has ended", "【{severity}·已闭环】{area}：值守结束"),
  reopened: text("[{severity}] {area}: guard it in person again, please", "【{severity}】{area}：请再次到场值守"),
  returned: text("[{severity}] {area}: take over its guarding, please", "【{severity}】{area}：请接替值守"),
};
export const areaHappenings: Readonly<Record<TicketReason, Text>> = {
  opened: text("Please accept the ticket and guard {area} in person.", "请接单并到{area}值守。"),
  dispatched: text("Please go to {area} and guard it in person.", "请前往{area}值守。"),
  breached: text("Please go to {area} now and guard it in person.", "请立即前往{area}值守。"),
  restored: text("{area} no longer needs a guard.", "{area}不再需要专人值守。"),
  closed: text("{area} no longer needs a guard; the ticket has been closed.", "{area}不再需要专人值守，工单已闭环。"),
  reopened: text("Please go to {area} again and guard it in person.", "请再次前往{area}值守。"),
  returned: text("Please accept the ticket and take over the guarding of {area}.", "请接单并接替{area}的值守。"),
};

export const roundTitle = text("[{severity}] {area}: a round is due, please go", "【{severity}】{area}：请按时巡查");
export const roundHappening = text(
  "A round of {area} is due: please go there and check in on the ticket.",
  "{area}需要巡查：请前往并在工单上签到。",
);

/** Nobody need go: its fault is gone, or it is about none (a small ticket that a fault gave rise to). */
export const areaTicketTitle = text("[{severity}] {area}: please see the ticket", "【{severity}】{area}：请查看工单");
export const areaTicketHappening = text("Please see the ticket about {area}.", "请查看{area}的工单。");

/** For operators and above. */
export const roundMissed = text(
  "{what}. A round was missed: please send somebody there now.",
  "{what}，漏巡一次，请立即派人到场。",
);
export const nobodyCame = text("Nobody has come since {since}.", "自 {since} 起无人到场。");
export const lastVisit = text("Last visit: {at}, by {name}.", "最近到场：{at}，{name}。");
export const roundsSoFar = text("Rounds made {made}, missed {missed}.", "已巡 {made} 次，漏巡 {missed} 次。");
