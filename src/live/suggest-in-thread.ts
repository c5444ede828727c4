// Asks where cameras would help, one question after the other, each in a thread of its own.

import { once } from "node:events";
import { getCompileCacheDir } from "node:module";
import { dirname } from "node:path";
import { Worker } from "node:worker_threads";
import type { SuggestedMount } from "../model/coverage.ts";
import type { Site } from "../model/site.ts";
import type { SuggestAsked } from "./suggest-thread.ts";

export type Suggest = (area: string, count: number) => Promise<readonly SuggestedMount[]>;

export function createSuggest({ coverage, devices }: Site): Suggest {
  const kinds = ["camera", "streetlight"];
  const mounted = devices.flatMap(({ id, kind, mount }) =>
    kinds.includes(kind) && mount ? [{ id, kind, mount }] : [],
  );
  let before: Promise<unknown> = Promise.resolve();

  return (area, count) => {
    const answer = before.then(() => inThread({ plan: { coverage, devices: mounted }, area, count }));
    before = answer.catch(() => undefined);
    return answer;
  };
}

/** @throws Error what ended the thread before it had an answer. */
async function inThread(workerData: SuggestAsked): Promise<readonly SuggestedMount[]> {
  const { NODE_OPTIONS: _, ...env } = process.env;
  const cache = getCompileCacheDir();
  const worker = new Worker(new URL("./suggest-thread.ts", import.meta.url), {
    name: "suggest",
    workerData,
    env: { ...env, ...(cache && { NODE_COMPILE_CACHE: dirname(cache) }) },
    execArgv: ["--disable-warning=ExperimentalWarning"],
  });
  worker.unref();
  const [mounts] = await once(worker, "message");
  await worker.terminate();
  return mounts;
}
