// A checkpoint as it travels: in parts from the gateway to the thread that writes it, and whole from the disk to a start.

import type { Fault } from "../model/fault.ts";
import type { TicketEvent, TicketHeader } from "../model/ticket.ts";

/** A ticket as stored: header, log, fault as last known, and the stronger fault's ticket. */
export type StoredTicket = {
  readonly header: TicketHeader;
  readonly events: readonly TicketEvent[];
  readonly fault: Fault | null;
  readonly parent: string | null;
};

/** A ticket's change: events before `from` are on disk already. */
export type TicketRow = StoredTicket & { readonly from: number };

/** What a checkpoint stands for. */
export type Mark = {
  /** The last record of the journal that it contains. */
  readonly position: number;
  /** When it was cut, epoch ms. */
  readonly at: number;
  /** Since when the gateway had been listening, epoch ms: silence counts from there. */
  readonly listeningSince: number;
};

/** Rows that changed since the checkpoint before. */
export type CheckpointPart = {
  /** Device id and its memory as JSON. */
  readonly devices?: readonly (readonly [id: string, memory: string])[];
  readonly faults?: readonly Fault[];
  readonly tickets?: readonly TicketRow[];
  readonly pending?: readonly unknown[];
  /** What is small and written whole: planned silences, links' faults; each under its name. */
  readonly memos?: Readonly<Record<string, unknown>>;
  readonly counters?: Readonly<Record<string, number>>;
};

/** Everything a start begins with. */
export type State = {
  readonly mark: Mark | null;
  readonly devices: ReadonlyMap<string, unknown>;
  /** Open, or cleared at or after the instant asked for. */
  readonly faults: readonly Fault[];
  readonly tickets: readonly StoredTicket[];
  readonly pending: readonly unknown[];
  readonly memos: Readonly<Record<string, unknown>>;
  readonly counters: Readonly<Record<string, number>>;
};
