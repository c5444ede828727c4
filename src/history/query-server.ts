// InfluxQL over plain HTTP (`GET /query`), as 2.x (through a DBRP mapping) and 3.x answer it.

import type { TelemetryQuery, TelemetryRows } from "../model/gateway-view.ts";
import type { Connection } from "./connection.ts";
import { fromInfluxql, toInfluxql } from "./influxql.ts";
import { type Cures, cureOf, serverWords } from "./write-outcome.ts";

/** @throws Error naming the cure, without secrets. */
export async function queryServer(
  connection: Connection,
  database: string,
  query: TelemetryQuery,
  cures: Cures,
): Promise<TelemetryRows> {
  const asked = new URLSearchParams({ db: database, q: toInfluxql(query), epoch: "ms" });
  const answer = await connection.request(`/query?${asked}`, { headers: { accept: "application/json" } });
  if (answer.status !== 200) {
    const words = connection.scrub(serverWords(answer.body));
    throw new Error(`InfluxDB answered ${answer.status}: ${words}${cureOf(answer.status, cures)}`);
  }
  try {
    return fromInfluxql(JSON.parse(answer.body), query);
  } catch (error) {
    throw new Error(connection.scrub(`InfluxDB answered: ${(error as Error).message}`) + cureOf(404, cures));
  }
}
