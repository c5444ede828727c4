// The thread that writes checkpoints: a slow disk holds up nobody but the next checkpoint. Started by open-state-thread.ts.

import { parentPort, workerData } from "node:worker_threads";
import type { CheckpointPart, Mark } from "./checkpoint.ts";
import { openStateWriter } from "./write-state.ts";

export type ToStateThread =
  | { readonly type: "add"; readonly part: CheckpointPart }
  | { readonly type: "commit"; readonly mark: Mark }
  | { readonly type: "rollback" }
  | { readonly type: "close" };
/** Answers to `commit` and `close`, in order. */
export type FromStateThread = { readonly error: string | null };

const port = parentPort as NonNullable<typeof parentPort>;
const writer = openStateWriter((workerData as { folder: string }).folder);
let error: string | null = null;

const attempt = (work: () => void): void => {
  if (error !== null) return;
  try {
    work();
  } catch (caught) {
    error = (caught as Error).message;
  }
};

port.on("message", (message: ToStateThread) => {
  if (message.type === "add") attempt(() => writer.add(message.part));
  else if (message.type === "commit") {
    attempt(() => writer.commit(message.mark));
    if (error !== null) writer.rollback();
    port.postMessage({ error } satisfies FromStateThread);
    error = null;
  } else if (message.type === "rollback") {
    writer.rollback();
    error = null;
  } else {
    writer[Symbol.dispose]();
    port.postMessage({ error: null } satisfies FromStateThread);
    port.close();
  }
});
