// What the page behind the label of a watched area says to whoever is logged in, in both languages.

import { text } from "../../model/text.ts";

export const checkInWords = {
  title: text("Check in here", "巡查签到"),
  area: text("Watched area", "监控区域"),
  zone: text("Zone", "片区"),
  ticket: text("Ticket", "工单"),
  due: text("Next round by", "下次巡查时限"),
  last: text("Last visit", "最近到场"),
  nobodyYet: text("nobody yet", "尚无人到场"),
  byLabel: text("by label", "已扫码"),
  who: text("Who are you?", "您是谁？"),
  choose: text("choose…", "请选择…"),
  note: text("Note (optional)", "备注（选填）"),
  press: text("I am here: check in", "我已到场：签到"),
  done: text("Checked in. Thank you.", "签到成功，辛苦了。"),
  chooseWho: text("Choose who you are first.", "请先选择您是谁。"),
  notAcceptance: text(
    "Checking in does not accept the ticket: do that on the ticket.",
    "签到不等于接单，接单请在工单上办理。",
  ),
  noTicket: text(
    "There is no open blind-spot ticket of this area: there is nothing to check in on.",
    "该区域没有未完成的盲区工单，无需签到。",
  ),
  noRounds: text(
    "No round is due: the area is seen again, or this community sets no rounds. Go on with the ticket.",
    "目前无需巡查签到：该区域已恢复监控，或小区未设置巡查。请在工单上继续办理。",
  ),
  openTicket: text("Open the ticket", "查看工单"),
  report: text("Report something else here", "在此处报事"),
  wall: text("To the wall", "返回大屏"),
};
