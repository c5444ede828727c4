// InfluxQL as the dashboards ask it: the query type that the SDK lacks, and the conditions that all of them share. InfluxQL alone is understood by InfluxDB 1.x, 2.x and 3.x.

import type { Builder, Dataquery } from "@grafana/grafana-foundation-sdk/cog";
import type { DataSourceRef } from "@grafana/grafana-foundation-sdk/dashboard";

/** The one data source of every board; grafana/provisioning defines it for each version of InfluxDB. */
export const dataSource: Readonly<DataSourceRef> = { type: "influxdb", uid: "anju-influx" };

export type InfluxQuery = Dataquery & {
  readonly refId: string;
  readonly datasource: DataSourceRef;
  readonly query: string;
  readonly rawQuery: true;
  readonly resultFormat: "table" | "time_series";
  readonly alias?: string;
  /** The retention policy asked; Grafana sends it as `rp`. Never in FROM: InfluxDB 3.x refuses it there. */
  readonly policy?: string;
};

type Options = { readonly alias?: string; readonly refId?: string; readonly policy?: string };

const asked =
  (resultFormat: InfluxQuery["resultFormat"]) =>
  (query: string, { alias, refId = "A", policy }: Options = {}): Builder<InfluxQuery> => ({
    build: () => ({
      refId,
      datasource: dataSource,
      query,
      rawQuery: true,
      resultFormat,
      ...(alias !== undefined && { alias }),
      ...(policy !== undefined && { policy }),
      _implementsDataqueryVariant() {},
    }),
  });

/** One series for each value column and group. */
export const series = asked("time_series");
/** One table with the groups as columns. */
export const table = asked("table");

/** Where the hourly means of every number live, as `mean_<field>` in measurements of the same names. */
const rollups = "hourly";
/** Readings are asked up to this range, ms; longer ones read the rollups. */
const rawUpTo = 3 * 86_400_000;
/** States have no mean and no rollups: they are asked up to this range, ms. */
const statesUpTo = 8 * 86_400_000;
const range = `\${__to} - \${__from}`;
/** Both are constants to the server: where one does not hold it reads nothing. */
const isShort = `${range} <= ${rawUpTo}`;
const isLong = `${range} > ${rawUpTo}`;

export const isForStates = `${range} <= ${statesUpTo}`;

/**
 * The same question twice, of readings and of hourly means; by the length of the range exactly one answers.
 * @param ask gets the name of a number as a quoted field, the condition on the time, and whether it asks the means.
 */
export function readingsOrMeans(
  ask: (field: (name: string) => string, when: string, means: boolean) => string,
  { alias, refId = "A", as = series }: Options & { readonly as?: typeof series } = {},
): Builder<InfluxQuery>[] {
  const named = alias === undefined ? {} : { alias };
  return [
    as(
      ask((name) => `"${name}"`, `$timeFilter AND ${isShort}`, false),
      { ...named, refId },
    ),
    as(
      ask((name) => `"mean_${name}"`, `$timeFilter AND ${isLong}`, true),
      { ...named, refId: `${refId}hourly`, policy: rollups },
    ),
  ];
}

/** ` AND` each tag is one of those chosen above the board. */
export const chosen = (...tags: readonly string[]): string =>
  tags.map((tag) => ` AND "${tag}" =~ /^\${${tag}:regex}$/`).join("");

/** What the gateway writes every minute, as of the end of the range: the past can be looked at as the present was. */
export const lately = `time > \${__to}ms - 5m AND time <= \${__to}ms`;
/** As last known at the end of the range, however long ago it was written: for what is written on change. */
export const asOf = `time <= \${__to}ms`;

/** The site's time zone, for what is counted by days. */
export const byDays = `tz('\${tz:raw}')`;
