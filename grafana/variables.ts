// What can be chosen above a board: site, zone, building, device; and what the gateway tells of its site, which no person sets.

import type { Builder } from "@grafana/grafana-foundation-sdk/cog";
import {
  QueryVariableBuilder,
  VariableHide,
  type VariableModel,
  VariableRefresh,
  VariableSort,
} from "@grafana/grafana-foundation-sdk/dashboard";
import { type Text, text } from "../src/model/text.ts";
import { chosen, dataSource } from "./influxql.ts";
import type { Say } from "./language.ts";

const everything = ".*";
const labels: Readonly<Record<string, Text>> = {
  site: text("Site", "小区"),
  zone: text("Zone", "片区"),
  building: text("Building", "楼栋"),
  device: text("Device", "设备"),
};
const order = ["site", "zone", "building", "device"] as const;
export type Choice = (typeof order)[number];

/** Each choice narrows the next; without a choice everything is meant, also what has no such tag. */
function choice(name: Choice, measurement: string, say: Say): Builder<VariableModel> {
  const before = order.slice(0, order.indexOf(name)).filter((wider) => wider !== "building" || name === "device");
  const where = chosen(...before).replace(/^ AND /, "");
  const query = `SHOW TAG VALUES FROM "${measurement}" WITH KEY = "${name}"${where === "" ? "" : ` WHERE ${where}`}`;
  return new QueryVariableBuilder(name)
    .label(say(labels[name] as Text))
    .datasource(dataSource)
    .query(query)
    .refresh(VariableRefresh.OnDashboardLoad)
    .sort(VariableSort.NaturalAsc)
    .multi(true)
    .includeAll(true)
    .allValue(everything)
    .current({ selected: true, text: [say(text("All", "全部"))], value: ["$__all"] });
}

/**
 * What the gateway told of itself last. Nothing to be set by hand: a provisioned board cannot be saved. An address may name
 * another value all the same (`&var-anju=…`).
 */
const told = (name: string, field: string, label: Text, say: Say): Builder<VariableModel> =>
  new QueryVariableBuilder(name)
    .label(say(label))
    .hide(VariableHide.HideVariable)
    .datasource(dataSource)
    .query(`SELECT last("${field}") AS "${field}" FROM "gateway" WHERE time > now() - 30d${chosen("site")}`)
    .refresh(VariableRefresh.OnDashboardLoad);

/** @param measurement whose tags can be chosen from. */
export const variables = (
  choices: readonly Choice[],
  measurement: string,
  say: Say,
): readonly Builder<VariableModel>[] => [
  ...order
    .filter((name) => choices.includes(name))
    // Sites and zones are those of everything there is; the gateway tells of them every minute.
    .map((name) => choice(name, name === "site" || name === "zone" ? "kind" : measurement, say)),
  told("anju", "wall", text("Address of our own wall", "安居大屏地址"), say),
  told("tz", "timezone", text("Time zone of the site", "小区时区"), say),
];
