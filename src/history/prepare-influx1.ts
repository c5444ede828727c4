// What an InfluxDB 1.x needs: a database, a retention policy for hours, and the continuous queries that fill it; and that the gateway may write.

import { text } from "../model/text.ts";
import type { Connection } from "./connection.ts";
import { mayWrite, requestOrThrow } from "./prepare-request.ts";
import { type Plan, PrepareError, type Step } from "./prepare-steps.ts";
import { cureFor } from "./prepare-words.ts";
import { continuousQueries, HOURLY, HOURLY_DAYS, RAW_DAYS } from "./rollups.ts";

type Series = { readonly name?: string; readonly values?: readonly (readonly unknown[])[] };
type Result = { readonly error?: string; readonly series?: readonly Series[] };

const quoted = (name: string): string => `"${name.replace(/["\\]/g, "\\$&")}"`;
const missing = /database not found/i;

/** @throws PrepareError with the server's words, also where they came inside a 200. */
async function ask(connection: Connection, statement: string): Promise<readonly Series[]> {
  const path = `/query?${new URLSearchParams({ q: statement })}`;
  const { body } = await requestOrThrow(connection, path, { method: "POST" });
  const { results = [] } = JSON.parse(body) as { results?: readonly Result[] };
  const error = results.find((result) => result.error !== undefined)?.error;
  if (error !== undefined) throw new PrepareError(200, connection.scrub(error));
  return results.flatMap((result) => result.series ?? []);
}

/** The names in the first column of the series that are asked for; none where the database is not there yet. */
async function names(connection: Connection, statement: string, of?: string): Promise<readonly unknown[]> {
  try {
    const series = await ask(connection, statement);
    return series
      .filter(({ name }) => of === undefined || name === of)
      .flatMap(({ values = [] }) => values.map(([first]) => first));
  } catch (error) {
    if (error instanceof PrepareError && missing.test(error.message)) return [];
    throw error;
  }
}

export function planInflux1(connection: Connection, database: string): Plan {
  const statement = (sends: string) => ({
    sends,
    make: async (): Promise<void> => void (await ask(connection, sends)),
  });
  const steps: Step[] = [
    {
      name: text(`database ${database}, kept for ${RAW_DAYS} days`, `数据库 ${database}（保留 ${RAW_DAYS} 天）`),
      needed: true,
      there: async () => (await names(connection, "SHOW DATABASES")).includes(database),
      ...statement(`CREATE DATABASE ${quoted(database)} WITH DURATION ${RAW_DAYS}d REPLICATION 1 NAME "anju"`),
    },
    mayWrite(connection, `/write?${new URLSearchParams({ db: database, precision: "ms" })}`),
    {
      name: text(
        `retention policy ${HOURLY}: hours, kept for ${HOURLY_DAYS} days`,
        `保留策略 ${HOURLY}：小时汇总（保留 ${HOURLY_DAYS} 天）`,
      ),
      needed: false,
      there: async () => (await names(connection, `SHOW RETENTION POLICIES ON ${quoted(database)}`)).includes(HOURLY),
      ...statement(
        `CREATE RETENTION POLICY ${quoted(HOURLY)} ON ${quoted(database)} DURATION ${HOURLY_DAYS}d REPLICATION 1`,
      ),
    },
    ...continuousQueries(database).map(({ name, statement: sends }) => ({
      name: text(`continuous query ${name}`, `连续查询 ${name}`),
      needed: false,
      there: async () => (await names(connection, "SHOW CONTINUOUS QUERIES", database)).includes(name),
      ...statement(sends),
    })),
  ];
  return { steps, cure: (error) => cureFor(1, error) };
}
