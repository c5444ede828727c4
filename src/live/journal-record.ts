// What the journal's records mean: everything that ever changes what the gateway knows, in the order it happened.

import type { JournalRecord } from "../journal/read-journal.ts";
import type { RawMessage } from "../model/reading.ts";
import type { SilenceEnd, SilenceRequest } from "../model/silence.ts";
import type { Action, Report } from "../model/ticket.ts";

/** Written on disk: numbers are never given a second meaning. */
export const recordType = {
  message: 1,
  retained: 2,
  action: 3,
  report: 4,
  tick: 5,
  self: 6,
  start: 7,
  silence: 8,
  endSilence: 9,
} as const;

export type Happening =
  | { readonly type: "message"; readonly raw: RawMessage }
  /** The gateway's report about itself: outside the ledger of messages. */
  | { readonly type: "self"; readonly raw: RawMessage }
  | { readonly type: "action"; readonly at: number; readonly action: Action }
  | { readonly type: "report"; readonly at: number; readonly report: Report }
  | { readonly type: "silence"; readonly at: number; readonly request: SilenceRequest }
  | { readonly type: "endSilence"; readonly at: number; readonly end: SilenceEnd }
  | { readonly type: "tick"; readonly at: number }
  /** A run began to listen. */
  | { readonly type: "start"; readonly at: number };

const textOf = (body: Uint8Array): string => Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString();

/** @throws Error on a type this version does not know. */
export function happeningOf({ type, at, head, body, position }: JournalRecord): Happening {
  if (type === recordType.message) return { type: "message", raw: { at, topic: head, payload: body } };
  if (type === recordType.retained) return { type: "message", raw: { at, topic: head, payload: body, retained: true } };
  if (type === recordType.self) return { type: "self", raw: { at, topic: head, payload: body } };
  if (type === recordType.action) return { type: "action", at, action: JSON.parse(textOf(body)) as Action };
  if (type === recordType.report) return { type: "report", at, report: JSON.parse(textOf(body)) as Report };
  if (type === recordType.silence) return { type: "silence", at, request: JSON.parse(textOf(body)) as SilenceRequest };
  if (type === recordType.endSilence) return { type: "endSilence", at, end: JSON.parse(textOf(body)) as SilenceEnd };
  if (type === recordType.tick) return { type: "tick", at };
  if (type === recordType.start) return { type: "start", at };
  throw new Error(`journal record ${position} is of type ${type}, which this version does not know`);
}
