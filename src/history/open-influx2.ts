// InfluxDB 2.x: lines by POST /api/v2/write (the official client's WriteApi takes each batch apart again and keeps a buffer of its own), administration through the client; queries in InfluxQL through a DBRP mapping, which the dashboards need anyway (Flux is in maintenance and gone in 3.x).

import { HttpError, InfluxDB } from "@influxdata/influxdb-client";
import { BucketsAPI, DbrpsAPI, OrgsAPI } from "@influxdata/influxdb-client-apis";
import { type Connection, createConnection, wordsOf } from "./connection.ts";
import { type History, type HistorySettings, keptByServer } from "./history.ts";
import { queryServer } from "./query-server.ts";
import { pingServer } from "./server-version.ts";
import { type Cures, cureOf, outcomeOf, unreachable } from "./write-outcome.ts";

const cures: Cures = { credentials: "ANJU_INFLUX_TOKEN", place: "ANJU_INFLUX_ORG and ANJU_INFLUX_BUCKET" };
const keptSeconds = 1825 * 86_400;

const client = (connection: Connection, signal: AbortSignal): InfluxDB =>
  new InfluxDB({
    url: connection.base,
    timeout: connection.timeout,
    transportOptions: { signal },
    ...(connection.token === undefined ? {} : { token: connection.token }),
  });

/** Bucket and DBRP mapping, where they are missing. */
async function prepareBucket(influx: InfluxDB, org: string, bucket: string): Promise<string> {
  const orgID = (await new OrgsAPI(influx).getOrgs({ org })).orgs?.[0]?.id;
  if (orgID === undefined) throw new Error(`organization ${org} not found`);
  const buckets = new BucketsAPI(influx);
  const known = await buckets.getBuckets({ orgID, name: bucket }).catch((error) => {
    if (error instanceof HttpError && error.statusCode === 404) return undefined;
    throw error;
  });
  const found = known?.buckets?.[0];
  const retentionRules = [{ type: "expire" as const, everySeconds: keptSeconds }];
  const bucketID = (found ?? (await buckets.postBuckets({ body: { orgID, name: bucket, retentionRules } }))).id;
  if (bucketID === undefined) throw new Error(`bucket ${bucket} has no id`);
  const mappings = new DbrpsAPI(influx);
  const mapped = (await mappings.getDBRPs({ orgID, db: bucket })).content ?? [];
  if (mapped.length === 0) {
    const body = { orgID, bucketID, database: bucket, retention_policy: "autogen", default: true };
    await mappings.postDBRP({ body });
  }
  return found === undefined ? `bucket ${bucket} created, kept for 5 years` : `bucket ${bucket} is there`;
}

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
    prepare: async () => {
      try {
        const detail = await connection.within((signal) => prepareBucket(client(connection, signal), org, bucket));
        return { ok: true, detail };
      } catch (error) {
        const status = error instanceof HttpError ? error.statusCode : 500;
        return { ok: false, detail: connection.scrub(wordsOf(error)) + cureOf(status, cures) };
      }
    },
    housekeep: keptByServer,
    [Symbol.asyncDispose]: async () => connection.close(),
  };
}
