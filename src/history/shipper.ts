// Carries lines to history in two lanes: the newest first, straight from memory, and behind them what had to wait on disk, oldest first.

import { createBacklog } from "./backlog.ts";
import { createDeliver } from "./create-deliver.ts";
import { createWatch } from "./create-watch.ts";
import { createGate } from "./gate.ts";
import type { LineBatch } from "./line-batch.ts";
import { createLiveLane, type Joined } from "./live-lane.ts";
import type { ShipperCounts } from "./shipper-counts.ts";
import type { ShipperOptions } from "./shipper-options.ts";
import type { Chunk } from "./spool.ts";

export type Shipper = {
  /** Copies the bytes. */
  readonly take: (part: LineBatch & { readonly messages: number }) => void;
  /** Resolves when history or the disk has everything taken before. @throws Error in the disk's words. */
  readonly secure: () => Promise<void>;
  /** Tries at once; false when not everything was shipped within `timeout` ms. */
  readonly flush: (timeout: number) => Promise<boolean>;
  readonly counts: () => ShipperCounts;
  /** Stops at once. What is under way and not secured is forgotten. */
  readonly [Symbol.dispose]: () => void;
};

/** A batch that is being sent or is next: `chunk` where the disk has it too. */
type Load = Joined & { chunk: Chunk | null; readonly lane: "live" | "backlog" };

export function openShipper(options: ShipperOptions): Shipper {
  const { spool, inFlight, batch, memory, log, keepRefused } = options;
  const watch = createWatch();
  const gate = createGate({
    ...options,
    onState: (state) => {
      options.onState(state);
      watch.changed();
    },
  });
  const deliver = createDeliver(options.history, gate, batch.lines);
  const live = createLiveLane({ lines: batch.lines, size: batch.size });
  /** Live batches that are on disk already because a checkpoint was made while they waited. */
  const secured: Load[] = [];
  const flying = new Set<Load>();
  const waiting = { lines: 0, messages: 0 };
  const done = { lines: 0, messages: 0, refused: 0, dropped: 0, damagedLines: 0, damagedMessages: 0 };
  let stopped = false;
  let seq = 0;
  let urgedUpTo = 0;
  let takenAt = 0;
  let behindSince: number | null = null;
  let cutting: NodeJS.Timeout | null = null;
  let spillAgainAt = 0;

  const count = (sign: 1 | -1, of: { readonly lines: number; readonly messages: number }): void => {
    waiting.lines += sign * of.lines;
    waiting.messages += sign * of.messages;
  };
  for (const chunk of spool.found) count(1, chunk);
  const backlog = createBacklog(spool, (chunk) => {
    count(-1, chunk);
    done.damagedLines += chunk.lines;
    done.damagedMessages += chunk.messages;
  });

  const sizeOf = (loads: Iterable<Load>): number => {
    let size = 0;
    for (const { bytes } of loads) size += bytes.length;
    return size;
  };
  /** What no request carries. */
  const idle = (): number => live.size() + sizeOf(secured);
  const inMemory = (): number => idle() + sizeOf(flying);

  const putOnDisk = ({ bytes, lines, messages, takenAt }: Joined): Chunk =>
    spool.put({ bytes, lines, messages, takenAt });

  const nextLive = (): Load | null => {
    const ready = secured.shift();
    if (ready) return ready;
    const oldest = live.peek();
    if (oldest === undefined) return null;
    const full = live.lines() >= batch.lines || live.size() >= batch.size;
    const wait = oldest.takenAt + batch.age - Date.now();
    if (!full && wait > 0 && oldest.firstSeq > urgedUpTo) {
      cutting ??= setTimeout(() => {
        cutting = null;
        pump();
      }, wait);
      return null;
    }
    live.drop();
    return { ...oldest, chunk: null, lane: "live" };
  };

  const nextBacklog = (): Load | null => {
    let busy = 0;
    for (const { lane } of flying) if (lane === "backlog") busy += 1;
    if (busy >= Math.max(1, inFlight - 1)) return null;
    const next = backlog.next();
    if (next === null) return null;
    const { chunk, bytes } = next;
    const { lines, messages, takenAt } = chunk;
    return { bytes, lines, messages, takenAt, newestAt: 0, firstSeq: 0, chunk, lane: "backlog" };
  };

  const fly = async (load: Load): Promise<void> => {
    const refused = await deliver(load);
    if (refused === undefined) return;
    // The chunk stays until the refused lines are kept elsewhere.
    for (let kept = refused.length === 0; !kept; ) {
      try {
        await keepRefused(refused);
        kept = true;
      } catch (error) {
        log.warn({ error: (error as Error).message }, "history: refused lines could not be stored, trying again");
        await watch.until(() => false, 2 * options.backOff.first);
      }
      if (stopped) return;
    }
    if (stopped) return;
    flying.delete(load);
    if (load.lane === "live") live.giveBack(load);
    if (load.chunk) spool.remove(load.chunk);
    count(-1, load);
    done.lines += load.lines - refused.length;
    done.refused += refused.length;
    done.messages += load.messages;
    if (waiting.lines === 0) behindSince = null;
    if (load.lane === "live" && behindSince !== null)
      behindSince = load.newestAt >= takenAt ? null : Math.max(behindSince, load.newestAt);
    pump();
    watch.changed();
  };

  const pump = (): void => {
    while (!stopped && flying.size < inFlight) {
      const load = nextLive() ?? nextBacklog();
      if (load === null) return;
      flying.add(load);
      void fly(load);
    }
  };

  /** Memory holds too much: the oldest go to disk, and behind what waits there. */
  const spill = (): void => {
    while (idle() > memory.spill / 2) {
      const ready = secured.shift();
      if (ready?.chunk) {
        backlog.add(ready.chunk);
        live.giveBack(ready);
        continue;
      }
      const next = live.peek();
      if (next === undefined) return;
      try {
        backlog.add(putOnDisk(next));
      } catch (error) {
        spillAgainAt = Date.now() + 5000;
        log.warn({ error: (error as Error).message }, "spool: what history does not take must stay in memory");
        return;
      }
      live.drop();
      live.giveBack(next);
    }
  };

  /** Everything up to `upTo` onto the disk. Batches keep their place in the live lane while the server answers. */
  const store = (upTo: number): void => {
    for (const load of flying) if (load.firstSeq <= upTo) load.chunk ??= putOnDisk(load);
    for (let next = live.peek(); next && next.firstSeq <= upTo; next = live.peek()) {
      const chunk = putOnDisk(next);
      live.drop();
      if (gate.isShut()) {
        backlog.add(chunk);
        live.giveBack(next);
      } else secured.push({ ...next, chunk, lane: "live" });
    }
  };
  const isSecure = (upTo: number): boolean => {
    for (const { chunk, firstSeq } of flying) if (chunk === null && firstSeq <= upTo) return false;
    return (live.peek()?.firstSeq ?? Number.POSITIVE_INFINITY) > upTo;
  };
  const urge = (): void => {
    urgedUpTo = seq;
    pump();
  };
  const isEmpty = (): boolean => waiting.lines === 0 && flying.size === 0;

  pump();
  return {
    take({ bytes, lines, messages }) {
      if (lines === 0) {
        done.messages += messages;
        return;
      }
      if (inMemory() > memory.most) {
        done.dropped += lines;
        return;
      }
      takenAt = Date.now();
      behindSince ??= takenAt;
      seq += 1;
      live.add({ seq, bytes, lines, messages, takenAt });
      count(1, { lines, messages });
      pump();
      if (idle() > memory.spill && takenAt >= spillAgainAt) spill();
    },
    async secure() {
      const upTo = seq;
      urge();
      if (!gate.isShut()) await watch.until(() => isSecure(upTo) || gate.isShut(), options.secureWithin);
      if (!isSecure(upTo)) store(upTo);
      if (done.dropped > 0)
        throw new Error(
          `${done.dropped} lines were not taken because history was away and the disk full: they are in the journal; bring history back or make room, and restart`,
        );
    },
    async flush(timeout) {
      urge();
      gate.hurry();
      return watch.until(isEmpty, timeout);
    },
    counts: () => {
      const oldest = [backlog.oldest(), ...Array.from(flying, ({ chunk }) => chunk)].map((chunk) => chunk?.takenAt);
      const oldestAt = Math.min(...oldest.map((at) => at ?? Number.POSITIVE_INFINITY));
      return {
        waitingLines: waiting.lines,
        waitingMessages: waiting.messages,
        waitingBytes: inMemory() + backlog.size(),
        memoryBytes: inMemory(),
        spoolBytes: spool.bytes(),
        shippedLines: done.lines,
        shippedMessages: done.messages,
        refusedLines: done.refused,
        backlogOldestAt: oldestAt < Number.POSITIVE_INFINITY ? oldestAt : null,
        behindSince,
        dropped: done.dropped,
        damagedLines: done.damagedLines,
        damagedMessages: done.damagedMessages,
      };
    },
    [Symbol.dispose]: () => {
      stopped = true;
      gate.close();
      if (cutting) clearTimeout(cutting);
      watch.end();
    },
  };
}
