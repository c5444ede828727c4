// InfluxDB 2.x: lines by POST /api/v2/write (the official client's WriteApi takes each batch apart again and keeps a buffer of its own), administration through the client (prepare-influx2.ts); queries in InfluxQL through a DBRP mapping, which the dashboards need anyway (Flux is in maintenance and gone in 3.x).

import { createConnection } from "./connection.ts";
import { type History, type HistorySettings, keptByServer } from "./history.ts";
import { prepareKnown, toldOf } from "./prepare.ts";
import { queryServer } from "./query-server.ts";
import { pingServer } from "./server-version.ts";
import { type Cures, outcomeOf, unreachable } from "./write-outcome.ts";

const cures: Cures = { credentials: "ANJU_INFLUX_TOKEN", place: "ANJU_INFLUX_ORG and ANJU_INFLUX_BUCKET" };
/** Opens nothing by itself: the server may be absent. @throws Error when the address is none. */
export function openInflux2(settings: HistorySettings): History {
  const connection = createConnection(settings, ({ token }) => token && `Token ${token}`);
  const org = settings.org ?? "";
  const bucket = settings.bucket ?? settings.database;
  const path = `/api/v2/write?${new URLSearchParams({ org, bucket, precision: "ms" })}`;

  return {
    write: async ({ bytes }) => {
      try {
        return outcomeOf(await connection.post(path, bytes), connection, cures);
      } catch (error) {
        return unreachable(error);
      }
    },
    query: (query) => queryServer(connection, bucket, query, cures),
    ping: () => pingServer(connection),
    prepare: async () => toldOf(await prepareKnown(2, settings)),
    housekeep: keptByServer,
    [Symbol.asyncDispose]: async () => connection.close(),
  };
}
