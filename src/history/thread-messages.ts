// What the gateway's thread and the history thread say to each other.

import type { TelemetryQuery, TelemetryRows } from "../model/gateway-view.ts";
import type { Refused } from "./create-deliver.ts";
import type { HistorySettings, Told } from "./history.ts";
import type { HistoryState } from "./history-state.ts";
import type { LineBatch } from "./line-batch.ts";
import type { ShipperCounts } from "./shipper-counts.ts";
import type { ShipperOptions } from "./shipper-options.ts";
import type { SpoolLimits } from "./spool.ts";

/** With what a history thread starts; holds the server's credentials. */
export type ThreadStart = {
  readonly settings: HistorySettings;
  readonly spoolFolder: string;
  readonly spoolLimits?: SpoolLimits;
  readonly tuning: Tuning;
};
export type Tuning = Pick<ShipperOptions, "backOff" | "batch" | "memory" | "secureWithin">;

/** What the gateway's thread can ask for; each is answered once. */
export type Calls = {
  readonly secure: { readonly with: undefined; readonly gives: undefined };
  readonly flush: { readonly with: number; readonly gives: boolean };
  readonly query: { readonly with: TelemetryQuery; readonly gives: TelemetryRows };
  readonly ping: { readonly with: undefined; readonly gives: Told };
  readonly prepare: { readonly with: undefined; readonly gives: Told };
  readonly housekeep: { readonly with: number; readonly gives: Told };
  /** Secures what waits, then the thread ends. */
  readonly close: { readonly with: undefined; readonly gives: undefined };
};
export type CallName = keyof Calls;

export type ToThread =
  | ({ readonly type: "lines"; readonly messages: number } & LineBatch)
  | { readonly type: "call"; readonly id: number; readonly name: CallName; readonly with: unknown }
  /** The refused lines of `id` are stored, or `error` says why not. */
  | { readonly type: "kept"; readonly id: number; readonly error: string | null };

/** `taken`: all that has arrived since the start; what the sender counts beyond it is still on its way. */
export type ThreadCounts = ShipperCounts & {
  readonly taken: { readonly lines: number; readonly messages: number; readonly size: number };
};

export type FromThread =
  /** The memory in which lines came: whoever sent them may use it again. */
  | { readonly type: "emptied"; readonly block: ArrayBuffer }
  | { readonly type: "ready"; readonly counts: ThreadCounts }
  | { readonly type: "answer"; readonly id: number; readonly gives: unknown }
  | { readonly type: "failure"; readonly id: number; readonly error: string }
  | { readonly type: "refused"; readonly id: number; readonly refused: readonly Refused[] }
  | { readonly type: "state"; readonly state: HistoryState }
  | { readonly type: "log"; readonly level: "warn" | "info"; readonly details: object; readonly message: string }
  | { readonly type: "counts"; readonly counts: ThreadCounts };
