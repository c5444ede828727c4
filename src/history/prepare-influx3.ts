// What an InfluxDB 3.x needs: a database that keeps readings for as long as the others keep hours, since nothing in it makes hours; and that the gateway may write.

import { text } from "../model/text.ts";
import type { Connection } from "./connection.ts";
import { mayWrite, requestOrThrow } from "./prepare-request.ts";
import { type Plan, PrepareError, type Step } from "./prepare-steps.ts";
import { cureFor } from "./prepare-words.ts";
import { HOURLY_DAYS } from "./rollups.ts";

const configure = "/api/v3/configure/database";

export const noHours = text(
  `InfluxDB 3.x has neither continuous queries nor Flux tasks, so that no hours are made. Instead the readings themselves are kept for ${HOURLY_DAYS} days, where the database is created here (a database that is there keeps its own retention). Dashboards over long ranges read them; those panels that read hours are empty.`,
  `InfluxDB 3.x 既无连续查询也无 Flux 任务，因此不生成小时汇总；改为将原始数据保留 ${HOURLY_DAYS} 天（仅限由本命令创建的数据库，已有数据库保持其原有保留期）。长时段看板直接读取原始数据，读取小时汇总的面板为空。`,
);

export function planInflux3(connection: Connection, database: string): Plan {
  const post = (body: object, accepted: readonly number[] = []) =>
    requestOrThrow(
      connection,
      configure,
      { method: "POST", body: JSON.stringify(body), headers: { "content-type": "application/json" } },
      [409, ...accepted],
    );
  const retention = { db: database, retention_period: `${HOURLY_DAYS}d` };
  const step: Step = {
    name: text(`database ${database}, kept for ${HOURLY_DAYS} days`, `数据库 ${database}（保留 ${HOURLY_DAYS} 天）`),
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
  return { steps: [step, write], notes: [noHours], cure: (error) => cureFor(3, error) };
}
