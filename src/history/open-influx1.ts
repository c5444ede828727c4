// InfluxDB 1.x (and what speaks like it): lines by POST /write, queries through the `influx` package.

import { InfluxDB } from "influx";
import { basicOrToken, type Connection, createConnection, wordsOf } from "./connection.ts";
import { type History, type HistorySettings, keptByServer } from "./history.ts";
import { fromInfluxql, toInfluxql } from "./influxql.ts";
import { prepareKnown, toldOf } from "./prepare.ts";
import { pingServer } from "./server-version.ts";
import { type Cures, cureOf, outcomeOf, unreachable } from "./write-outcome.ts";

const cures: Cures = {
  credentials: "ANJU_INFLUX_USERNAME and ANJU_INFLUX_PASSWORD",
  place: "ANJU_INFLUX_DATABASE",
};

/** A client per call: a shared one takes the host out of its pool for seconds after one failure. */
function client(connection: Connection, database: string): InfluxDB {
  const url = new URL(connection.base);
  const token = connection.username === undefined ? connection.token : undefined;
  return new InfluxDB({
    database,
    // Its own default is root/root; only null sends no credentials.
    username: connection.username ?? (null as unknown as string),
    password: connection.password,
    pool: { maxRetries: 0, requestTimeout: connection.timeout },
    hosts: [
      {
        protocol: url.protocol === "https:" ? "https" : "http",
        host: url.hostname,
        port: Number(url.port || (url.protocol === "https:" ? 443 : 80)),
        path: url.pathname.replace(/\/$/, ""),
        ...(token === undefined ? {} : { options: { headers: { authorization: `Token ${token}` } } }),
      },
    ],
  });
}

/** The error of a client call with the cure appended and without secrets. */
function explained(connection: Connection, error: unknown): Error {
  const status = (error as { res?: { statusCode?: number } }).res?.statusCode;
  const words = connection.scrub(wordsOf(error));
  const missing = /not found/.test(words) ? 404 : (status ?? 500);
  return new Error(`InfluxDB at ${connection.base}: ${words}${cureOf(missing, cures)}`);
}

/** Opens nothing by itself: the server may be absent. @throws Error when the address is none. */
export function openInflux1(settings: HistorySettings): History {
  const connection = createConnection(settings, basicOrToken);
  const { database } = settings;
  const path = `/write?${new URLSearchParams({ db: database, precision: "ms" })}`;

  return {
    write: async ({ bytes }) => {
      try {
        return outcomeOf(await connection.post(path, bytes), connection, cures);
      } catch (error) {
        return unreachable(error);
      }
    },
    query: async (query) => {
      try {
        const body = await connection.within((signal) =>
          client(connection, database).queryRaw(toInfluxql(query), { precision: "ms", database, signal }),
        );
        return fromInfluxql(body, query);
      } catch (error) {
        throw explained(connection, error);
      }
    },
    ping: () => pingServer(connection),
    prepare: async () => toldOf(await prepareKnown(1, settings)),
    housekeep: keptByServer,
    [Symbol.asyncDispose]: async () => connection.close(),
  };
}
