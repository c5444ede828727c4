// Which InfluxDB answers at an address: `/ping` says so in a header (1.x, 2.x, 3.x), `/health` in its body (2.x, 3.x).

import type { Connection } from "./connection.ts";
import type { Told } from "./history.ts";

const words = (status: number, version: string | undefined): string =>
  version === undefined ? `answered ${status}` : `InfluxDB ${version}`;

function versionIn(body: string): string | undefined {
  try {
    const { version } = JSON.parse(body) as { version?: unknown };
    return typeof version === "string" ? version : undefined;
  } catch {
    return undefined;
  }
}

/** The server's version text; undefined when it gives none. @throws Error when it cannot be reached. */
async function ask(connection: Connection): Promise<{ status: number; version: string | undefined }> {
  let status = 0;
  for (const path of ["/ping", "/health"]) {
    const answer = await connection.request(path, {});
    const version = answer.headers.get("x-influxdb-version") ?? versionIn(answer.body);
    if (version && answer.status < 300) return { status: answer.status, version };
    if (status === 0 || answer.status < status) status = answer.status;
  }
  return { status, version: undefined };
}

/** What it says of itself; both are missing where it does not say. @throws Error when it cannot be reached. */
export async function saidVersion(
  connection: Connection,
): Promise<{ readonly status: number; readonly version?: string; readonly major?: 1 | 2 | 3 }> {
  const { status, version } = await ask(connection);
  const major = Number(/(\d+)\.\d/.exec(version ?? "")?.[1] ?? 0);
  if (version === undefined || major < 1) return { status, ...(version !== undefined && { version }) };
  return { status, version, major: Math.min(major, 3) as 1 | 2 | 3 };
}

/** @throws Error naming ANJU_INFLUX_VERSION when the server is down or does not say. */
export async function serverVersion(connection: Connection): Promise<1 | 2 | 3> {
  const { status, version, major } = await saidVersion(connection);
  if (major !== undefined) return major;
  throw new Error(
    `the server at ${connection.base} does not say which InfluxDB it is (${words(status, version)}): set ANJU_INFLUX_VERSION to 1, 2 or 3`,
  );
}

/** Whether the server answers at all. Never rejects. */
export async function pingServer(connection: Connection): Promise<Told> {
  try {
    const { status, version } = await ask(connection);
    return { ok: status < 300, detail: `${words(status, version)} at ${connection.base}` };
  } catch (error) {
    return { ok: false, detail: (error as Error).message };
  }
}
