// What the pipeline causes, held back until the record that caused it is on disk: notices and refusals for the store, lines for
// history, changes for the wall and the streams.

import type { HistoryLines } from "../history/create-history-lines.ts";
import { createLineSheet } from "../history/create-line-sheet.ts";
import type { LineBatch } from "../history/line-batch.ts";
import type { Journal } from "../journal/open-journal.ts";
import type { GatewayChange, HealthCheck } from "../model/gateway-view.ts";
import type { Notice } from "../model/notice.ts";
import type { Quarantined } from "../model/reading.ts";
import type { Ticket } from "../model/ticket.ts";
import type { Store } from "../store/open-store.ts";
import type { Log } from "./log.ts";
import { selfId } from "./watch-self.ts";

/** Bytes of lines gathered before they go to the history thread, however busy it is here. */
const LINES_AT_ONCE = 128 * 1024;
const COMPLAIN_EVERY = 10_000;

type Effect =
  | { readonly position: number; readonly change: GatewayChange }
  | { readonly position: number; readonly notice: Notice }
  | { readonly position: number; readonly refused: Quarantined; readonly part: number };

export type Effects = {
  readonly add: (effect: Effect) => void;
  readonly lines: (lines: readonly string[]) => void;
  /** A device reported something. */
  readonly touched: (device: string) => void;
  /** A ticket changed, and with it the queue that history is told of. */
  readonly queueChanged: () => void;
  /** A message of which something was kept ends here. */
  readonly keptMessage: () => void;
  /** Hands on all whose record is on disk. What the store does not take is kept for the next time. */
  readonly handOn: () => void;
  /** While the disk fails nothing can be told that must be stored first; but the wall hears of that trouble itself. */
  readonly tellOwnTrouble: () => void;
  /** All lines gathered so far belong to records up to now. */
  readonly seal: () => void;
  /** How many are held back. */
  readonly waiting: () => number;
  /** Whether any that a record up to `position` caused is held back. */
  readonly owes: (position: number) => boolean;
  /** Kept messages whose lines are still here. */
  readonly gathered: () => number;
  readonly check: () => HealthCheck;
};

export type EffectsOptions = {
  readonly store: Pick<Store, "transaction" | "quarantine" | "outbox">;
  readonly journal: Pick<Journal, "onDisk" | "position">;
  readonly history: {
    /** Copies the bytes. */
    readonly write: (batch: LineBatch, messages: number) => void;
    /** It takes no more before long. */
    readonly isFull: () => boolean;
  };
  readonly historyLines: Pick<HistoryLines, "queue">;
  readonly tickets: () => readonly Ticket[];
  readonly now: () => number;
  readonly log: Log;
  readonly afterWrite: (changes: readonly GatewayChange[]) => void;
};

export function createEffects(options: EffectsOptions): Effects {
  const { store, log } = options;
  let held: Effect[] = [];
  const touched = new Set<string>();
  /** Lines that await their records' sync, oldest first, and those still being gathered. */
  let batches: (LineBatch & { readonly position: number; readonly messages: number })[] = [];
  const sheet = createLineSheet();
  let messages = 0;
  let queueChanged = false;
  let check: HealthCheck = { status: "ok" };
  let complainedAt = Number.NEGATIVE_INFINITY;

  const gather = (more: readonly string[]): void => {
    for (const line of more) sheet.add(line);
    // The record being handled has the next position.
    if (sheet.size() > LINES_AT_ONCE) seal(options.journal.position() + 1);
  };
  function seal(position = options.journal.position()): void {
    if (sheet.size() === 0) return;
    batches.push({ position, messages, ...sheet.take() });
    messages = 0;
  }
  function handOnLines(durable: number): void {
    let count = 0;
    for (const batch of batches) {
      if (batch.position > durable) break;
      options.history.write(batch, batch.messages);
      sheet.giveBack(batch);
      count += 1;
    }
    if (count > 0) batches = batches.slice(count);
  }
  function complain(error: unknown): void {
    check = { status: "degraded", detail: (error as Error).message };
    if (performance.now() - complainedAt < COMPLAIN_EVERY) return;
    complainedAt = performance.now();
    log.error({ err: error }, "the disk refuses to store notices or quarantine; they are kept and tried again");
  }
  function keep(ready: readonly Effect[]): boolean {
    const rows = ready.filter((effect) => !("change" in effect));
    if (rows.length === 0) return true;
    try {
      store.transaction(() => {
        for (const row of rows) {
          if ("notice" in row) store.outbox.add(row.notice);
          else if ("refused" in row) store.quarantine.add(row.refused, row.position, row.part);
        }
      });
      check = { status: "ok" };
      return true;
    } catch (error) {
      complain(error);
      return false;
    }
  }
  function handOn(): void {
    const durable = options.journal.onDisk();
    let count = 0;
    while (count < held.length && (held[count] as Effect).position <= durable) count += 1;
    const ready = count === held.length ? held : held.slice(0, count);
    if (keep(ready)) {
      held = held.slice(count);
      const changes = ready.flatMap((effect) => ("change" in effect ? [effect.change] : []));
      for (const id of touched) changes.push({ type: "device", id });
      touched.clear();
      if (changes.length > 0) options.afterWrite(changes);
    }
    if (queueChanged) gather(options.historyLines.queue(options.tickets(), options.now()));
    queueChanged = false;
    seal();
    handOnLines(durable);
  }
  const isOwn = (effect: Effect): boolean => {
    if (!("change" in effect)) return false;
    const { change } = effect;
    if (change.type === "fault") return change.event.fault.asset === selfId;
    return change.type === "ticket" && change.change.ticket.asset === selfId;
  };

  return {
    add: (effect) => void held.push(effect),
    lines: gather,
    touched: (device) => void touched.add(device),
    queueChanged() {
      queueChanged = true;
    },
    keptMessage() {
      messages += 1;
    },
    handOn,
    tellOwnTrouble() {
      const own = held.filter(isOwn);
      if (own.length === 0) return;
      held = held.filter((effect) => !isOwn(effect));
      options.afterWrite(own.flatMap((effect) => ("change" in effect ? [effect.change] : [])));
    },
    waiting: () => held.length,
    seal: () => seal(),
    owes: (position) =>
      (held[0]?.position ?? Number.POSITIVE_INFINITY) <= position ||
      (batches[0]?.position ?? Number.POSITIVE_INFINITY) <= position,
    gathered: () => batches.reduce((sum, batch) => sum + batch.messages, messages),
    check: () => check,
  };
}
