// InfluxDB 3.x: lines by POST /api/v3/write_lp, or /api/v2/write where that is missing (Cloud, Clustered); queries in InfluxQL by GET /query.

import { createConnection } from "./connection.ts";
import type { History, HistorySettings } from "./history.ts";
import { createHours } from "./hourly-influx3.ts";
import { prepareKnown, toldOf } from "./prepare.ts";
import { queryServer } from "./query-server.ts";
import { pingServer } from "./server-version.ts";
import { type Cures, outcomeOf, unreachable } from "./write-outcome.ts";

const cures: Cures = { credentials: "ANJU_INFLUX_TOKEN", place: "ANJU_INFLUX_DATABASE and ANJU_INFLUX_VERSION" };

/** Opens nothing by itself: the server may be absent. @throws Error when the address is none. */
export function openInflux3(settings: HistorySettings): History {
  const connection = createConnection(settings, ({ token }) => token && `Bearer ${token}`);
  const { database } = settings;
  const native = `/api/v3/write_lp?${new URLSearchParams({ db: database, precision: "millisecond" })}`;
  const compatible = `/api/v2/write?${new URLSearchParams({ bucket: database, precision: "ms" })}`;
  let path = native;

  return {
    write: async ({ bytes }) => {
      try {
        const answer = await connection.post(path, bytes);
        if (answer.status !== 404 || path === compatible) return outcomeOf(answer, connection, cures);
        const second = await connection.post(compatible, bytes);
        if (second.status !== 404) path = compatible;
        return outcomeOf(second, connection, cures);
      } catch (error) {
        return unreachable(error);
      }
    },
    query: (query) => queryServer(connection, database, query, cures),
    ping: () => pingServer(connection),
    prepare: async () => toldOf(await prepareKnown(3, settings)),
    housekeep: createHours(connection, database),
    [Symbol.asyncDispose]: async () => connection.close(),
  };
}
