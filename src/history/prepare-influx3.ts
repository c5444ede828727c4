// What an InfluxDB 3.x needs: a database, and that the gateway may write. Nothing in it makes hours; the gateway does.

import { text } from "../model/text.ts";
import type { Connection } from "./connection.ts";
import { mayWrite, requestOrThrow } from "./prepare-request.ts";
import { type Plan, PrepareError, type Step } from "./prepare-steps.ts";
import { cureFor } from "./prepare-words.ts";
import { HOURLY, LATE_HOURS, RAW_DAYS } from "./rollups.ts";

const configure = "/api/v3/configure/database";

const hoursByGateway = (database: string) =>
  text(
    `InfluxDB 3.x has neither continuous queries nor Flux tasks. The gateway makes the hours itself while it runs: once an hour, over the last ${LATE_HOURS}, into the database ${database}/${HOURLY} (asked for as rp=${HOURLY}). Hours of a longer standstill are missing; the readings are there.`,
    `InfluxDB 3.x 既无连续查询也无 Flux 任务。网关运行时自行生成小时汇总：每小时一次，覆盖最近 ${LATE_HOURS} 小时，写入数据库 ${database}/${HOURLY}（以 rp=${HOURLY} 查询）。网关停机更久时该段小时汇总会缺失，原始数据仍在。`,
  );

export function planInflux3(connection: Connection, database: string): Plan {
  const post = (body: object, accepted: readonly number[] = []) =>
    requestOrThrow(
      connection,
      configure,
      { method: "POST", body: JSON.stringify(body), headers: { "content-type": "application/json" } },
      [409, ...accepted],
    );
  const retention = { db: database, retention_period: `${RAW_DAYS}d` };
  const step: Step = {
    name: text(`database ${database}, kept for ${RAW_DAYS} days`, `数据库 ${database}（保留 ${RAW_DAYS} 天）`),
    sends: `POST ${configure} ${JSON.stringify(retention)}`,
    needed: true,
    async there() {
      // An early 3.x does not list: then making it tells (409: it is there).
      const answer = await requestOrThrow(connection, `${configure}?format=json`, {}, [400, 404, 405]);
      if (answer.status >= 300) return false;
      try {
        const rows = JSON.parse(answer.body) as readonly Readonly<Record<string, unknown>>[];
        return rows.some((row) => row["iox::database"] === database);
      } catch {
        throw new PrepareError(200, "the answer is not a list of databases");
      }
    },
    async make() {
      // Before 3.2 a database had no retention of its own, and the field is refused.
      const answer = await post(retention, [400, 422]);
      if (answer.status === 400 || answer.status === 422) await post({ db: database });
    },
  };
  const write = mayWrite(
    connection,
    `/api/v3/write_lp?${new URLSearchParams({ db: database, precision: "millisecond" })}`,
    // Where only the way of 2.x is there, the gateway finds it when it writes.
    [400, 404],
  );
  return { steps: [step, write], notes: [hoursByGateway(database)], cure: (error) => cureFor(3, error) };
}
