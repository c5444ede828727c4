// What the ticket desk offers to the pipeline (gateway.ts), and what it remembers; made by create-desk.ts.

import type { Fault, FaultEvent } from "../model/fault.ts";
import type { Result } from "../model/result.ts";
import type { Silence, SilenceRequest, Withheld } from "../model/silence.ts";
import type { Action, Report, Ticket, TicketChange } from "../model/ticket.ts";
import type { SilenceMemory } from "./create-silences.ts";
import type { TicketRecord } from "./derive-ticket.ts";

/**
 * A fault that makes its ticket later: `offline`, or one proven only by late data, which may already be over. `withheld`: not before
 * the silence that covers it ends.
 */
export type Pending = { readonly fault: Fault; readonly at: number; readonly withheld?: true };

export type DeskMemory = {
  readonly records: readonly TicketRecord[];
  readonly pending: readonly Pending[];
  readonly silences?: SilenceMemory;
};

export type ActDone = {
  readonly ticket: Ticket;
  readonly changes: readonly TicketChange[];
  /** A latched fault this act ended. */
  readonly release: { readonly asset: string; readonly fault: string } | null;
};

export type SilenceDone = { readonly silence: Silence; readonly changes: readonly TicketChange[] };

export type Desk = {
  readonly follow: (events: readonly FaultEvent[]) => readonly TicketChange[];
  readonly act: (action: Action, now: number) => Result<ActDone>;
  readonly report: (report: Report, now: number) => Result<ActDone>;
  readonly silence: (request: SilenceRequest, now: number) => Result<SilenceDone>;
  /** @param admin the administrator ends it in person. */
  readonly endSilence: (id: string, by: string, now: number, admin?: boolean) => Result<SilenceDone>;
  readonly nextAt: () => number;
  readonly runNext: () => readonly TicketChange[];
  /** As they stand now, in id order: not a copy. */
  readonly tickets: () => readonly Ticket[];
  readonly ticket: (id: string) => Ticket | undefined;
  readonly record: (id: string) => TicketRecord | undefined;
  readonly pending: () => readonly Pending[];
  readonly silences: () => readonly Silence[];
  readonly withheld: () => readonly Withheld[];
  readonly silenceMemory: () => SilenceMemory;
};
