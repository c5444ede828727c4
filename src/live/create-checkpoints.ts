// Checkpoints: now and then all that the stages remember goes to disk as of one position of the journal. Nobody waits for it: a device's
// memory is copied before its first change after the cut, the others in small slices; a thread writes them in one transaction.

import { setTimeout as pause } from "node:timers/promises";
import type { Fault } from "../model/fault.ts";
import type { CheckpointPart, Mark, StoredTicket } from "../store/checkpoint.ts";
import type { StateThread } from "../store/open-state-thread.ts";

/** Devices copied at once, a quarter of a millisecond's work, and the pause after them, ms: messages must not notice. */
const SLICE = 25;
const PAUSE = 2;
/** At a stop there is nothing to hold up. */
const LAST_SLICE = 1_000;

export type CheckpointSources = {
  readonly thread: Pick<StateThread, "add" | "commit" | "rollback">;
  /** A device's memory, as JSON. */
  readonly memoryOf: (device: string) => string;
  readonly ticket: (id: string) => StoredTicket | undefined;
  /** Ends what is under way and says where the cut lies, with what is small enough to be copied at once. */
  readonly cut: () => { readonly mark: Mark; readonly part: CheckpointPart };
  /** Resolves when all that records up to `position` caused stands elsewhere on disk: journal, outbox, quarantine, history. */
  readonly secure: (position: number) => Promise<void>;
  /** The checkpoint stands: records up to this one will not be needed again. */
  readonly settled: (position: number) => void;
};

export type Checkpoints = {
  /** A device's memory is about to change. */
  readonly touching: (device: string) => void;
  readonly fault: (fault: Fault) => void;
  readonly ticket: (id: string) => void;
  /**
   * Writes one, or waits for the one under way; `last`: as fast as it goes, also the one under way.
   * @throws Error what the disk says; the changes go into the next.
   */
  readonly write: (last?: boolean) => Promise<void>;
  /** Devices, faults and tickets changed since the last cut. */
  readonly changed: () => number;
};

const keyOf = ({ asset, fault, openedAt }: Fault): string => `${asset}|${fault}|${openedAt}`;

/** @param stored how many events of each ticket are on disk already. */
export function createCheckpoints(sources: CheckpointSources, stored: ReadonlyMap<string, number>): Checkpoints {
  const written = new Map(stored);
  let devices = new Set<string>();
  let faults = new Map<string, Fault>();
  let tickets = new Set<string>();
  /** Devices of the checkpoint under way whose memory is still to be copied. */
  let uncopied = new Set<string>();
  let copies: [string, string][] = [];
  let lastTouched = "";
  let hurried = false;
  let running: Promise<void> | undefined;

  const copy = (id: string): void => {
    uncopied.delete(id);
    copies.push([id, sources.memoryOf(id)]);
  };
  const handOver = (): void => {
    if (copies.length > 0) sources.thread.add({ devices: copies });
    copies = [];
  };

  async function run(): Promise<void> {
    const { mark, part } = sources.cut();
    const cut = { devices, faults, tickets };
    devices = new Set();
    faults = new Map();
    tickets = new Set();
    uncopied = new Set(cut.devices);
    lastTouched = "";
    const rows = [...cut.tickets].flatMap((id) => {
      const ticket = sources.ticket(id);
      return ticket ? [{ ...ticket, from: written.get(id) ?? 0 }] : [];
    });
    try {
      sources.thread.add({ ...part, faults: [...cut.faults.values()], tickets: rows });
      const secured = sources.secure(mark.position);
      // Looked at below; it must not count as unhandled while the copying goes on.
      secured.catch(() => undefined);
      while (uncopied.size > 0) {
        let left = hurried ? LAST_SLICE : SLICE;
        for (const id of uncopied) {
          if (left-- === 0) break;
          copy(id);
        }
        handOver();
        await pause(hurried ? 0 : PAUSE);
      }
      handOver();
      await secured;
      await sources.thread.commit(mark);
    } catch (error) {
      uncopied.clear();
      copies = [];
      sources.thread.rollback();
      devices = devices.union(cut.devices);
      faults = new Map([...cut.faults, ...faults]);
      tickets = tickets.union(cut.tickets);
      lastTouched = "";
      throw error;
    }
    for (const { header, events } of rows) written.set(header.id, events.length);
    sources.settled(mark.position);
  }

  return {
    touching(device) {
      if (device === lastTouched) return;
      lastTouched = device;
      if (uncopied.size > 0 && uncopied.has(device)) copy(device);
      devices.add(device);
    },
    fault: (fault) => void faults.set(keyOf(fault), fault),
    ticket: (id) => void tickets.add(id),
    write(last = false) {
      hurried ||= last;
      running ??= run().finally(() => {
        running = undefined;
        hurried = false;
      });
      return running;
    },
    changed: () => devices.size + faults.size + tickets.size,
  };
}
