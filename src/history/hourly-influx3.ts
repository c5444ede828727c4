// Hours for InfluxDB 3.x, which makes none itself: once an hour the gateway asks for the numbers of the last hours and writes their means and extremes beside them, under the names that 1.x gives.

import type { Connection } from "./connection.ts";
import { encodeLine } from "./encode-line.ts";
import type { Told } from "./history.ts";
import { requestOrThrow } from "./prepare-request.ts";
import { PrepareError } from "./prepare-steps.ts";
import { HOURLY, LATE_HOURS } from "./rollups.ts";

const HOUR = 3_600_000;
/** Lines of the hour that has just ended may still be on their way, ms. */
const SETTLES_WITHIN = 2 * 60_000;
const AGAIN_AFTER = 10 * 60_000;
/** Lines in one request. */
const BATCH = 5_000;

type Series = {
  readonly name?: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly columns?: readonly string[];
  readonly values?: readonly (readonly unknown[])[];
};
type Body = { readonly results?: readonly { readonly error?: string; readonly series?: readonly Series[] }[] };

const quoted = (name: string): string => `"${name.replace(/["\\]/g, "\\$&")}"`;

/** @throws PrepareError */
async function ask(connection: Connection, database: string, q: string): Promise<readonly Series[]> {
  const { body } = await requestOrThrow(connection, `/query?${new URLSearchParams({ db: database, q, epoch: "ms" })}`);
  const { results = [] } = JSON.parse(body) as Body;
  const error = results.find((result) => result.error !== undefined)?.error;
  if (error !== undefined) throw new PrepareError(200, connection.scrub(error));
  return results.flatMap(({ series = [] }) => series);
}

const selects = (measurement: string, fields: readonly string[]): string => {
  const wanted = measurement === "passage" ? ["mean", "min", "max", "sum"] : ["mean", "min", "max"];
  return fields
    .flatMap((field) => wanted.map((fn) => `${fn}(${quoted(field)}) AS ${quoted(`${fn}_${field}`)}`))
    .join(", ");
};

/** One line per row that has a number. */
function linesOf(measurement: string, { tags = {}, columns = [], values = [] }: Series): string[] {
  return values.flatMap((row) => {
    const fields = columns.flatMap((name, index) => {
      const value = row[index];
      return name !== "time" && typeof value === "number" ? [[name, value] as const] : [];
    });
    const line = encodeLine({ measurement, tags, fields: Object.fromEntries(fields), time: Number(row[0]) });
    return typeof line === "string" ? [line] : [];
  });
}

/** @throws PrepareError */
async function makeHours(connection: Connection, database: string, from: number, to: number): Promise<number> {
  const path = `/write?${new URLSearchParams({ db: database, rp: HOURLY, precision: "ms" })}`;
  const numbers = (await ask(connection, database, "SHOW FIELD KEYS")).flatMap(({ name = "", values = [] }) => {
    const fields = values.filter(([, type]) => type === "float").map(([field]) => String(field));
    return fields.length > 0 ? [{ name, fields }] : [];
  });
  let written = 0;
  for (const { name, fields } of numbers) {
    const q =
      `SELECT ${selects(name, fields)} FROM ${quoted(name)} WHERE time >= ${from}ms AND time < ${to}ms` +
      " GROUP BY time(1h), * fill(none)";
    const lines = (await ask(connection, database, q)).flatMap((series) => linesOf(name, series));
    for (let start = 0; start < lines.length; start += BATCH) {
      const body = lines.slice(start, start + BATCH).join("\n");
      const headers = { "content-type": "text/plain; charset=utf-8" };
      await requestOrThrow(connection, path, { method: "POST", body, headers });
    }
    written += lines.length;
  }
  return written;
}

/** To be called about once a minute; works once an hour, over the last hours, and after a failure again ten minutes later. Never rejects over what a server says. */
export function createHours(connection: Connection, database: string): (now: number) => Promise<Told> {
  let madeUntil = 0;
  let notBefore = 0;
  return async (now) => {
    const until = Math.floor((now - SETTLES_WITHIN) / HOUR) * HOUR;
    if (until <= madeUntil || now < notBefore) return { ok: true, detail: "the hours are made" };
    notBefore = now + AGAIN_AFTER;
    try {
      const written = await makeHours(connection, database, until - LATE_HOURS * HOUR, until);
      madeUntil = until;
      notBefore = 0;
      return { ok: true, detail: `${written} lines of hours` };
    } catch (error) {
      if (!(error instanceof PrepareError)) throw error;
      return { ok: false, detail: `no hours could be made: ${error.message}` };
    }
  };
}
