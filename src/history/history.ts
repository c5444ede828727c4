// The shape behind which every store of telemetry stands, embedded or remote, so that the gateway need not know which it has.

import type { TelemetryQuery, TelemetryRows } from "../model/gateway-view.ts";
import type { LineBatch } from "./line-batch.ts";

/**
 * What became of one batch.
 * retry: nothing can be said of the lines, keep them and come back (`retryAfter` ms if the server asked for it).
 * `slow`: no answer, perhaps because of the batch's size. too-large: send fewer lines at a time. refused: something in the batch was refused (`dropped` lines of it, where the server
 * counts); the rest may be stored.
 * Errors name the setting that cures them and never contain a token or password.
 */
export type WriteOutcome =
  | { readonly ok: true }
  | {
      readonly ok: false;
      readonly kind: "retry";
      readonly status?: number;
      readonly error: string;
      readonly retryAfter?: number;
      readonly slow?: true;
    }
  | { readonly ok: false; readonly kind: "too-large" }
  | { readonly ok: false; readonly kind: "refused"; readonly error: string; readonly dropped?: number };

export type Told = { readonly ok: boolean; readonly detail: string };

/** The answer of a server that keeps house by itself. */
export const keptByServer = async (): Promise<Told> => ({ ok: true, detail: "the server keeps house by itself" });

export type History = {
  /** Stores a batch. Same series and time overwrite, fields merge: sending twice changes nothing. Never rejects. */
  readonly write: (batch: LineBatch) => Promise<WriteOutcome>;
  /** Rows in time order; buckets start at multiples of `every` since the epoch; aggregate mean unless asked otherwise. @throws Error when unreachable. */
  readonly query: (query: TelemetryQuery) => Promise<TelemetryRows>;
  readonly ping: () => Promise<Told>;
  /** Creates what the server lacks: database, retention, mapping. Never rejects; running it twice is harmless. */
  readonly prepare: () => Promise<Told>;
  /** Rollups and retention where the gateway must do them itself; call about once a minute. Never rejects; a call while one runs joins it. */
  readonly housekeep: (now: number) => Promise<Told>;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
};

/** Where history is kept. Without `url`: the embedded one in `file`. */
export type HistorySettings = {
  readonly url?: string;
  /** Asked from the server when absent. */
  readonly version?: 1 | 2 | 3;
  /** 1 and 3; bucket of 2 when `bucket` is absent. */
  readonly database: string;
  readonly org?: string;
  readonly bucket?: string;
  readonly username?: string;
  readonly password?: string;
  readonly token?: string;
  /** The embedded history's database file. */
  readonly file: string;
  /** Longest wait for an answer, ms; 10,000 unless told. */
  readonly timeout?: number;
  /** Whether lines travel gzipped; unless told, where the server is not on this machine (on loopback it costs more than it saves). */
  readonly compress?: boolean;
};
