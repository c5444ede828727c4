// What an InfluxDB 2.x needs: two buckets, each mapped for InfluxQL (DBRP), and the task that fills the second with hours; and that the gateway may write.

import { HttpError, InfluxDB } from "@influxdata/influxdb-client";
import { BucketsAPI, DbrpsAPI, OrgsAPI, TasksAPI } from "@influxdata/influxdb-client-apis";
import { type Text, text } from "../model/text.ts";
import { type Connection, wordsOf } from "./connection.ts";
import { mayWrite } from "./prepare-request.ts";
import { type Plan, PrepareError, type Step } from "./prepare-steps.ts";
import { cureFor } from "./prepare-words.ts";
import { HOURLY, HOURLY_DAYS, hourlyTask, RAW_DAYS, TASK } from "./rollups.ts";
import { serverWords } from "./write-outcome.ts";

/** @throws PrepareError for whatever a client's call is refused with. */
async function call<T>(connection: Connection, work: (influx: InfluxDB) => Promise<T>): Promise<T> {
  const { base: url, timeout, token } = connection;
  try {
    return await connection.within((signal) =>
      work(new InfluxDB({ url, timeout, transportOptions: { signal }, ...(token !== undefined && { token }) })),
    );
  } catch (error) {
    if (!(error instanceof HttpError)) throw new PrepareError(0, connection.scrub(wordsOf(error)));
    throw new PrepareError(error.statusCode, connection.scrub(serverWords(error.body ?? error.message)));
  }
}

const orNone = <T>(error: unknown): T | undefined => {
  if (error instanceof HttpError && error.statusCode === 404) return undefined;
  throw error;
};

const organizationMissing = (org: string, bucket: string): Text =>
  text(
    `There is no organization ${org}, or this token may see neither it nor a bucket ${bucket} in it. Check ANJU_INFLUX_ORG (\`influx org list\`), ANJU_INFLUX_BUCKET (\`influx bucket list\`) and ANJU_INFLUX_TOKEN; to make a bucket it takes an all-access token.`,
    `没有组织 ${org}，或该令牌既看不到它也看不到其中的存储桶 ${bucket}。请检查 ANJU_INFLUX_ORG（\`influx org list\`）、ANJU_INFLUX_BUCKET（\`influx bucket list\`）和 ANJU_INFLUX_TOKEN；创建存储桶需要 all-access 令牌。`,
  );
/** Asked without one, the server takes any; but it lets no line be written so. */
const organizationWanted = text(
  "InfluxDB 2.x needs to know the organization: set ANJU_INFLUX_ORG (`influx org list`).",
  "InfluxDB 2.x 需要知道组织：请设置 ANJU_INFLUX_ORG（`influx org list`）。",
);
/** A token that may not read tasks is shown none instead of refused. */
const taskHidden = text(
  "This token may neither see nor make tasks. Where an all-access token has made this one already, all is well; else run this command once with such a token in ANJU_INFLUX_TOKEN. Without the task there are no hours for long ranges; readings are kept all the same.",
  "该令牌既看不到也不能创建任务。若已用 all-access 令牌创建过本任务，则一切正常；否则请在 ANJU_INFLUX_TOKEN 中提供这样的令牌执行一次本命令。没有此任务就没有长时间范围所需的小时汇总，原始数据照常保存。",
);
const refusedTask = /^failed to create task: unauthorized$/;

export function planInflux2(connection: Connection, org: string, bucket: string): Plan {
  const hours = `${bucket}/${HOURLY}`;
  let orgId: string | undefined;
  const ids = new Map<string, string>();

  /** A token for the two buckets alone sees no organization, but whose its bucket is. */
  const orgID = async (): Promise<string> => {
    if (org === "") throw new PrepareError(400, "organization not given");
    const ofBucket = (influx: InfluxDB) =>
      new BucketsAPI(influx).getBuckets({ org, name: bucket }).catch(orNone<never>);
    const ofName = (influx: InfluxDB) => new OrgsAPI(influx).getOrgs({ org }).catch(orNone<never>);
    orgId ??= (await call(connection, ofBucket))?.buckets?.[0]?.orgID;
    orgId ??= (await call(connection, ofName))?.orgs?.[0]?.id;
    if (orgId === undefined) throw new PrepareError(404, "organization not found");
    return orgId;
  };
  const idOf = async (name: string): Promise<string | undefined> => {
    if (ids.has(name)) return ids.get(name);
    const asked = { orgID: await orgID(), name };
    const known = await call(connection, (influx) => new BucketsAPI(influx).getBuckets(asked).catch(orNone<never>));
    const id = known?.buckets?.find((one) => one.name === name)?.id;
    if (id !== undefined) ids.set(name, id);
    return id;
  };

  const bucketStep = (name: string, days: number, needed: boolean): Step => ({
    name: text(`bucket ${name}, kept for ${days} days`, `存储桶 ${name}（保留 ${days} 天）`),
    sends: `POST /api/v2/buckets ${JSON.stringify({ name, days })}`,
    needed,
    there: async () => (await idOf(name)) !== undefined,
    async make() {
      const retentionRules = [{ type: "expire" as const, everySeconds: days * 86_400 }];
      const body = { orgID: await orgID(), name, retentionRules };
      const { id } = await call(connection, (influx) => new BucketsAPI(influx).postBuckets({ body }));
      if (id !== undefined) ids.set(name, id);
    },
  });

  /** A virtual mapping is the server's guess and may change with the next bucket: only one that was made counts. */
  const mappingStep = (name: string, policy: string, needed: boolean): Step => ({
    name: text(`InfluxQL mapping ${bucket}.${policy} → ${name}`, `InfluxQL 映射 ${bucket}.${policy} → ${name}`),
    sends: `POST /api/v2/dbrps ${JSON.stringify({ database: bucket, retention_policy: policy, bucket: name })}`,
    needed,
    async there() {
      const id = await idOf(name);
      if (id === undefined) return false;
      const asked = { orgID: await orgID(), db: bucket };
      const { content = [] } = await call(connection, (influx) => new DbrpsAPI(influx).getDBRPs(asked));
      return content.some(
        (one) => one.virtual !== true && one.bucketID === id && (policy !== HOURLY || one.retention_policy === policy),
      );
    },
    async make() {
      const bucketID = (await idOf(name)) ?? "";
      const mapped = { bucketID, database: bucket, retention_policy: policy, default: policy !== HOURLY };
      const body = { orgID: await orgID(), ...mapped };
      await call(connection, (influx) => new DbrpsAPI(influx).postDBRP({ body }));
    },
  });

  const task: Step = {
    name: text(`task ${TASK}: makes the hours`, `任务 ${TASK}：生成小时汇总`),
    sends: `POST /api/v2/tasks\n${hourlyTask(bucket)}`,
    needed: false,
    async there() {
      const asked = { orgID: await orgID(), name: TASK };
      const known = await call(connection, (influx) => new TasksAPI(influx).getTasks(asked));
      return (known.tasks ?? []).some(({ name, flux }) => name === TASK && flux?.includes(JSON.stringify(hours)));
    },
    async make() {
      const body = { orgID: await orgID(), flux: hourlyTask(bucket), status: "active" as const };
      await call(connection, (influx) => new TasksAPI(influx).postTasks({ body }));
    },
  };

  return {
    steps: [
      bucketStep(bucket, RAW_DAYS, true),
      mappingStep(bucket, "autogen", true),
      mayWrite(connection, `/api/v2/write?${new URLSearchParams({ org, bucket, precision: "ms" })}`),
      bucketStep(hours, HOURLY_DAYS, false),
      mappingStep(hours, HOURLY, false),
      task,
    ],
    cure: (error) => {
      if (error.message === "organization not given") return organizationWanted;
      if (error.message === "organization not found") return organizationMissing(org, bucket);
      return refusedTask.test(error.message) ? taskHidden : cureFor(2, error);
    },
  };
}
