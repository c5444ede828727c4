// Gives memory back after a storm of connections: a community that returns from a power cut leaves tens of megabytes of garbage
// behind, which V8 keeps until it needs the room, and on a small machine others need it first.

import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

const LOOK_EVERY = 2_000;
/** So many clients came or went since memory was last given back. */
const WORTH = 1_000;

/** `last-resort` is the one that moves what is left together; everything else waits for it. */
type CollectGarbage = (how: { type: "major"; execution: "sync"; flavor: "last-resort" }) => void;

/** @param clients how many are connected. Collects once their number has changed by much and stands still. */
export function openTidying(clients: () => number): Disposable {
  let tidied = 0;
  let before = 0;
  const timer = setInterval(() => {
    const now = clients();
    const settled = Math.abs(now - before) < WORTH / 100;
    before = now;
    if (!settled || Math.abs(now - tidied) < WORTH) return;
    tidied = now;
    setFlagsFromString("--expose-gc");
    const collect = runInNewContext("gc") as CollectGarbage;
    setFlagsFromString("--no-expose-gc");
    collect({ type: "major", execution: "sync", flavor: "last-resort" });
  }, LOOK_EVERY);
  timer.unref();
  return { [Symbol.dispose]: () => clearInterval(timer) };
}
