// The embedded history: telemetry in one SQLite file beside the gateway, in columns, for sites without InfluxDB.

import { createPutBlocks, createReadColumns } from "./embedded-blocks.ts";
import { unpack } from "./embedded-bytes.ts";
import { createCarry } from "./embedded-carry.ts";
import { createEmbeddedFlush } from "./embedded-flush.ts";
import { createEmbeddedHousekeep } from "./embedded-housekeep.ts";
import { createMemory } from "./embedded-memory.ts";
import { createNames } from "./embedded-names.ts";
import { createEmbeddedQuery } from "./embedded-query.ts";
import { createRolled } from "./embedded-roll.ts";
import { openDatabase } from "./embedded-schema.ts";
import { createEmbeddedWrite } from "./embedded-write.ts";
import type { History, Told } from "./history.ts";

export type EmbeddedHistory = History & {
  /** Lines stored per measurement (distinct series and time). Reads everything: for tests and inspection. */
  readonly countByMeasurement: () => Readonly<Record<string, number>>;
  /** Everything in memory into blocks, and due merges done; it happens by itself when memory is full or ten minutes have gone. */
  readonly flush: () => Promise<void>;
};

/**
 * Opens or creates the history in `file` (SQLite, WAL). Readings are kept 30 days, their 1-minute rollups 180 days,
 * 1-hour rollups 5 years, as of the last `housekeep(now)`. Lines of `queue` are taken and not kept: a picture of the
 * present for dashboards, which nothing here can ask for. Work is synchronous in slices of some 20 ms: it belongs into
 * a thread of its own. @throws Error naming the file when it cannot be opened, or when a newer version wrote it.
 */
export function openEmbedded({ file }: { readonly file: string }): EmbeddedHistory {
  const database = openDatabase(file);
  const memory = createMemory();
  const names = createNames(database);
  const columns = createReadColumns(database, memory);
  const rolled = createRolled(database, columns);
  const carry = createCarry(database, names, rolled, createPutBlocks(database, { oldest: true }));
  const flushing = createEmbeddedFlush(database, memory);
  const store = createEmbeddedWrite(database, memory, names);
  const find = createEmbeddedQuery({ database, memory, names, columns, rolled });
  for (const { data } of database.prepare("SELECT data FROM recent ORDER BY id").iterate()) {
    memory.load(unpack(data as Uint8Array));
  }

  /** Writes and flushes take turns. */
  let turns: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = turns.then(work);
    turns = turn.catch(() => {});
    return turn;
  };
  const flush = (): Promise<void> => inTurn(flushing.flush);
  const housekeep = createEmbeddedHousekeep({ database, carry, rolled, flush });
  let keeping: Promise<Told> | undefined;
  const told = { ok: true, detail: `embedded history in ${file}` };

  return {
    write: (batch) =>
      inTurn(async () => {
        if (memory.isFull()) await flushing.flush();
        return store(batch);
      }).catch((error: Error) => ({ ok: false, kind: "retry", error: `embedded history: ${error.message}` })),
    query: async (asked) => {
      for (const series of names.seriesOf(asked.device, asked.kind)) carry.series(series);
      return find(asked);
    },
    ping: async () => told,
    prepare: async () => told,
    housekeep: (now) => {
      keeping ??= housekeep(now)
        .then(
          () => told,
          (error) => ({ ok: false, detail: `${file}: ${(error as Error).message}` }),
        )
        .finally(() => {
          keeping = undefined;
        });
      return keeping;
    },
    flush: async () => {
      await flush();
      await flushing.merged();
    },
    countByMeasurement: () => {
      const counts: Record<string, number> = {};
      for (const { id, measurement } of database.prepare("SELECT id, measurement FROM series").all()) {
        carry.series(id as number);
        const times = new Set<number>();
        for (const column of columns.read(id as number, -Infinity, Infinity))
          for (const at of column.times) times.add(at);
        if (times.size > 0) counts[measurement as string] = (counts[measurement as string] ?? 0) + times.size;
      }
      return counts;
    },
    [Symbol.asyncDispose]: () =>
      inTurn(async () => {
        if (database.isOpen) database.close();
      }),
  };
}
