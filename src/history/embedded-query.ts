// Rows out of the embedded history: raw readings, or buckets folded from the coarsest rollup that fits, with what is not yet rolled up read from the readings.

import type { DatabaseSync } from "node:sqlite";
import type { Aggregate, TelemetryQuery, TelemetryRows } from "../model/gateway-view.ts";
import type { PointValue } from "../model/reading.ts";
import type { ReadColumns } from "./embedded-blocks.ts";
import { addFold, type Fold, foldColumn } from "./embedded-fold.ts";
import type { Memory } from "./embedded-memory.ts";
import type { Names } from "./embedded-names.ts";
import type { Rolled } from "./embedded-roll.ts";
import { breathe, day, daysIn, floorTo, hour, minute } from "./embedded-schema.ts";

type Table = "point" | "minute" | "hour";
type Row = [number, ...(PointValue | null)[]];
/** Where the answer is read from. */
type Sources = {
  readonly database: DatabaseSync;
  readonly memory: Memory;
  readonly names: Names;
  readonly columns: ReadColumns;
  readonly rolled: Rolled;
};

const widths = { minute, hour } as const;
const finer = { hour: "minute", minute: "point" } as const;
/** A query that takes longer than this, ms, lets others go between two days. */
const patience = 50;

/** The coarsest table whose unit divides the bucket. */
function tableFor(every: number): Table {
  if (every >= hour && every % hour === 0) return "hour";
  return every >= minute && every % minute === 0 ? "minute" : "point";
}

function resultOf(fold: Fold, aggregate: Aggregate): PointValue | null {
  if (aggregate === "last") return fold.last;
  if (fold.numbers === 0) return null;
  if (aggregate === "mean") return fold.total / fold.numbers;
  return aggregate === "min" ? fold.least : fold.most;
}

/** Reads folds of one series' field, day by day. */
function createReadFolds({ database, memory, columns, rolled }: Sources) {
  const marked = database.prepare("SELECT day FROM unrolled WHERE series = ? AND day >= ? AND day < ?");
  const removed = database.prepare("SELECT before FROM removed WHERE name = ?");

  return (series: number, field: number, every: number, from: number, to: number) => {
    const goneBefore = (table: Table): number =>
      (removed.get(table)?.before as number | undefined) ?? Number.NEGATIVE_INFINITY;
    const gone = { point: goneBefore("point"), minute: goneBefore("minute"), hour: goneBefore("hour") };
    const unrolled = new Set(marked.all(series, floorTo(from, day), to).map((row) => row.day as number));
    if (memory.has(series)) for (const time of memory.times(series)) unrolled.add(floorTo(time, day));
    const wanted = (one: number): boolean => one === field;

    /** Folds of [start, end) within one day, in time order, no wider than the bucket. */
    const read = (table: Table, start: number, end: number): readonly Fold[] => {
      const today = floorTo(start, day);
      if (table === "point" || (unrolled.has(today) && today >= gone.point)) {
        const width = table === "point" ? every : widths[table];
        return columns.read(series, start, end, wanted).flatMap((column) => foldColumn(column, width));
      }
      // Units cut by the range are read from the finer table, but not where that is gone.
      const width = widths[table];
      const cut = (unit: number): boolean => unit >= gone[finer[table]];
      const first = Math.ceil(start / width) * width;
      const last = floorTo(end, width);
      const head = start < first && cut(first - width) ? read(finer[table], start, Math.min(first, end)) : [];
      const tailed = last < end && last >= start && cut(last);
      const whole = (rolled.read(table, series, today, field).get(field) ?? []).filter(
        ({ time }) => time >= first && time < (tailed ? last : end),
      );
      return [...head, ...whole, ...(tailed ? read(finer[table], last, end) : [])];
    };
    return (start: number, end: number): readonly Fold[] => read(tableFor(every), start, end);
  };
}

/** The query of the embedded history. */
export function createEmbeddedQuery(sources: Sources): (query: TelemetryQuery) => Promise<TelemetryRows> {
  const { names, columns, rolled } = sources;
  const readFolds = createReadFolds(sources);

  /** Calls `visit` for every day of [from, to) that may have something, until it says that it is enough. */
  const eachDay = async (
    series: readonly number[],
    { from, to }: TelemetryQuery,
    visit: (start: number, end: number) => boolean,
  ): Promise<void> => {
    const spans = series.flatMap((id) => [columns.span(id), rolled.span(id)]);
    const first = Math.max(from, Math.min(...spans.map((span) => span.from)));
    const last = Math.min(to, Math.max(...spans.map((span) => span.to)));
    let since = performance.now();
    for (const start of daysIn(first, last)) {
      if (visit(Math.max(first, start), Math.min(last, start + day))) return;
      if (performance.now() - since < patience) continue;
      await breathe();
      since = performance.now();
    }
  };

  const readings = async (query: TelemetryQuery, series: readonly number[]): Promise<Row[]> => {
    const rows = new Map<number, Row>();
    const places = query.points.map((point) => names.find(point));
    const wanted = (field: number): boolean => places.includes(field);
    await eachDay(series, query, (start, end) => {
      for (const { field, times, values } of series.flatMap((id) => columns.read(id, start, end, wanted))) {
        const count = Math.min(times.length, query.limit);
        for (let index = 0; index < count; index++) {
          const time = times[index] as number;
          const row = rows.get(time) ?? [time, ...query.points.map(() => null)];
          rows.set(time, row);
          for (const [place, one] of places.entries()) if (one === field) row[place + 1] = values[index] as PointValue;
        }
      }
      return rows.size >= query.limit;
    });
    return [...rows.values()];
  };

  const bucketsOf = async (
    query: TelemetryQuery,
    every: number,
    series: readonly number[],
    field: number,
  ): Promise<Map<number, Fold>> => {
    const buckets = new Map<number, Fold>();
    for (const id of series) {
      const read = readFolds(id, field, every, query.from, query.to);
      let count = 0;
      let current = Number.NaN;
      await eachDay([id], query, (start, end) => {
        for (const fold of read(start, end)) {
          if (fold.numbers === 0 && query.aggregate !== "last") continue;
          const time = floorTo(fold.time, every);
          if (time !== current && ++count > query.limit) return true;
          current = time;
          const bucket = buckets.get(time);
          if (bucket === undefined) buckets.set(time, { ...fold, time });
          else addFold(bucket, fold);
        }
        return false;
      });
    }
    return buckets;
  };

  const buckets = async (query: TelemetryQuery, every: number, series: readonly number[]): Promise<Row[]> => {
    const rows = new Map<number, Row>();
    for (const [place, point] of query.points.entries()) {
      const field = names.find(point);
      if (field === undefined) continue;
      for (const [time, fold] of await bucketsOf(query, every, series, field)) {
        const value = resultOf(fold, query.aggregate ?? "mean");
        if (value === null) continue;
        const row = rows.get(time) ?? [time, ...query.points.map(() => null)];
        rows.set(time, row);
        row[place + 1] = value;
      }
    }
    return [...rows.values()];
  };

  return async (query) => {
    if (query.to <= query.from || query.limit <= 0) return [];
    const series = names.seriesOf(query.device, query.kind);
    const rows = query.every === undefined ? await readings(query, series) : await buckets(query, query.every, series);
    return rows.sort((a, b) => a[0] - b[0]).slice(0, query.limit);
  };
}
