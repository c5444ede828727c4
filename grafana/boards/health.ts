// The gateway's own health: what arrives and what becomes of it, what waits, what is refused, and what it says is wrong with itself.

import type { Builder } from "@grafana/grafana-foundation-sdk/cog";
import type { Panel } from "@grafana/grafana-foundation-sdk/dashboard";
import { type Text, text } from "../../src/model/text.ts";
import { faultMarks } from "../annotations.ts";
import type { Board } from "../board.ts";
import { anyIsBad, good } from "../colors.ts";
import { chosen, lately, readingsOrMeans, table } from "../influxql.ts";
import type { Say } from "../language.ts";
import { toWall } from "../links.ts";
import { curves, figures } from "../panels.ts";
import { variables } from "../variables.ts";
import { heard, openFaults } from "./standing.ts";

const site = chosen("site");
type Fields = Readonly<Record<string, Text>>;

const rates: Fields = {
  received: text("received", "收到"),
  journalled: text("on disk", "已落盘"),
  keptMessages: text("kept", "已采纳"),
  duplicateMessages: text("heard before", "重复"),
  shed: text("turned away", "拒收"),
};
const lines: Fields = {
  kept: text("readings and events", "读数与事件"),
  shipped: text("lines to history", "写入历史库"),
  refusedByHistory: text("refused by history", "历史库拒收"),
};
const refused: Fields = {
  quarantinedMessages: text("quarantined", "隔离"),
  rejected: text("refused parts", "拒收部分"),
};
const backlog: Fields = {
  waiting: text("lines for history", "待写历史行"),
  noticesWaiting: text("notices in the outbox", "待发通知"),
};
const delays: Fields = {
  historyLag: text("history behind", "历史库滞后"),
  backlogAge: text("oldest line waiting", "最久积压"),
  syncP99: text("disk sync, p99", "磁盘同步 p99"),
  loopP99: text("event loop, p99", "事件循环 p99"),
};
const sizes: Fields = {
  residentBytes: text("memory", "内存"),
  journalBytes: text("journal", "日志"),
  spoolBytes: text("spool", "暂存"),
};
const work: Fields = {
  faultsOpened: text("faults", "故障"),
  ticketsOpened: text("tickets", "工单"),
};

const words = (fields: Fields, say: Say) =>
  Object.entries(fields).map(([field, label]) => [field, say(label)] as const);
const quoted = (fields: Fields, of: (field: string) => string, how: (of: string) => string): string =>
  Object.keys(fields)
    .map((field) => `${how(of(field))} AS "${field}"`)
    .join(", ");

/** Counters as so many a second. */
const rate = (title: string, fields: Fields, say: Say, unit = "cps"): Builder<Panel> =>
  curves({
    title,
    ask: readingsOrMeans(
      (field, when) =>
        `SELECT ${quoted(fields, field, (of) => `non_negative_derivative(last(${of}), 1s)`)} FROM "gateway" WHERE ${when}${site} GROUP BY time($__interval), "site" fill(none)`,
      { alias: "$col" },
    ),
    unit,
    min: 0,
    names: words(fields, say),
    interval: "1m",
    links: [toWall(say)],
  });

const level = (title: string, description: string, fields: Fields, say: Say, unit = "short"): Builder<Panel> =>
  curves({
    title,
    description,
    unit,
    ask: readingsOrMeans(
      (field, when) =>
        `SELECT ${quoted(fields, field, (of) => `max(${of})`)} FROM "gateway" WHERE ${when}${site} GROUP BY time($__interval), "site" fill(none)`,
      { alias: "$col" },
    ),
    min: 0,
    names: words(fields, say),
    interval: "1m",
    links: [toWall(say)],
  });

const figure = (title: Text, select: string, steps: typeof anyIsBad, say: Say): Builder<Panel> =>
  figures({
    title: say(title),
    ask: [table(`SELECT ${select} FROM "gateway" WHERE ${lately}${site}`)],
    steps,
    links: [toWall(say)],
  });

/** received = journalled + shed, journalled = kept + quarantined + heard before: what is left over cannot be accounted for. */
const unaccounted =
  'last("received") - last("shed") - last("keptMessages") - last("quarantinedMessages") - last("duplicateMessages") AS "n"';

export const health = (say: Say): Board => ({
  name: "health",
  title: say(text("Anju · Gateway", "安居 · 网关健康")),
  description: say(
    text(
      "What the gateway writes of itself every minute. More is at /metrics of the gateway.",
      "网关每分钟写入的自身指标，更多见网关的 /metrics。",
    ),
  ),
  variables: variables(["site"], "kind", say),
  annotations: [faultMarks(say, `"kind" = 'gateway'`, ["site"])],
  from: "now-24h",
  refresh: "1m",
  rows: [
    {
      height: 4,
      panels: [
        [5, heard(say)],
        [
          5,
          figure(
            text("Lines waiting for history", "待写历史行"),
            'last("waiting") AS "n"',
            [
              [null, good],
              [10_000, "orange"],
            ],
            say,
          ),
        ],
        [
          5,
          figure(
            text("Notices in the outbox", "待发通知"),
            'last("noticesWaiting") AS "n"',
            [
              [null, good],
              [20, "orange"],
            ],
            say,
          ),
        ],
        [
          5,
          figure(
            text("Quarantined since the start", "累计隔离消息"),
            'last("quarantinedMessages") AS "n"',
            [[null, "blue"]],
            say,
          ),
        ],
        [4, figure(text("Not accounted for", "去向不明"), unaccounted, anyIsBad, say)],
      ],
    },
    {
      height: 9,
      panels: [
        [12, rate(say(text("Messages a second", "每秒消息")), rates, say)],
        [12, rate(say(text("Readings and lines a second", "每秒读数与写入行")), lines, say)],
      ],
    },
    {
      height: 9,
      panels: [
        [
          12,
          level(
            say(text("What waits", "积压")),
            say(
              text(
                "A backlog that grows means that history or a channel cannot be reached.",
                "积压持续增长说明历史库或通知渠道不可达。",
              ),
            ),
            backlog,
            say,
          ),
        ],
        [12, rate(say(text("Quarantine", "隔离")), refused, say)],
      ],
    },
    {
      height: 9,
      panels: [
        [
          12,
          level(
            say(text("Delays", "延迟")),
            say(
              text(
                "How far history lags, and how long the disk and the program make others wait.",
                "历史库滞后，以及磁盘与程序造成的等待。",
              ),
            ),
            delays,
            say,
            "ms",
          ),
        ],
        [
          12,
          level(
            say(text("Memory and files", "内存与文件")),
            say(
              text(
                "The journal shrinks with each checkpoint, the spool when history is back.",
                "日志随检查点缩减，暂存随历史库恢复清空。",
              ),
            ),
            sizes,
            say,
            "bytes",
          ),
        ],
      ],
    },
    {
      height: 8,
      panels: [
        [12, rate(say(text("Faults and tickets opened", "新增故障与工单")), work, say)],
        [
          12,
          openFaults(say, say(text("What is wrong with the gateway", "网关自身故障")), `"kind" = 'gateway'`, ["site"]),
        ],
      ],
    },
  ],
});
