// Rows out of the embedded history: raw readings, or buckets folded from the coarsest table that fits, with the parts not yet rolled up read from the finer one.

import type { DatabaseSync } from "node:sqlite";
import type { Aggregate, TelemetryQuery, TelemetryRows } from "../model/gateway-view.ts";
import type { PointValue } from "../model/reading.ts";
import { floorTo, hour, minute } from "./embedded-schema.ts";

/** Storage classes tell the types apart: bigint is a boolean. */
type Stored = number | bigint | string;
/** Readings of one field in a stretch of time, folded. */
type Fold = {
  readonly time: number;
  readonly numbers: number;
  readonly total: number;
  readonly least: number | null;
  readonly most: number | null;
  readonly lastAt: number;
  readonly last: Stored;
};
type Bucket = { numbers: number; total: number; least: number; most: number; lastAt: number; last: Stored };
type Table = "point" | "minute" | "hour";
type Field = { readonly id: number; readonly series: number };

const widths = { minute, hour } as const;
const finer = { hour: "minute", minute: "point" } as const;

const fromStored = (value: Stored): PointValue => (typeof value === "bigint" ? value === 1n : value);

/** The coarsest table whose unit divides the bucket. */
function tableFor(every: number): Table {
  if (every >= hour && every % hour === 0) return "hour";
  return every >= minute && every % minute === 0 ? "minute" : "point";
}

function resultOf(bucket: Bucket, aggregate: Aggregate): PointValue | null {
  if (aggregate === "last") return fromStored(bucket.last);
  if (bucket.numbers === 0) return null;
  if (aggregate === "mean") return bucket.total / bucket.numbers;
  return aggregate === "min" ? bucket.least : bucket.most;
}

/** The query of the embedded history. */
export function createEmbeddedQuery(database: DatabaseSync): (query: TelemetryQuery) => TelemetryRows {
  const findFields = database.prepare(
    `SELECT field.id AS id, field.series AS series FROM series JOIN field ON field.series = series.id
     WHERE series.device = ? AND series.measurement = ? AND field.name = ? ORDER BY field.id`,
  );
  const readings = database.prepare(
    "SELECT time, value FROM point WHERE field = ? AND time >= ? AND time < ? ORDER BY time LIMIT ?",
  );
  const rolled = {
    minute: database.prepare("SELECT * FROM minute WHERE field = ? AND time >= ? AND time < ? ORDER BY time"),
    hour: database.prepare("SELECT * FROM hour WHERE field = ? AND time >= ? AND time < ? ORDER BY time"),
  };
  for (const statement of [readings, rolled.minute, rolled.hour]) statement.setReadBigInts(true);
  const dirty = database.prepare("SELECT minute FROM dirty WHERE series = ? AND minute >= ? AND minute < ?");
  const removed = database.prepare("SELECT before FROM removed WHERE name = ?");

  function* pointFolds(field: Field, from: number, to: number): Generator<Fold> {
    for (const row of readings.iterate(field.id, from, to, -1)) {
      const time = Number(row.time);
      const last = row.value as Stored;
      const number = typeof last === "number";
      yield {
        time,
        numbers: number ? 1 : 0,
        total: number ? last : 0,
        least: number ? last : null,
        most: number ? last : null,
        lastAt: time,
        last,
      };
    }
  }

  function* tableFolds(table: "minute" | "hour", field: Field, from: number, to: number): Generator<Fold> {
    for (const row of rolled[table].iterate(field.id, from, to)) {
      yield {
        time: Number(row.time),
        numbers: Number(row.numbers),
        total: row.total as number,
        least: row.least as number | null,
        most: row.most as number | null,
        lastAt: Number(row.lastAt),
        last: row.last as Stored,
      };
    }
  }

  /** Units of `table` that must be read from the finer one: cut by the range, or touched since; not where the finer one is gone. */
  const broken = (table: "minute" | "hour", field: Field, from: number, to: number): number[] => {
    const width = widths[table];
    const start = floorTo(from, width);
    const units = new Set(dirty.all(field.series, start, to).map((row) => floorTo(row.minute as number, width)));
    if (from !== start) units.add(start);
    if (to % width !== 0) units.add(floorTo(to, width));
    const gone = (removed.get(finer[table])?.before as number | undefined) ?? Number.NEGATIVE_INFINITY;
    return [...units].filter((unit) => unit >= gone).sort((a, b) => a - b);
  };

  /** Folds in time order that together cover [from, to) exactly once. */
  function* folds(table: Table, field: Field, from: number, to: number): Generator<Fold> {
    if (table === "point") {
      yield* pointFolds(field, from, to);
      return;
    }
    let at = from;
    for (const unit of broken(table, field, from, to)) {
      const end = Math.min(to, unit + widths[table]);
      yield* tableFolds(table, field, at, unit);
      yield* folds(finer[table], field, Math.max(from, unit), end);
      at = end;
    }
    yield* tableFolds(table, field, at, to);
  }

  const intoBuckets = (buckets: Map<number, Bucket>, field: Field, query: TelemetryQuery, every: number): void => {
    const seen = new Set<number>();
    for (const fold of folds(tableFor(every), field, query.from, query.to)) {
      if (fold.numbers === 0 && query.aggregate !== "last") continue;
      const start = floorTo(fold.time, every);
      seen.add(start);
      if (seen.size > query.limit) return;
      const bucket = buckets.get(start);
      if (bucket === undefined) {
        const { numbers, total, least, most, lastAt, last } = fold;
        buckets.set(start, { numbers, total, least: least ?? Infinity, most: most ?? -Infinity, lastAt, last });
        continue;
      }
      bucket.numbers += fold.numbers;
      bucket.total += fold.total;
      if (fold.least !== null && fold.least < bucket.least) bucket.least = fold.least;
      if (fold.most !== null && fold.most > bucket.most) bucket.most = fold.most;
      if (fold.lastAt >= bucket.lastAt) {
        bucket.lastAt = fold.lastAt;
        bucket.last = fold.last;
      }
    }
  };

  return (query) => {
    if (query.to <= query.from || query.limit <= 0) return [];
    const rows = new Map<number, [number, ...(PointValue | null)[]]>();
    const put = (time: number, index: number, value: PointValue): void => {
      let row = rows.get(time);
      if (row === undefined) {
        row = [time, ...query.points.map(() => null)];
        rows.set(time, row);
      }
      row[index + 1] = value;
    };
    for (const [index, point] of query.points.entries()) {
      const fields = findFields.all(query.device, query.kind, point) as Field[];
      const buckets = new Map<number, Bucket>();
      for (const field of fields) {
        if (query.every !== undefined) {
          intoBuckets(buckets, field, query, query.every);
          continue;
        }
        for (const row of readings.iterate(field.id, query.from, query.to, query.limit)) {
          put(Number(row.time), index, fromStored(row.value as Stored));
        }
      }
      for (const [start, bucket] of buckets) {
        const value = resultOf(bucket, query.aggregate ?? "mean");
        if (value !== null) put(start, index, value);
      }
    }
    return [...rows.values()].sort((a, b) => a[0] - b[0]).slice(0, query.limit);
  };
}
