// Where panels lead: to the ticket, the plan or the sheets of our own wall, and from board to board.

import type { Builder } from "@grafana/grafana-foundation-sdk/cog";
import { type DashboardLink, DashboardLinkBuilder, DashboardLinkType } from "@grafana/grafana-foundation-sdk/dashboard";
import { type Text, text } from "../src/model/text.ts";
import type { Say } from "./language.ts";

/** The address of our own wall, from the board's variable. */
const wall = `\${anju:raw}`;
const value = `\${__value.raw}`;
const range = `\${__url_time_range}`;

const to = (title: string, url: string): Builder<DashboardLink> =>
  new DashboardLinkBuilder(title).type(DashboardLinkType.Link).url(url).targetBlank(true);

export const wallWords: Text = text("Our wall", "安居大屏");
export const toWall = (say: Say): Builder<DashboardLink> => to(say(wallWords), `${wall}/#/wall`);
export const toPlan = (say: Say): Builder<DashboardLink> =>
  to(say(text("Floor plan on our wall", "安居大屏平面图")), `${wall}/#/plan`);
/** Pages for paper, in the board's language. */
const toPage = (title: Text, page: string, say: Say): Builder<DashboardLink> =>
  to(say(title), `${wall}/${page}?lang=${say.language}`);
export const toReport = (say: Say): Builder<DashboardLink> =>
  toPage(text("Coverage report of the month", "监控覆盖月报"), "coverage-report", say);
export const toCount = (say: Say): Builder<DashboardLink> =>
  toPage(text("Daily count of open tickets", "每日盘点"), "daily-count", say);
/** Of the time that is looked at. */
export const toShift = (say: Say): Builder<DashboardLink> =>
  to(
    say(text("Shift sheet of this time", "本时段交接班表")),
    `${wall}/shift-sheet?lang=${say.language}&from=\${__from:date:iso}&to=\${__to:date:iso}`,
  );

/** Kinds that are drawn on the plan. */
const onPlan: readonly string[] = ["camera", "streetlight"];
/** Where the devices of a kind are found on our own wall. */
export const toDevices = (say: Say, kind: string): Builder<DashboardLink> =>
  onPlan.includes(kind) ? toPlan(say) : toWall(say);

/** In a table's column of ticket ids. */
export const ticketLink = (say: Say) => ({
  title: say(text("Open the ticket", "打开工单")),
  url: `${wall}/#/tickets/${value}`,
  targetBlank: true,
});
/** In a table's column of device ids: the board of that kind with that device. */
export const deviceLink = (say: Say, kind: string) => ({
  title: say(text("Its course over time", "查看设备历史")),
  url: `/d/${uidOf(say, kind)}?var-device=${value}&${range}`,
});
/** As deviceLink, for a table of several kinds: `boardColumn` says which board. */
export const anyDeviceLink = (say: Say) => ({
  title: say(text("Its course over time", "查看设备历史")),
  url: `/d/${uidOf(say, `\${__data.fields.board}`)}?var-device=${value}&${range}`,
});

export const uidOf = (say: Say, board: string): string => `anju-${say.language}-${board}`;

/** The menu above each board: all boards of the language. */
export const boardMenu = (say: Say): Builder<DashboardLink> =>
  new DashboardLinkBuilder(say(text("Boards", "看板")))
    .type(DashboardLinkType.Dashboards)
    .tags([`anju-${say.language}`])
    .asDropdown(true)
    .includeVars(false)
    .keepTime(true);
