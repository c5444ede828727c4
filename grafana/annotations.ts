// Faults as marks on the curves.

import type { Builder } from "@grafana/grafana-foundation-sdk/cog";
import type { AnnotationQuery } from "@grafana/grafana-foundation-sdk/dashboard";
import { text } from "../src/model/text.ts";
import { chosen, dataSource } from "./influxql.ts";
import type { Say } from "./language.ts";

/** A board never shows more marks than this. */
const most = 200;

/** What Grafana's InfluxDB source reads of an annotation, which the SDK's type does not list. */
type InfluxAnnotation = AnnotationQuery & { readonly query: string; readonly textColumn: string };

/** Each fault that opened. @param condition on the measurement `fault`, to be joined with AND. */
export function faultMarks(say: Say, condition: string, choices: readonly string[]): Builder<AnnotationQuery> {
  const inLanguage = (field: string): string => `"${field}${say.language === "zh" ? "Zh" : "En"}"`;
  const query =
    `SELECT "active", "device", ${inLanguage("name")} AS "name", ${inLanguage("fault")} AS "label" FROM "fault" WHERE $timeFilter AND "active" = 1` +
    `${condition === "" ? "" : ` AND ${condition}`}${chosen(...choices)} ORDER BY time DESC LIMIT ${most}`;
  const columns = { tagsColumn: "device,name", textColumn: "label", timeEndColumn: "", titleColumn: "" };
  const annotation: InfluxAnnotation = {
    name: say(text("Faults", "故障")),
    datasource: dataSource,
    enable: true,
    iconColor: "orange",
    query,
    ...columns,
    // As Grafana keeps it since version 8; the same query above is where older ones and importers look.
    target: Object.assign(
      { limit: most, matchAny: false, tags: [], type: "dashboard" },
      { refId: "Anno", query, queryType: "tags", rawQuery: true, fromAnnotations: true, textEditor: true, ...columns },
    ),
  };
  return { build: () => annotation };
}
