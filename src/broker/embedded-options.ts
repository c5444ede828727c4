// What the embedded broker is opened with, and the limits it keeps where aedes has none.

import type { Credentials } from "./access.ts";
import type { BrokerLog, MessageHandler, SiteTopics } from "./broker.ts";

export type BrokerLimits = {
  readonly maxConnections: number;
  /** Largest remaining length of a frame, bytes, before and after the client is known. */
  readonly frameBeforeConnect: number;
  readonly frame: number;
  /** From the connection to its CONNECT, ms. */
  readonly connectWithin: number;
  /** How long a frozen subscriber may hold up the others, ms. */
  readonly drainTimeout: number;
  /** How long messages in flight may take to reach the disk at the end, ms. */
  readonly finishWithin: number;
  /** Messages kept in memory for absent or slow subscribers. */
  readonly offlineMessages: { readonly perClient: number; readonly inAll: number };
};

export const defaultLimits: BrokerLimits = {
  maxConnections: 10_000,
  frameBeforeConnect: 16 * 1024,
  frame: 1024 * 1024,
  connectWithin: 10_000,
  drainTimeout: 5_000,
  finishWithin: 5_000,
  offlineMessages: { perClient: 1_000, inAll: 50_000 },
};

/** PEM texts of a certificate (with its chain) and its key. */
export type TlsFiles = { readonly cert: string | Buffer; readonly key: string | Buffer };

export type EmbeddedOptions = {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  readonly tls?: TlsFiles;
  readonly site: SiteTopics;
  /** The registered kind of a device; undefined: no such device. */
  readonly kindOf: (device: string) => string | undefined;
  readonly credentials: Credentials;
  readonly onMessage: MessageHandler;
  readonly log: BrokerLog;
  readonly limits?: Partial<BrokerLimits>;
};
