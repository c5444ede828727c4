// What the shipper needs, and how much at a time, how long and how often.

import type { Refused } from "./create-deliver.ts";
import type { GateOptions } from "./gate.ts";
import type { History } from "./history.ts";
import type { Spool } from "./spool.ts";

export type ShipperOptions = GateOptions & {
  readonly history: Pick<History, "write">;
  readonly spool: Spool;
  /** Takes over lines that the server refuses even alone; settles when they are stored, rejects when they are not. Called again after that. */
  readonly keepRefused: (refused: readonly Refused[]) => Promise<void>;
  /** Requests side by side; where several, the last one is kept for the newest lines. */
  readonly inFlight: number;
  /** Of one batch: most lines and bytes, and how old the newest lines may get before they leave, ms. */
  readonly batch: { readonly lines: number; readonly size: number; readonly age: number };
  /** Bytes in memory: beyond `spill` that no request carries the oldest go to disk; beyond `most` (the disk is full too) nothing is taken. */
  readonly memory: { readonly spill: number; readonly most: number };
  /** How long `secure` waits for history before it writes to disk what is left, ms. */
  readonly secureWithin: number;
};
