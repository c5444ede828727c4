// The history thread's entry: it owns the history, the lines that wait for it in memory and on disk, and its housekeeping.

import { parentPort, workerData } from "node:worker_threads";
import type { Refused } from "./create-deliver.ts";
import { openHistory } from "./open-history.ts";
import { openShipper } from "./shipper.ts";
import { openSpool } from "./spool.ts";
import type { CallName, Calls, FromThread, ThreadCounts, ThreadStart, ToThread } from "./thread-messages.ts";

/** The counts are told this often, ms, where they changed; and after so many bytes, so that the sender knows what is on its way. */
const COUNTS_EVERY = 200;
const COUNTS_AFTER = 1_000_000;
/** Refused lines are handed over in groups: storing them must not hold up the gateway's thread. */
const REFUSED_GROUP = 100;

const port = parentPort;
if (port === null) throw new Error("history-thread.ts is started by openHistoryThread");
const { settings, spoolFolder, spoolLimits, tuning } = workerData as ThreadStart;
const tell = (message: FromThread): void => port.postMessage(message);
const log = { warn: (details: object, message: string) => tell({ type: "log", level: "warn", details, message }) };

const keeping = new Map<number, PromiseWithResolvers<void>>();
let groups = 0;
async function keepRefused(refused: readonly Refused[]): Promise<void> {
  for (let from = 0; from < refused.length; from += REFUSED_GROUP) {
    groups += 1;
    const stored = Promise.withResolvers<void>();
    keeping.set(groups, stored);
    tell({ type: "refused", id: groups, refused: refused.slice(from, from + REFUSED_GROUP) });
    await stored.promise;
  }
}

const spool = openSpool(spoolFolder, log, spoolLimits);
const history = openHistory(settings);
const shipper = openShipper({
  ...tuning,
  history,
  spool,
  // Servers answer side by side; the embedded history is one file with one writer.
  inFlight: settings.url ? 4 : 1,
  keepRefused,
  onState: (state) => tell({ type: "state", state }),
  log,
});

const taken = { lines: 0, messages: 0, size: 0 };
let saidSize = 0;
let said = "";
const counts = (): ThreadCounts => ({ ...shipper.counts(), taken: { ...taken } });
function tellCounts(): void {
  const now = counts();
  const words = JSON.stringify(now);
  if (words === said) return;
  said = words;
  saidSize = taken.size;
  tell({ type: "counts", counts: now });
}
const telling = setInterval(tellCounts, COUNTS_EVERY);

async function close(): Promise<undefined> {
  try {
    await shipper.secure();
  } finally {
    clearInterval(telling);
    shipper[Symbol.dispose]();
    await history[Symbol.asyncDispose]();
  }
}

const calls: { readonly [N in CallName]: (given: Calls[N]["with"]) => Promise<Calls[N]["gives"]> } = {
  secure: async () => {
    await shipper.secure();
    return undefined;
  },
  flush: (timeout) => shipper.flush(timeout),
  query: (query) => history.query(query),
  ping: () => history.ping(),
  prepare: () => history.prepare(),
  housekeep: (now) => history.housekeep(now),
  close,
};

async function answer(id: number, name: CallName, given: unknown): Promise<void> {
  try {
    const gives = await (calls[name] as (given: unknown) => Promise<unknown>)(given);
    // First the counts: whoever waited for this answer finds them up to date.
    tellCounts();
    tell({ type: "answer", id, gives });
  } catch (error) {
    tellCounts();
    tell({ type: "failure", id, error: error instanceof Error ? error.message : String(error) });
  }
  if (name === "close") port?.close();
}

port.on("message", (message: ToThread) => {
  if (message.type === "lines") {
    taken.lines += message.lines;
    taken.messages += message.messages;
    taken.size += message.bytes.length;
    shipper.take(message);
    const block = message.bytes.buffer as ArrayBuffer;
    port.postMessage({ type: "emptied", block } satisfies FromThread, [block]);
    if (taken.size - saidSize > COUNTS_AFTER) tellCounts();
    return;
  }
  if (message.type === "call") {
    void answer(message.id, message.name, message.with);
    return;
  }
  const stored = keeping.get(message.id);
  keeping.delete(message.id);
  if (message.error === null) stored?.resolve();
  else stored?.reject(new Error(message.error));
});
tell({ type: "ready", counts: counts() });
