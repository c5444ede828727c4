// A data folder with something in every file, made by the program of busy-folder.ts, running or killed; and what stands in one.

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { batchOf, linesOf } from "../../src/history/line-batch.ts";
import { openSpool } from "../../src/history/spool.ts";
import { readJournal } from "../../src/journal/read-journal.ts";
import { readState } from "../../src/store/read-state.ts";

const root = resolve(import.meta.dirname, "../..");

export type Busy = AsyncDisposable & {
  /** The last record that was acknowledged so far. */
  readonly acknowledged: () => number;
  /** Resolves once that many more are. */
  readonly more: (count: number) => Promise<void>;
};

/** Starts it and waits for its first hundred records; killed at the end. */
export async function openBusyFolder(folder: string, site = "demo"): Promise<Busy> {
  const child: ChildProcess = spawn(
    join(root, "node_modules/.bin/node"),
    ["--disable-warning=ExperimentalWarning", join(import.meta.dirname, "busy-folder.ts"), folder, site],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  let last = 0;
  let rest = "";
  child.stdout?.setEncoding("utf8").on("data", (chunk: string) => {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop() ?? "";
    last = Number(lines.at(-1) ?? last);
  });
  const more = async (count: number): Promise<void> => {
    const until = last + count;
    while (last < until) {
      if (child.exitCode !== null) throw new Error("the busy folder's program ended by itself");
      await once(child.stdout as NodeJS.ReadableStream, "data");
    }
  };
  await more(100);
  return {
    acknowledged: () => last,
    more,
    async [Symbol.asyncDispose]() {
      const gone = once(child, "exit");
      child.kill("SIGKILL");
      await gone;
    },
  };
}

/** Everything that a data folder of that program holds, as numbers of records. */
export function contentOf(folder: string) {
  const { mark, counters } = readState(folder, 0);
  const position = mark?.position ?? 0;
  const journal = [...readJournal(join(folder, "journal"), position)].map((record) => record.position);
  using store = new DatabaseSync(join(folder, "anju.db"));
  const notices = (store.prepare("SELECT id FROM outbox").all() as { id: string }[]).map(({ id }) =>
    Number(id.slice(2)),
  );
  const spool = openSpool(join(folder, "spool"), { warn: () => undefined });
  const waiting = spool.found.flatMap((chunk) => linesOf(spool.read(chunk) ?? batchOf([])).map(Number));
  const shipped: number[] = [];
  if (existsSync(join(folder, "history.db"))) {
    using history = new DatabaseSync(join(folder, "history.db"));
    for (const { text } of history.prepare("SELECT text FROM line").all()) shipped.push(Number(text));
  }
  return { position, received: counters.received ?? 0, journal, notices, lines: new Set([...waiting, ...shipped]) };
}

export const entries = (folder: string): string[] => readdirSync(folder).sort();
