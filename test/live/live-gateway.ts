// Starts the real gateway in a temporary data folder on free ports, for tests; stop it, start it again on the same data.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { readSettings } from "../../src/config/settings.ts";
import { createLog } from "../../src/live/log.ts";
import { type Live, startGateway } from "../../src/live/start-gateway.ts";
import type { Site } from "../../src/model/site.ts";

export type LiveGateway = AsyncDisposable & {
  readonly live: () => Live;
  readonly mqtt: () => string;
  /** Fetches JSON as the administrator. */
  readonly get: <T>(path: string) => Promise<T>;
  readonly post: <T>(path: string, body: unknown) => Promise<T>;
  readonly stop: () => Promise<void>;
  /** @param other site than before, say with another plan. */
  readonly start: (other?: Site) => Promise<void>;
  readonly data: string;
};

export async function openLiveGateway(site: Site, ...flags: readonly string[]): Promise<LiveGateway> {
  const data = mkdtempSync(join(tmpdir(), "anju-live-"));
  const argv = ["--data", data, "--mqtt-port", "0", "--http-port", "0", ...flags];
  const read = readSettings({ argv, env: { ANJU_ADMIN_TOKEN: "test-token" }, cwd: data });
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  let live: Live | null = null;
  const start = async (other = site): Promise<void> => {
    live = await startGateway(read.settings, other, createLog("silent"));
  };
  const stop = async (): Promise<void> => {
    await live?.[Symbol.asyncDispose]();
    live = null;
  };
  const running = (): Live => live as Live;
  const ask = async <T>(path: string, init: RequestInit): Promise<T> => {
    const answer = await fetch(`http://127.0.0.1:${running().httpPort}${path}`, {
      ...init,
      headers: { authorization: "Bearer test-token", "content-type": "application/json" },
    });
    return (await answer.json()) as T;
  };
  await start();
  return {
    live: running,
    mqtt: () => `mqtt://127.0.0.1:${running().mqttPort}`,
    get: (path) => ask(path, {}),
    post: (path, body) => ask(path, { method: "POST", body: JSON.stringify(body) }),
    stop,
    start,
    data,
    async [Symbol.asyncDispose]() {
      await stop();
      rmSync(data, { recursive: true, force: true });
    },
  };
}

/** Asks again until the answer satisfies, for at most `within` ms; returns the last answer. */
export async function eventually<T>(
  ask: () => Promise<T>,
  satisfies: (answer: T) => boolean,
  within = 20_000,
): Promise<T> {
  const end = performance.now() + within;
  for (;;) {
    const answer = await ask();
    if (satisfies(answer) || performance.now() > end) return answer;
    await sleep(50);
  }
}
