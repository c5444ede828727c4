// Starts the thread that writes checkpoints and speaks with it.

import { once } from "node:events";
import { getCompileCacheDir } from "node:module";
import { dirname } from "node:path";
import { Worker } from "node:worker_threads";
import type { CheckpointPart, Mark } from "./checkpoint.ts";
import type { FromStateThread, ToStateThread } from "./state-thread.ts";

export type StateThread = {
  /** Hands over rows of the checkpoint being written. */
  readonly add: (part: CheckpointPart) => void;
  /** Ends it. @throws Error what the disk says: nothing of it was written. */
  readonly commit: (mark: Mark) => Promise<void>;
  /** Drops what was handed over. */
  readonly rollback: () => void;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
};

/** @param onBroken hears that the thread died of something other than the disk: the process should end, and start again. */
export function openStateThread(folder: string, onBroken: (error: Error) => void): StateThread {
  const cache = getCompileCacheDir();
  const worker = new Worker(new URL("./state-thread.ts", import.meta.url), {
    name: "checkpoint",
    workerData: { folder },
    // Without it the thread loads the compiler that strips types, which costs 12 MB for good.
    env: { ...process.env, ...(cache && { NODE_COMPILE_CACHE: dirname(cache) }) },
    resourceLimits: { maxYoungGenerationSizeMb: 4 },
  });
  const waiting: { resolve: () => void; reject: (error: Error) => void }[] = [];
  let gone = false;
  worker.on("message", ({ error }: FromStateThread) => {
    const first = waiting.shift();
    if (error === null) first?.resolve();
    else first?.reject(new Error(error));
  });
  worker.on("error", (error: Error) => {
    for (const { reject } of waiting.splice(0)) reject(error);
    onBroken(error);
  });
  worker.on("exit", () => {
    gone = true;
  });
  const send = (message: ToStateThread): void => worker.postMessage(message);
  const ask = (message: ToStateThread): Promise<void> =>
    new Promise((resolve, reject) => {
      waiting.push({ resolve, reject });
      send(message);
    });
  return {
    add: (part) => send({ type: "add", part }),
    commit: (mark) => ask({ type: "commit", mark }),
    rollback: () => send({ type: "rollback" }),
    async [Symbol.asyncDispose]() {
      if (gone) return;
      const ended = once(worker, "exit");
      send({ type: "close" });
      await ended;
    },
  };
}
