// Starts the real gateway on a data folder that is already there, on free ports.

import { readSettings } from "../../src/config/settings.ts";
import { createLog } from "../../src/live/log.ts";
import { startGateway } from "../../src/live/start-gateway.ts";
import type { Site } from "../../src/model/site.ts";

/** @param token of the folder's administrator. */
export async function openOnFolder(data: string, site: Site, token: string, ...flags: readonly string[]) {
  const argv = ["--data", data, "--mqtt-port", "0", "--http-port", "0", ...flags];
  const read = readSettings({ argv, env: {}, cwd: data });
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  const live = await startGateway(read.settings, site, createLog("silent"));
  const headers = { authorization: `Bearer ${token}` };
  const get = async <T>(path: string): Promise<T> =>
    (await (await fetch(`http://127.0.0.1:${live.httpPort}${path}`, { headers })).json()) as T;
  return { live, get, [Symbol.asyncDispose]: () => live[Symbol.asyncDispose]() };
}
