// One connection at the front of the broker: its state, and when its socket is left unread.

import type { Duplex } from "node:stream";
import type { Client } from "aedes";
import type { Principal } from "./access.ts";
import type { BrokerEnd } from "./broker-end.ts";
import { createFrameReader, type FrameReader } from "./frame-reader.ts";
import type { Route } from "./route.ts";

/** Where a connection comes from. */
export type Peer = {
  readonly address: string;
  /** On this machine, and not on behalf of another. */
  readonly loopback: boolean;
  /** The registered device that the client's certificate names. */
  readonly certified?: string;
};

/** Why a socket is not read, as bits: all must be gone before it is read again. */
export const unread = {
  /** CONNECT is with aedes; what is pipelined behind it waits. */
  connecting: 1,
  /** aedes has not read what it was given. */
  aedes: 2,
  /** A QoS 2 message is on its way through aedes; what follows must not overtake it. */
  ordered: 4,
  /** Too much waits for the disk. */
  disk: 8,
  /** More than its share. */
  throttled: 16,
  /** It does not read its acknowledgements. */
  answers: 32,
  /** Its messages wait for subscribers. */
  subscribers: 64,
} as const;

/** `new`: no CONNECT yet; `leaving`: DISCONNECT was heard, nothing after it counts. */
export type Stage = "new" | "connecting" | "accepted" | "leaving" | "closed";

export type Connection = {
  readonly source: Duplex;
  readonly peer: Peer;
  readonly reader: FrameReader;
  stage: Stage;
  end: BrokerEnd | null;
  client: Client | null;
  principal: Principal | null;
  /** Bits of `unread`. */
  paused: number;
  held: Buffer | null;
  /** Groups of messages that wait for the disk. */
  answering: number;
  /** The client has said its last. */
  over: boolean;
  /** Epoch ms of the last whole frame; of the connection before the first. */
  heardAt: number;
  /** 1.5 × keep alive, ms; 0: none. */
  silenceAllowed: number;
  /** Since when too much waits to be sent to it, epoch ms; 0: not now. */
  slowSince: number;
  /** Messages that wait for subscribers. */
  fanning: number;
  /** What is left of its share: messages and bytes, as of `refilledAt`. */
  messagesLeft: number;
  bytesLeft: number;
  refilledAt: number;
  /** The topic it used last, and the others. */
  route: Route | null;
  routes: Map<string, Route> | null;
};

export const createConnection = (source: Duplex, peer: Peer, now: number): Connection => ({
  source,
  peer,
  reader: createFrameReader(),
  stage: "new",
  end: null,
  client: null,
  principal: null,
  paused: 0,
  held: null,
  answering: 0,
  over: false,
  heardAt: now,
  silenceAllowed: 0,
  slowSince: 0,
  fanning: 0,
  messagesLeft: 0,
  bytesLeft: 0,
  refilledAt: 0,
  route: null,
  routes: null,
});

/** Leaves the socket unread for one more reason. */
export const pause = (connection: Connection, reason: number): void => {
  if (connection.paused === 0) connection.source.pause();
  connection.paused |= reason;
};

/** Where the client has said its last, aedes hears the end behind everything else, when all is read and answered. */
export const finish = ({ source, end, over, paused, answering }: Connection): void => {
  if (!over || paused !== 0 || answering > 0) return;
  if (end === null) source.destroy();
  else if (!end.destroyed) end.push(null);
};

/** A reason is gone; when it was the last, `read` gets what was held back, and then the socket is read again. */
export const resume = (
  connection: Connection,
  reason: number,
  read: (connection: Connection, bytes: Buffer) => void,
): void => {
  if ((connection.paused & reason) === 0) return;
  connection.paused &= ~reason;
  if (connection.paused !== 0 || connection.stage === "closed") return;
  // Its silence was ours.
  connection.heardAt = Date.now();
  const { held } = connection;
  connection.held = null;
  if (held !== null) read(connection, held);
  if (connection.paused !== 0) return;
  if (connection.over) finish(connection);
  else connection.source.resume();
};
