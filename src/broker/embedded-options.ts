// What the embedded broker is opened with, and the limits it keeps where aedes has none.

import type { Intake } from "../model/intake.ts";
import type { Access, Credentials } from "./access.ts";
import type { AddressLimits } from "./address-door.ts";
import type { BrokerLog, SiteTopics } from "./broker.ts";
import type { ClientRate } from "./share.ts";
import type { FilterLimits } from "./subscribe-gate.ts";

export type BrokerLimits = {
  readonly maxConnections: number;
  readonly perAddress: AddressLimits;
  /** The same for this machine: bridges, benches, and a proxy through which browsers come. */
  readonly perLoopback: AddressLimits;
  /** Largest remaining length of a frame, bytes, before and after the client is known. */
  readonly frameBeforeConnect: number;
  readonly frame: number;
  /** From the connection to its CONNECT, ms. */
  readonly connectWithin: number;
  readonly perClient: ClientRate;
  /** A client slowed down for `after` ms is flooding, until `calm` ms without; ms. */
  readonly flooding: { readonly after: number; readonly calm: number };
  readonly filters: FilterLimits;
  readonly topicLevels: number;
  readonly retained: { readonly count: number; readonly bytes: number };
  /** Sessions that outlive their connections. */
  readonly sessions: number;
  /** How long a frozen subscriber may hold up the others, ms. */
  readonly drainTimeout: number;
  /** A client for which more bytes than `outgoingBytes` wait for `outgoingWithin` ms is cut. */
  readonly outgoingBytes: number;
  readonly outgoingWithin: number;
  /** How long messages in flight may take to reach the disk at the end, ms. */
  readonly finishWithin: number;
  /** Messages kept in memory for absent or slow subscribers. */
  readonly offlineMessages: { readonly perClient: number; readonly inAll: number; readonly bytes: number };
};

const mebibyte = 1024 * 1024;

export const defaultLimits: BrokerLimits = {
  // Twice the 10,000 connected devices that the gateway is measured with; about 21 KB each.
  maxConnections: 20_000,
  // A field switch behind one address carries hundreds of devices, and all return at once after a power cut.
  perAddress: { connections: 2_000, perSecond: 100, burst: 2_000 },
  perLoopback: { connections: 0, perSecond: 0, burst: 0 },
  // A client id, a user name, a secret and a will of `offline` fit into 1 KiB.
  frameBeforeConnect: 16 * 1024,
  frame: mebibyte,
  connectWithin: 10_000,
  // A device says one message in 5 to 300 s; a concentrator or one that catches up says thousands at once.
  perClient: { messagesPerSecond: 5_000, bytesPerSecond: 2 * mebibyte, burst: 10 },
  flooding: { after: 5_000, calm: 30_000 },
  // A device needs one filter of five levels, a wall a handful.
  filters: { count: 100, levels: 16, length: 512 },
  topicLevels: 32,
  // One `status` per device, twice over.
  retained: { count: 100_000, bytes: 32 * mebibyte },
  sessions: 20_000,
  // The middle of the 3 to 5 s beyond which the others would notice.
  drainTimeout: 4_000,
  // A slow mobile line takes 4 MiB in some seconds; a frozen screen never.
  outgoingBytes: 4 * mebibyte,
  outgoingWithin: 10_000,
  finishWithin: 5_000,
  offlineMessages: { perClient: 1_000, inAll: 50_000, bytes: 64 * mebibyte },
};

/**
 * PEM texts of a certificate (with its chain) and its key. With `ca` every client must show a certificate that one of
 * these authorities signed; one that names a registered device is that device, without a password.
 */
export type TlsFiles = {
  readonly cert: string | Buffer;
  readonly key: string | Buffer;
  readonly ca?: string | Buffer;
};

export type BrokerStats = {
  readonly clients: number;
  /** Connections and log-ins turned away. */
  readonly refusedConnections: number;
  /** Clients that are left unread now because they said too much. */
  readonly throttled: number;
  /** Clients cut because they did not read what they were sent. */
  readonly droppedForSlowness: number;
  /** Messages that went to the intake alone, and those that went through aedes too. */
  readonly publishes: { readonly fast: number; readonly aedes: number };
};

export type EmbeddedOptions = {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  readonly tls?: TlsFiles;
  readonly site: SiteTopics;
  /** The registered kind of a device; undefined: no such device. */
  readonly kindOf: (device: string) => string | undefined;
  readonly credentials: Credentials;
  /** Other rules than those of the site (default: `createAccess` of these options). */
  readonly access?: Access;
  readonly intake: Intake;
  readonly log: BrokerLog;
  readonly limits?: Partial<BrokerLimits>;
  /** A device (or source) is being slowed down because it says too much, and that it no longer is. */
  readonly onFlooding?: (deviceId: string, flooding: boolean) => void;
};
