// How long an InfluxDB keeps what, and how hours are made of readings there: InfluxQL for 1.x, Flux for 2.x (3.x: hourly-influx3.ts). Fields keep the names that InfluxDB itself gives: `mean_fps`, `min_fps`, `max_fps`.

/** Readings at full resolution, and hours. */
export const RAW_DAYS = 400;
export const HOURLY_DAYS = 1825;
/** Retention policy of the hours in 1.x; in 2.x and 3.x the second part of the bucket's or database's name. */
export const HOURLY = "hourly";
export const TASK = "anju_hourly";

/** Lines that come late, out of the spool after an outage, still find their way into hours that are so young. */
export const LATE_HOURS = 6;

const quoted = (name: string): string => `"${name.replace(/["\\]/g, "\\$&")}"`;

type Rollup = { readonly name: string; readonly select: string; readonly from: string };

/** Means and extremes of whatever is a number; and how many passages, since their mean says nothing. */
const rollups: readonly Rollup[] = [
  { name: TASK, select: "mean(*), min(*), max(*)", from: "/.*/" },
  { name: `${TASK}_passages`, select: 'sum("count") AS "sum_count"', from: '"passage"' },
];

/** The statement that makes hours out of what `from` names; the result carries the hour's beginning. */
const intoHours = (database: string, { select, from }: Rollup, where: string): string =>
  `SELECT ${select} INTO ${quoted(database)}.${quoted(HOURLY)}.:MEASUREMENT FROM ${from}${where} GROUP BY time(1h), *`;

export type ContinuousQuery = { readonly name: string; readonly statement: string };

/** The continuous queries of 1.x: every hour, over the last hours. They read the default retention policy. */
export const continuousQueries = (database: string): readonly ContinuousQuery[] =>
  rollups.map((rollup) => ({
    name: rollup.name,
    statement:
      `CREATE CONTINUOUS QUERY ${quoted(rollup.name)} ON ${quoted(database)} RESAMPLE EVERY 1h FOR ${LATE_HOURS}h` +
      ` BEGIN ${intoHours(database, rollup, "")} END`,
  }));

/** The same for a time already past, epoch ms; `to` is exclusive. */
export const pastHours = (database: string, from: number, to: number): readonly string[] =>
  rollups.map((rollup) => intoHours(database, rollup, ` WHERE time >= ${from}ms AND time < ${to}ms`));

const flux = (text: string): string => `"${text.replace(/["\\]/g, "\\$&")}"`;

/**
 * The task of 2.x (2.4 or newer): as the continuous queries, in Flux. The server makes means where the data lies, and quickly,
 * only of fields that are named, and only where nothing else uses the same read: so the numbers among the fields are looked
 * for first, by the last word of each series, and every mean reads by itself. The two that `numbers` ends with match
 * nothing: a union is of two or more, also where nothing was written.
 */
export const hourlyTask = (bucket: string): string => `import "array"
import "date"
import "regexp"
import "strings"
import "types"

option task = {name: ${flux(TASK)}, every: 1h, offset: 2m}

until = date.truncate(t: now(), unit: 1h)
readings = () => from(bucket: ${flux(bucket)})
    |> range(start: date.sub(from: until, d: ${LATE_HOURS}h), stop: until)

numbers = readings()
    |> last()
    |> filter(fn: (r) => types.isType(v: r._value, type: "float"))
    |> group(columns: ["_measurement"])
    |> distinct(column: "_field")
    |> reduce(
        identity: {fields: ""},
        fn: (r, accumulator) => ({fields: accumulator.fields + "|" + regexp.quoteMeta(v: r._value)}),
    )
    |> map(fn: (r) => ({named: r._measurement + " " + r.fields}))
    |> group()
    |> findColumn(fn: (key) => true, column: "named")
    |> array.concat(v: [" |", " |"])

of = (named) => {
    parts = strings.split(v: named, t: " |")
    measurement = parts[0]
    fields = regexp.compile(v: "^(" + parts[1] + ")$")

    return readings() |> filter(fn: (r) => r._measurement == measurement and r._field =~ fields)
}
hours = (tables=<-, fn) => tables
    |> aggregateWindow(every: 1h, fn: fn, createEmpty: false, timeSrc: "_start")
into = (tables=<-, name) => tables
    |> map(fn: (r) => ({r with _field: name + "_" + r._field}))
    |> to(bucket: ${flux(`${bucket}/${HOURLY}`)})
    |> yield(name: name)
all = (fn, name) => union(tables: array.map(arr: numbers, fn: (x) => of(named: x) |> hours(fn: fn)))
    |> into(name: name)

all(fn: mean, name: "mean")
all(fn: min, name: "min")
all(fn: max, name: "max")
of(named: "passage |count") |> hours(fn: sum) |> into(name: "sum")
`;
