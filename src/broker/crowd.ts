// All connections of the embedded broker: who is let in, what their sockets say to the front, and who is sent away.

import type { Duplex } from "node:stream";
import { createAddressDoor } from "./address-door.ts";
import { type Connection, createConnection, finish, type Peer } from "./connection.ts";
import type { BrokerLimits } from "./embedded-options.ts";
import { isLoopback } from "./peer-address.ts";
import { judgeConnection } from "./sweep.ts";

export const createCrowd = (options: {
  readonly limits: BrokerLimits;
  readonly warn: (key: string, fields: object, message: string) => void;
  readonly read: (connection: Connection, chunk: Buffer) => void;
}) => {
  const { limits, warn, read } = options;
  const all = new Set<Connection>();
  const door = createAddressDoor(
    (address) => (isLoopback(address) ? limits.perLoopback : limits.perAddress),
    () => limits.maxConnections,
  );
  /** aedes says it once for each message that waited. */
  const slow = new WeakSet<object>();
  let slowOnes = 0;
  let refused = 0;

  /** As an error, not as a DISCONNECT: its will is published. */
  const close = (connection: Connection, problem: string): void => {
    const { end, source, peer } = connection;
    connection.stage = "closed";
    if (end !== null) end.destroy(new Error(problem));
    else {
      warn(`${problem} ${peer.address}`, { address: peer.address, error: problem }, "a connection was closed");
      source.destroy();
    }
  };
  const ended = (connection: Connection): void => {
    connection.over = true;
    finish(connection);
  };
  const failed = (connection: Connection, error: Error): void => {
    if (connection.end === null) connection.source.destroy();
    else if (connection.stage !== "leaving") connection.end.destroy(error);
  };
  const closed = (connection: Connection): void => {
    all.delete(connection);
    // A DISCONNECT behind messages that wait for the disk is still heard.
    if (connection.stage === "leaving" && connection.end?.destroyed === false) {
      all.add(connection);
      connection.end.once("close", () => all.delete(connection));
      return;
    }
    connection.stage = "closed";
    connection.end?.destroy();
  };

  return {
    close,
    all: (): Iterable<Connection> => all,
    /** False: not let in. `leave` must follow where it is. */
    admit: (address: string): boolean => {
      const reason = door.enter(address, Date.now());
      if (reason === null) return true;
      refused += 1;
      const fields = { address, limit: limits.maxConnections, perAddress: limits.perAddress };
      warn(`${reason} ${address}`, fields, reason);
      return false;
    },
    leave: door.leave,
    turnedAway: (): void => {
      refused += 1;
    },
    refused: (): number => refused,
    /** Clients that are let in and have not left; aedes's own count drifts when they take over each other's session. */
    clients: (): number => {
      let count = 0;
      for (const { stage, end } of all) if (stage === "accepted" && end?.destroyed === false) count += 1;
      return count;
    },
    /** A client was cut because it did not read. */
    tooSlow: (client: object): void => {
      if (!slow.has(client)) slowOnes += 1;
      slow.add(client);
    },
    slow: (): number => slowOnes,
    take: (source: Duplex, peer: Peer): void => {
      const connection = createConnection(source, peer, Date.now());
      all.add(connection);
      source.on("data", (chunk: Buffer) => read(connection, chunk));
      source.on("end", () => ended(connection));
      source.on("error", (error) => failed(connection, error));
      source.on("close", () => closed(connection));
    },
    sweep: (now: number): void => {
      for (const connection of all) {
        const problem = connection.stage === "closed" ? null : judgeConnection(connection, limits, now);
        if (problem !== null) close(connection, problem);
      }
      door.sweep(now);
    },
    disperse: (): void => {
      for (const { source, end } of all) {
        end?.destroy();
        source.destroy();
      }
    },
  };
};
