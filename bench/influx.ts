// What InfluxDB has: counted by its own queries, never by whoever wrote it.

import { setTimeout } from "node:timers/promises";
import { epochNow } from "./process.ts";
import { allKinds, type LoadDevice } from "./site.ts";

export { influxdThere, openInfluxd } from "../test/history/influxd.ts";
export const DATABASE = "anju";

type Series = {
  readonly columns: readonly string[];
  readonly values: readonly (readonly (string | number | null)[])[];
};
type Answer = { readonly results: readonly { readonly series?: readonly Series[]; readonly error?: string }[] };

/** The first series of an InfluxQL answer; undefined where nothing matches. @throws Error with the server's words. */
export async function ask(url: string, query: string): Promise<Series | undefined> {
  const parameters = new URLSearchParams({ db: DATABASE, q: query, epoch: "ms" });
  const answer = await fetch(`${url}/query?${parameters}`, query.startsWith("CREATE") ? { method: "POST" } : {});
  const body = (await answer.json()) as Answer & { readonly error?: string };
  const error = body.error ?? body.results?.[0]?.error;
  if (error !== undefined && !error.includes("not found")) throw new Error(`InfluxDB: ${error}`);
  return body.results?.[0]?.series?.[0];
}

/** Points of a measurement: the fullest field's count. */
export async function countPoints(url: string, measurement: string): Promise<number> {
  const series = await ask(url, `SELECT count(*) FROM "${measurement}"`);
  return Math.max(0, ...(series?.values[0]?.slice(1) ?? []).map(Number));
}

/** Telemetry points of the devices' kinds. */
export async function countAll(url: string, devices: readonly LoadDevice[]): Promise<number> {
  let sum = 0;
  for (const kind of allKinds) if (devices.some((device) => device.kind === kind)) sum += await countPoints(url, kind);
  return sum;
}

/** Lines written since the server started, from its own statistics: cheap to ask while it is busy. */
async function linesWritten(url: string): Promise<number> {
  const body = (await (await fetch(`${url}/debug/vars`)).json()) as Record<
    string,
    { values?: { pointsWrittenOK?: number } }
  >;
  return (
    body.httpd?.values?.pointsWrittenOK ??
    Object.entries(body).reduce(
      (sum, [name, { values }]) => sum + (name.startsWith("httpd") ? (values?.pointsWrittenOK ?? 0) : 0),
      0,
    )
  );
}

/**
 * Waits until `expected()` points are stored, counted by query, or nothing more has come for `quiet` ms.
 * @returns how many there are, and when the last one was first seen (epoch ms).
 */
export async function whenStored(
  url: string,
  devices: readonly LoadDevice[],
  expected: number,
  quiet = 10_000,
): Promise<{ readonly stored: number; readonly at: number }> {
  let seen = -1;
  let seenAt = epochNow();
  // The statistics are asked often, the points themselves only once there can be enough of them.
  for (;;) {
    const lines = await linesWritten(url);
    if (lines !== seen) [seen, seenAt] = [lines, epochNow()];
    if (lines >= expected || epochNow() - seenAt > quiet) break;
    await setTimeout(20);
  }
  let stored = -1;
  for (;;) {
    const asked = epochNow();
    const count = await countAll(url, devices);
    if (count !== stored) [stored, seenAt] = [count, asked];
    if (stored >= expected || epochNow() - seenAt > quiet) return { stored, at: seenAt };
    await setTimeout(20);
  }
}
