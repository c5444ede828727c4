// The alert rules: when the wall must call somebody although nobody looks at it. No data and an unreachable history are alerts in every one of them, never a recovery.

import { gateway } from "../devices/gateway.ts";
import { definitions } from "../devices/index.ts";
import { builtInFaults } from "../src/model/built-in-fault.ts";
import { type Language, type Text, text } from "../src/model/text.ts";
import { slaWords } from "../src/model/ticket-words.ts";
import { breached, heardLately, KEPT, offlineShare, openFaults, WEEK, waitingLines } from "./alert-queries.ts";
import { dataSource } from "./influxql.ts";

export type AlertRule = {
  readonly uid: string;
  readonly title: Text;
  readonly severity: "critical" | "major" | "minor";
  /** InfluxQL with Grafana's `$timeFilter`; one number per series. */
  readonly query: string;
  /** How far back it looks, seconds. */
  readonly range: number;
  /** It fires where the number is above, or below. */
  readonly fires: { readonly type: "gt" | "lt"; readonly than: number };
  /** For how long before it is told. */
  readonly pending: string;
  /** With Go templates over the labels. */
  readonly says: Text;
  /** The dashboard to look at: `anju-{language}-{board}`. */
  readonly board: string;
};

/** A label's value in a text; `index` gives nothing, and no error, where a rule without data has no labels. */
const label = (name: string): string => `{{ index $labels "${name}" }}`;
const value = '{{ printf "%.0f" (index $values "B").Value }}';

/** A code in words; one that nobody gave words, as of a kind or a row of the site's own, stays as it is. */
function worded(name: string, words: Readonly<Record<string, Text>>, language: Language): string {
  const cases = Object.entries(words).map(([code, said]) => `if eq $code "${code}" }}${said[language]}{{ else `);
  return `{{ $code := index $labels "${name}" }}{{ ${cases.join("").replace(/ $/, "")} }}{{ $code }}{{ end }}`;
}
const labelsOf = <K extends string>(named: Readonly<Record<K, { readonly label: Text }>>) =>
  Object.fromEntries(Object.entries<{ readonly label: Text }>(named).map(([code, { label: said }]) => [code, said]));
const kindName = (language: Language): string => worded("kind", labelsOf(definitions), language);
const rowName = (language: Language): string => worded("row", slaWords, language);
const selfFault = (language: Language): string =>
  worded("fault", { ...builtInFaults, ...labelsOf(gateway.faults) }, language);

export const alertRules: readonly AlertRule[] = [
  {
    uid: "anju-gateway-silent",
    title: text("Gateway silent", "网关无声"),
    severity: "critical",
    query: heardLately,
    range: WEEK,
    fires: { type: "lt", than: 0.1 },
    pending: "1m",
    says: text(
      `The gateway of ${label("site")} has not written for three minutes: is it running, does its InfluxDB take lines? Nothing on this wall is current.`,
      `${label("site")} 的网关已三分钟没有写入数据：请检查网关是否运行、InfluxDB 是否可写。大屏数据均非实时。`,
    ),
    board: "health",
  },
  {
    uid: "anju-history-unreachable",
    title: text("History unreachable", "历史库不可达"),
    severity: "critical",
    query: waitingLines,
    range: WEEK,
    fires: { type: "gt", than: 10_000 },
    pending: "5m",
    says: text(
      `The history cannot be asked, or lines wait at the gateway of ${label("site")} (${value}). Nothing is lost while its disk has room: bring InfluxDB back.`,
      `历史库无法查询，或 ${label("site")} 的网关积压数据（${value} 行）。网关磁盘有空间就不会丢数据，请尽快恢复 InfluxDB。`,
    ),
    board: "health",
  },
  {
    uid: "anju-sla-breached",
    title: text("SLA breached", "工单超时"),
    severity: "major",
    query: breached,
    range: WEEK,
    fires: { type: "gt", than: 0 },
    pending: "0s",
    says: text(
      `${value} promises of row ${rowName("en")} in ${label("site")} are broken and not yet kept.`,
      `${label("site")} 的时限“${rowName("zh")}”有 ${value} 项承诺已超时且尚未完成。`,
    ),
    board: "tickets",
  },
  {
    uid: "anju-blind-area",
    title: text("Blind area", "监控盲区"),
    severity: "major",
    query: openFaults(`"kind" = 'area'`),
    range: KEPT,
    fires: { type: "gt", than: 0 },
    pending: "0s",
    says: text(
      `Area ${label("device")} of ${label("site")} is not watched as promised: send somebody there.`,
      `${label("site")} 的区域 ${label("device")} 覆盖低于承诺：请派人到场值守。`,
    ),
    board: "coverage",
  },
  {
    uid: "anju-kind-offline",
    title: text("Many devices of one kind offline", "同类设备大量离线"),
    severity: "major",
    query: offlineShare,
    range: WEEK,
    fires: { type: "gt", than: 20 },
    pending: "5m",
    says: text(
      `${kindName("en")}: ${value} % in ${label("site")} are not heard. Look at the feed and the network first.`,
      `${label("site")} 的${kindName("zh")}有 ${value}% 失去联系，请先检查供电与网络。`,
    ),
    board: "wall",
  },
  {
    uid: "anju-device-silent",
    title: text("Device silent", "设备失联"),
    severity: "minor",
    query: openFaults(`"fault" = 'offline'`),
    range: KEPT,
    fires: { type: "gt", than: 0 },
    pending: "5m",
    says: text(
      `${kindName("en")} ${label("device")} of ${label("site")} is silent, and stays so here until it speaks again.`,
      `${label("site")} 的${kindName("zh")} ${label("device")} 失联，恢复上报前告警一直保持。`,
    ),
    board: "wall",
  },
  {
    uid: "anju-gateway-fault",
    title: text("Gateway reports a fault of its own", "网关自身故障"),
    severity: "major",
    query: openFaults(`"kind" = 'gateway'`),
    range: KEPT,
    fires: { type: "gt", than: 0 },
    pending: "0s",
    says: text(
      `The gateway of ${label("site")} reports about itself: ${selfFault("en")}. docs/operations.md says what to do about it.`,
      `${label("site")} 的网关报告自身故障“${selfFault("zh")}”：处理办法见 docs/operations.md。`,
    ),
    board: "health",
  },
];

const expression = { type: "__expr__", uid: "__expr__" } as const;

/** The rule as Grafana's file provisioning reads it (10 and newer): A asks, B takes the last number, C compares. */
export function provisionedRule({
  uid,
  title,
  severity,
  query,
  range,
  fires,
  pending,
  says,
  board,
}: AlertRule): object {
  const relativeTimeRange = { from: range, to: 0 };
  const step = (refId: string, datasourceUid: string, model: object) => ({
    refId,
    relativeTimeRange,
    datasourceUid,
    model: { refId, ...model },
  });
  return {
    uid,
    title: `${title.zh} · ${title.en}`,
    condition: "C",
    data: [
      step("A", dataSource.uid ?? "", {
        datasource: dataSource,
        rawQuery: true,
        query,
        resultFormat: "time_series",
        intervalMs: 60_000,
        maxDataPoints: 43_200,
      }),
      step("B", expression.uid, {
        datasource: expression,
        type: "reduce",
        expression: "A",
        reducer: "last",
        settings: { mode: "dropNN" },
      }),
      step("C", expression.uid, {
        datasource: expression,
        type: "threshold",
        expression: "B",
        conditions: [{ evaluator: { type: fires.type, params: [fires.than] } }],
      }),
    ],
    for: pending,
    noDataState: "Alerting",
    execErrState: "Alerting",
    labels: { source: "anju", severity },
    annotations: {
      summary: `${title.zh} · ${title.en}`,
      description: `${says.zh}\n${says.en}`,
      dashboard: `/d/anju-zh-${board} · /d/anju-en-${board}`,
    },
  };
}
