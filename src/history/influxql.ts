// A telemetry query as InfluxQL and its answer as rows: the one query language that 1.x, 2.x and 3.x share.

import type { TelemetryQuery, TelemetryRows } from "../model/gateway-view.ts";
import type { PointValue } from "../model/reading.ts";

const identifier = (text: string): string => `"${text.replace(/["\\]/g, "\\$&").replace(/\s/g, " ")}"`;
const literal = (text: string): string => `'${text.replace(/['\\]/g, "\\$&").replace(/\s/g, " ")}'`;

/** The statement for `query`. `::float` makes text and booleans null instead of failing the whole query. */
export function toInfluxql(query: TelemetryQuery): string {
  const aggregate = query.aggregate ?? "mean";
  const columns = query.points.map((point, index) => {
    const field = identifier(point);
    if (query.every === undefined) return `${field} AS "p${index}"`;
    return `${aggregate}(${field}${aggregate === "last" ? "" : "::float"}) AS "p${index}"`;
  });
  const grouped = query.every === undefined ? "" : ` GROUP BY time(${query.every}ms) fill(none)`;
  return (
    `SELECT ${columns.join(", ")} FROM ${identifier(query.kind)} WHERE "device" = ${literal(query.device)}` +
    ` AND time >= ${query.from}ms AND time < ${query.to}ms${grouped} ORDER BY time ASC LIMIT ${query.limit}`
  );
}

type Series = { readonly columns?: readonly string[]; readonly values?: readonly (readonly unknown[])[] };
type Body = {
  readonly error?: string;
  readonly message?: string;
  readonly results?: readonly { readonly error?: string; readonly series?: readonly Series[] }[];
};

const isValue = (value: unknown): value is PointValue =>
  typeof value === "number" || typeof value === "boolean" || typeof value === "string";

/** The rows in a JSON answer of `/query?epoch=ms`. @throws Error with the server's words when it answered with an error. */
export function fromInfluxql(body: unknown, query: TelemetryQuery): TelemetryRows {
  const answer = body as Body;
  const error = answer.error ?? answer.results?.find((result) => result.error !== undefined)?.error;
  if (error !== undefined) throw new Error(error);
  if (answer.results === undefined) throw new Error(answer.message ?? "the answer is not that of /query");
  const rows = new Map<number, [number, ...(PointValue | null)[]]>();
  for (const series of answer.results.flatMap((result) => result.series ?? [])) {
    const places = query.points.map((_, index) => series.columns?.indexOf(`p${index}`) ?? -1);
    const timeAt = series.columns?.indexOf("time") ?? 0;
    for (const values of series.values ?? []) {
      const time = values[timeAt];
      const at = typeof time === "number" ? time : Date.parse(String(time));
      const row = rows.get(at) ?? [at, ...query.points.map(() => null)];
      for (const [index, place] of places.entries()) {
        const value = values[place];
        if (isValue(value)) row[index + 1] = value;
      }
      if (row.some((value, index) => index > 0 && value !== null)) rows.set(at, row);
    }
  }
  // InfluxDB 1.x applies LIMIT to each field by itself, so that there can be more rows than asked for, never fewer.
  return [...rows.values()].sort((a, b) => a[0] - b[0]).slice(0, query.limit);
}
