// A real InfluxDB 1.6.7 with the played day in it and its hourly means beside, made by the statements of the gateway's own continuous queries.

import { batchOf } from "../../src/history/line-batch.ts";
import { pastHours } from "../../src/history/rollups.ts";
import { type Influxd, openInfluxd } from "../history/influxd.ts";
import { type PlayedDay, playDay } from "./played-day.ts";

export const database = "anju";
const linesAtOnce = 20_000;

/** A statement, or an error with the server's words. */
export async function tell(url: string, statement: string): Promise<void> {
  const answer = await fetch(`${url}/query?db=${database}`, {
    method: "POST",
    body: new URLSearchParams({ q: statement }),
  });
  const body = (await answer.json()) as { error?: string; results?: readonly { error?: string }[] };
  const error = body.error ?? body.results?.find((result) => result.error)?.error;
  if (error) throw new Error(`${error}: ${statement}`);
}

export async function writeLines(url: string, lines: readonly string[], policy = ""): Promise<void> {
  for (let from = 0; from < lines.length; from += linesAtOnce) {
    const { bytes } = batchOf(lines.slice(from, from + linesAtOnce));
    const query = new URLSearchParams({ db: database, precision: "ms", ...(policy !== "" && { rp: policy }) });
    const answer = await fetch(`${url}/write?${query}`, { method: "POST", body: Uint8Array.from(bytes) });
    if (answer.status !== 204) throw new Error(`InfluxDB: ${answer.status} ${(await answer.text()).slice(0, 500)}`);
  }
}

/** Readings and their hourly rollups, each with a policy of its own, kept for ever: the day is any day. */
export async function createDatabase(url: string): Promise<void> {
  await tell(url, `CREATE DATABASE "${database}" WITH DURATION INF NAME "raw"`);
  await tell(url, `CREATE RETENTION POLICY "hourly" ON "${database}" DURATION INF REPLICATION 1`);
}

/** What the continuous queries would have done by now. */
async function rollUp(url: string, { from, to }: PlayedDay): Promise<void> {
  for (const statement of pastHours(database, from - 3_600_000, to + 3_600_000)) await tell(url, statement);
}

export type LoadedInflux = AsyncDisposable & { readonly influxd: Influxd; readonly day: PlayedDay };

export async function openLoadedInflux(): Promise<LoadedInflux> {
  const influxd = await openInfluxd();
  try {
    await createDatabase(influxd.url);
    const lines: string[] = [];
    const day = await playDay((more) => {
      for (const line of more) lines.push(line);
    });
    await writeLines(influxd.url, lines);
    await rollUp(influxd.url, day);
    return { influxd, day, [Symbol.asyncDispose]: () => influxd[Symbol.asyncDispose]() };
  } catch (error) {
    await influxd[Symbol.asyncDispose]();
    throw error;
  }
}
