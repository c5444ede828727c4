// Once a second, one look at all connections: who said no CONNECT in time, who fell silent, who does not read what it is sent.

import type { Connection } from "./connection.ts";

export type SweepLimits = {
  readonly connectWithin: number;
  /** A client for which more bytes than `outgoingBytes` wait for `outgoingWithin` ms is cut. */
  readonly outgoingBytes: number;
  readonly outgoingWithin: number;
};

/** How long aedes may take over a DISCONNECT behind messages that wait for the disk, ms. */
const leaveWithin = 30_000;

/** Why a connection must be closed; null: it need not. `now` in epoch ms. */
export const judgeConnection = (connection: Connection, limits: SweepLimits, now: number): string | null => {
  const { stage, end, source } = connection;
  const silent = now - connection.heardAt;
  if (stage === "new") return silent > limits.connectWithin ? "connect did not arrive in time" : null;
  if (stage === "leaving") return silent > leaveWithin ? "left" : null;
  // A socket that we do not read cannot be heard.
  const isSilent = connection.silenceAllowed > 0 && silent > connection.silenceAllowed && connection.paused === 0;
  if (stage === "accepted" && isSilent) return "keep alive timeout";
  const outgoing = source.writableLength + (end?.writableLength ?? 0);
  if (outgoing <= limits.outgoingBytes) {
    connection.slowSince = 0;
    return null;
  }
  if (connection.slowSince === 0) connection.slowSince = now;
  return now - connection.slowSince >= limits.outgoingWithin ? "too slow" : null;
};
