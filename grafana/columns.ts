// Columns of tables: what they are called, how wide they are, what they link to; and the turns that order rows.

import { BarGaugeDisplayMode, TableCellDisplayMode } from "@grafana/grafana-foundation-sdk/common";
import type {
  DataTransformerConfig,
  DynamicConfigValue,
  ValueMapping,
} from "@grafana/grafana-foundation-sdk/dashboard";
import type { Steps } from "./colors.ts";
import { mapped } from "./mappings.ts";
import type { Column } from "./panels.ts";

type Options = {
  readonly title: string;
  readonly width?: number;
  readonly unit?: string;
  readonly decimals?: number;
  readonly mappings?: readonly ValueMapping[];
  readonly link?: Readonly<{ title: string; url: string; targetBlank?: boolean }>;
  readonly steps?: Steps;
  /** A bar in the cell, from the least to the most. */
  readonly gauge?: readonly [min: number, max: number];
};

/** A column by the name it has in the query. */
export function column(name: string, options: Options): Column {
  const { title, width, unit, decimals, mappings, link, steps, gauge } = options;
  const properties: DynamicConfigValue[] = [{ id: "displayName", value: title }];
  const add = (id: string, value: unknown): void => void properties.push({ id, value });
  if (width !== undefined) add("custom.width", width);
  if (unit !== undefined) add("unit", unit);
  if (decimals !== undefined) add("decimals", decimals);
  if (mappings) add("mappings", mappings);
  if (link) add("links", [link]);
  if (steps) {
    add("thresholds", { mode: "absolute", steps: steps.map(([value, color]) => ({ value, color })) });
    add("color", { mode: "thresholds" });
  }
  if (gauge) {
    add("custom.cellOptions", { type: TableCellDisplayMode.Gauge, mode: BarGaugeDisplayMode.Basic });
    add("min", gauge[0]);
    add("max", gauge[1]);
  } else if (steps || mappings?.some(isColored)) add("custom.cellOptions", { type: TableCellDisplayMode.ColorText });
  return [name, properties];
}

const isColored = ({ options }: ValueMapping): boolean => JSON.stringify(options).includes('"color"');

/** Leaves columns out, and puts the rest in this order. */
export const arranged = (order: readonly string[], leaveOut: readonly string[] = ["Time"]): DataTransformerConfig => ({
  id: "organize",
  options: {
    excludeByName: Object.fromEntries(leaveOut.map((name) => [name, true])),
    indexByName: Object.fromEntries(order.map((name, index) => [name, index])),
    renameByName: {},
  },
});
export const sorted = (field: string, desc = true): DataTransformerConfig => ({
  id: "sortBy",
  options: { fields: {}, sort: [{ field, desc }] },
});
export const atMost = (limit: number): DataTransformerConfig => ({ id: "limit", options: { limitField: limit } });

/** One row for each value of `by`; the others as `field (calculation)`. */
export const grouped = (by: string, kept: Readonly<Record<string, readonly string[]>>): DataTransformerConfig => ({
  id: "groupBy",
  options: {
    fields: Object.fromEntries([
      [by, { operation: "groupby", aggregations: [] }],
      ...Object.entries(kept).map(([name, aggregations]) => [name, { operation: "aggregate", aggregations }]),
    ]),
  },
});

/** A hidden column `board`, by which links find the board of a kind; what is no device has its trouble shown elsewhere. */
export const boardColumn = (): Column => [
  "board",
  [
    // As tables call it up to Grafana 12, and from then on.
    { id: "custom.hidden", value: true },
    { id: "custom.hideFrom.viz", value: true },
    {
      id: "mappings",
      value: mapped({ area: { text: "coverage" }, gateway: { text: "health" }, link: { text: "wall" } }),
    },
  ],
];
