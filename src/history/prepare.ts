// Prepares an InfluxDB of any version, for `influx prepare` and at each start of the gateway: creates what it lacks, changes nothing that is there.

import { basicOrToken, type Connection, createConnection } from "./connection.ts";
import type { HistorySettings, Told } from "./history.ts";
import { planInflux1 } from "./prepare-influx1.ts";
import { planInflux3 } from "./prepare-influx3.ts";
import { withoutAdvice } from "./prepare-request.ts";
import { type Plan, type Prepared, runPlan, stepLine } from "./prepare-steps.ts";
import { noServer, unknownServer, wrongVersion } from "./prepare-words.ts";
import { saidVersion } from "./server-version.ts";

type Version = 1 | 2 | 3;

const authorization = {
  1: basicOrToken,
  2: ({ token }) => token && `Token ${token}`,
  3: ({ token }) => token && `Bearer ${token}`,
} satisfies Record<Version, Parameters<typeof createConnection>[1]>;

async function planFor(version: Version, connection: Connection, settings: HistorySettings): Promise<Plan> {
  const { database, org = "", bucket = database } = settings;
  if (version === 1) return planInflux1(connection, database);
  if (version === 3) return planInflux3(connection, database);
  // Its client costs memory that the others need not pay.
  return (await import("./prepare-influx2.ts")).planInflux2(connection, org, bucket);
}

/** Creates what is missing for a version that is known, or with `dryRun` only looks. Never rejects over what a server says. */
export async function prepareKnown(version: Version, settings: HistorySettings, dryRun = false): Promise<Prepared> {
  const connection = createConnection(settings, authorization[version]);
  try {
    return await runPlan(await planFor(version, connection, settings), dryRun);
  } finally {
    connection.close();
  }
}

/**
 * As a person asks for it: the server is asked for its version first, also where the settings name one, and nothing is tried on another.
 * @throws Error naming ANJU_INFLUX_URL where it is none
 */
export async function prepareInflux(settings: HistorySettings, dryRun: boolean): Promise<Prepared> {
  const connection = createConnection(settings, (c) => (c.token ? `Bearer ${c.token}` : basicOrToken(c)));
  const failed = (problem: Prepared["problem"]): Prepared => ({
    ok: false,
    steps: [],
    notes: [],
    ...(problem && { problem }),
  });
  let said: Awaited<ReturnType<typeof saidVersion>>;
  try {
    said = await saidVersion(connection);
  } catch (error) {
    return failed(noServer(withoutAdvice(error)));
  } finally {
    connection.close();
  }
  const version = settings.version ?? said.major;
  if (version === undefined) return failed(unknownServer(connection.base));
  if (said.major !== undefined && said.major !== version)
    return failed(wrongVersion(version, connection.base, said.version ?? ""));
  return prepareKnown(version, settings, dryRun);
}

/** For a log: everything that was made or failed, else that all is there. */
export function toldOf({ ok, steps }: Prepared): Told {
  const news = steps.filter(({ state }) => state !== "there");
  return { ok, detail: news.length === 0 ? "everything is there" : news.map((one) => stepLine(one).en).join("; ") };
}
