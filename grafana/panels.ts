// The few shapes of panel that the boards are made of, each with one look: figures, curves, bars, tables and timelines of states.

import { PanelBuilder as Bars } from "@grafana/grafana-foundation-sdk/bargauge";
import type { Builder } from "@grafana/grafana-foundation-sdk/cog";
import {
  BarGaugeDisplayMode,
  BigValueColorMode,
  BigValueGraphMode,
  BigValueTextMode,
  GraphDrawStyle,
  GraphThresholdsStyleConfigBuilder,
  GraphThresholdsStyleMode,
  LegendDisplayMode,
  LegendPlacement,
  LineInterpolation,
  ReduceDataOptionsBuilder,
  SortOrder,
  StackingConfigBuilder,
  StackingMode,
  TableCellHeight,
  TooltipDisplayMode,
  VisibilityMode,
  VizLegendOptionsBuilder,
  VizOrientation,
  VizTextDisplayOptionsBuilder,
  VizTooltipOptionsBuilder,
} from "@grafana/grafana-foundation-sdk/common";
import {
  type DashboardLink,
  type DataSourceRef,
  type DataTransformerConfig,
  type DynamicConfigValue,
  FieldColorBuilder,
  FieldColorModeId,
  type Panel,
  type ThresholdsConfig,
  ThresholdsConfigBuilder,
  ThresholdsMode,
  type ValueMapping,
} from "@grafana/grafana-foundation-sdk/dashboard";
import { PanelBuilder as Stat } from "@grafana/grafana-foundation-sdk/stat";
import { PanelBuilder as Timeline } from "@grafana/grafana-foundation-sdk/statetimeline";
import { PanelBuilder as Table } from "@grafana/grafana-foundation-sdk/table";
import { PanelBuilder as Curves } from "@grafana/grafana-foundation-sdk/timeseries";
import type { Steps } from "./colors.ts";
import { dataSource, type InfluxQuery } from "./influxql.ts";
import type { Renamed } from "./mappings.ts";

/** What is said of one column or series, found by its name. */
export type Column = readonly [name: string, properties: readonly DynamicConfigValue[]];

export type Look = {
  readonly title: string;
  readonly description?: string;
  readonly ask: readonly Builder<InfluxQuery>[];
  readonly unit?: string;
  readonly decimals?: number;
  readonly min?: number;
  readonly max?: number;
  readonly steps?: Steps;
  readonly mappings?: readonly ValueMapping[];
  readonly columns?: readonly Column[];
  readonly names?: Renamed;
  readonly noValue?: string;
  /** To where the matter is dealt with, on our own wall: no panel is without. */
  readonly links: readonly Builder<DashboardLink>[];
  readonly turn?: readonly DataTransformerConfig[];
  /** The narrowest bucket. */
  readonly interval?: string;
  /** The most buckets. */
  readonly points?: number;
};

/** What every panel builder of the SDK can be told. */
type Dressable = {
  title(title: string): unknown;
  description(description: string): unknown;
  datasource(source: DataSourceRef): unknown;
  targets(targets: Builder<InfluxQuery>[]): unknown;
  unit(unit: string): unknown;
  decimals(decimals: number): unknown;
  min(min: number): unknown;
  max(max: number): unknown;
  thresholds(steps: Builder<ThresholdsConfig>): unknown;
  mappings(mappings: ValueMapping[]): unknown;
  overrideByName(name: string, properties: DynamicConfigValue[]): unknown;
  noValue(text: string): unknown;
  links(links: Builder<DashboardLink>[]): unknown;
  transformations(transformations: DataTransformerConfig[]): unknown;
  interval(interval: string): unknown;
  maxDataPoints(points: number): unknown;
};

export function dressed<P extends Dressable>(panel: P, look: Look): P {
  panel.title(look.title);
  panel.datasource(dataSource);
  panel.targets([...look.ask]);
  if (look.description !== undefined) panel.description(look.description);
  if (look.unit !== undefined) panel.unit(look.unit);
  if (look.decimals !== undefined) panel.decimals(look.decimals);
  if (look.min !== undefined) panel.min(look.min);
  if (look.max !== undefined) panel.max(look.max);
  if (look.steps !== undefined) panel.thresholds(thresholds(look.steps));
  if (look.mappings !== undefined) panel.mappings([...look.mappings]);
  if (look.noValue !== undefined) panel.noValue(look.noValue);
  panel.links([...look.links]);
  if (look.turn !== undefined) panel.transformations([...look.turn]);
  if (look.interval !== undefined) panel.interval(look.interval);
  if (look.points !== undefined) panel.maxDataPoints(look.points);
  for (const [name, properties] of look.columns ?? []) panel.overrideByName(name, [...properties]);
  for (const [code, shown] of look.names ?? []) panel.overrideByName(code, [{ id: "displayName", value: shown }]);
  return panel;
}

export const thresholds = (steps: Steps): Builder<ThresholdsConfig> =>
  new ThresholdsConfigBuilder().mode(ThresholdsMode.Absolute).steps(steps.map(([value, color]) => ({ value, color })));

const legend = (): VizLegendOptionsBuilder =>
  new VizLegendOptionsBuilder()
    .showLegend(true)
    .displayMode(LegendDisplayMode.List)
    .placement(LegendPlacement.Bottom)
    .calcs([]);
const tooltip = (): VizTooltipOptionsBuilder =>
  new VizTooltipOptionsBuilder().mode(TooltipDisplayMode.Multi).sort(SortOrder.Descending);
const lastOf = (fields: string): ReduceDataOptionsBuilder =>
  new ReduceDataOptionsBuilder().values(false).calcs(["lastNotNull"]).fields(fields);
const byThresholds = (): FieldColorBuilder => new FieldColorBuilder().mode(FieldColorModeId.Thresholds);

/** Figures, large. @param calc how the values of a series become one. @param fields which columns, as a pattern. */
export const figures = (look: Look, { calc = "lastNotNull", fields = "" } = {}): Builder<Panel> =>
  dressed(new Stat(), look)
    .colorMode(BigValueColorMode.Value)
    .graphMode(BigValueGraphMode.None)
    .textMode(BigValueTextMode.Auto)
    .colorScheme(byThresholds())
    .reduceOptions(lastOf(fields).calcs([calc]));

/** Curves over time; thresholds are drawn as dashed lines. */
export const curves = (look: Look, { stepped = false, stacked = false } = {}): Builder<Panel> => {
  const panel = dressed(new Curves(), look)
    .legend(legend())
    .tooltip(tooltip())
    .lineWidth(1)
    .fillOpacity(stacked ? 20 : 0)
    .showPoints(VisibilityMode.Auto)
    .lineInterpolation(stepped ? LineInterpolation.StepAfter : LineInterpolation.Linear)
    .colorScheme(new FieldColorBuilder().mode(FieldColorModeId.PaletteClassic));
  if (stacked) panel.stacking(new StackingConfigBuilder().mode(StackingMode.Normal).group("A"));
  if (look.steps) panel.thresholdsStyle(new GraphThresholdsStyleConfigBuilder().mode(GraphThresholdsStyleMode.Dashed));
  return panel;
};

/** Amounts by the hour or the day, as stacked columns. */
export const amounts = (look: Look): Builder<Panel> =>
  dressed(new Curves(), look)
    .legend(legend())
    .tooltip(tooltip())
    .drawStyle(GraphDrawStyle.Bars)
    .lineWidth(1)
    .fillOpacity(70)
    .showPoints(VisibilityMode.Never)
    .stacking(new StackingConfigBuilder().mode(StackingMode.Normal).group("A"))
    .colorScheme(new FieldColorBuilder().mode(FieldColorModeId.PaletteClassic));

/** One bar a series, lying. `rows`: a bar for each row of a table, at most so many. */
export const bars = (look: Look, { rows = 0 } = {}): Builder<Panel> =>
  dressed(new Bars(), look)
    .displayMode(BarGaugeDisplayMode.Gradient)
    .orientation(VizOrientation.Horizontal)
    .showUnfilled(true)
    .text(new VizTextDisplayOptionsBuilder().titleSize(14).valueSize(16))
    .colorScheme(byThresholds())
    .reduceOptions(rows > 0 ? lastOf("").values(true).limit(rows) : lastOf(""));

/** Rows; `columns` says what each is called and how it looks. */
export const rows = (look: Look): Builder<Panel> =>
  dressed(new Table(), look).showHeader(true).cellHeight(TableCellHeight.Sm).filterable(false);

/** States over time, one lane a series. */
export const timeline = (look: Look): Builder<Panel> =>
  dressed(new Timeline(), look)
    .mergeValues(true)
    .showValue(VisibilityMode.Auto)
    .fillOpacity(75)
    .lineWidth(0)
    .rowHeight(0.85)
    .legend(legend())
    .tooltip(tooltip())
    .colorScheme(byThresholds());
