// The broker inside the gateway: aedes over TCP, TLS and WebSocket, with the limits and the acknowledgement on disk that it lacks.

import type { EventEmitter } from "node:events";
import type { IncomingMessage } from "node:http";
import { type AddressInfo, createServer, type Socket } from "node:net";
import type { Duplex } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";
import { createServer as createTlsServer, type Server as TlsServer } from "node:tls";
import { Aedes, type Client, type PublishPacket } from "aedes";
import { createWebSocketStream, type WebSocket } from "ws";
import { createPublishGate } from "./accept-publish.ts";
import { createAccess } from "./access.ts";
import { createAdmission, type Peer } from "./admission.ts";
import { boundOfflineQueue, type OfflineStore } from "./bound-offline-queue.ts";
import { type Broker, gatewayStatusTopic, type PublishOptions, qosOf } from "./broker.ts";
import { defaultLimits, type EmbeddedOptions, type TlsFiles } from "./embedded-options.ts";
import { guardFrames } from "./guard-frames.ts";
import { listen } from "./listen.ts";
import { createOnceAMinute } from "./once-a-minute.ts";
import { isLoopback, judgeUpgrade } from "./peer-address.ts";

/** aedes sends the wills of brokers without heartbeat, after a suspend of the machine its own too; 5 days rules that out. */
const heartbeatInterval = 5 * 24 * 3_600_000;
const farewellWithin = 1_000;

export type EmbeddedBroker = Broker & {
  readonly port: number;
  readonly clients: () => number;
  /** Takes an upgraded WebSocket (path `/mqtt`, subprotocol `mqtt`). */
  readonly handleWebSocket: (socket: WebSocket, request: IncomingMessage) => void;
  /** Closes the connections of a credential that was revoked or renewed. */
  readonly disconnect: (credentialId: string) => void;
  /** Takes a renewed certificate; only where it was opened with `tls`. */
  readonly renewTls: (files: TlsFiles) => void;
};

type Persistence = OfflineStore & {
  readonly incomingGetPacket: (client: Client, packet: PublishPacket) => Promise<unknown>;
};

/**
 * Opens the embedded broker and announces the gateway (`online`, retained).
 * A QoS 1 or 2 message is acknowledged only after `onMessage` has resolved; where it rejects, the connection is closed
 * without acknowledgement, so that the client sends it again.
 * Throws an Error with `code` (EADDRINUSE, EACCES …) and `hint` where the port cannot be had.
 */
export const openEmbedded = async (options: EmbeddedOptions): Promise<EmbeddedBroker> => {
  const { site, log, onMessage } = options;
  const limits = { ...defaultLimits, ...options.limits };
  const access = createAccess(options);
  const open = new Set<Duplex>();
  const peers = new WeakMap<object, Peer>();
  const mayLog = createOnceAMinute();
  let closing = false;

  const warn = (key: string, fields: object, message: string): void => {
    if (mayLog(key, Date.now())) log.warn(fields, message);
  };
  const peerOf = (client: Client): Peer =>
    peers.get(client.conn) ?? { address: "unknown", loopback: false, accept: () => {} };
  /** Once a minute per client and key. */
  const warnOf = (key: string, client: Client, fields: object, message: string): void => {
    const who = { client: client.id?.slice(0, 100), address: peerOf(client).address };
    warn(`${key} ${who.client ?? who.address}`, { ...who, ...fields }, message);
  };

  const admission = createAdmission({ access, peerOf, warn });
  const gate = createPublishGate({
    access,
    principalOf: admission.principalOf,
    onMessage,
    warn: warnOf,
    isKnown: (client, packet) =>
      persistence.incomingGetPacket(client, packet).then(
        () => true,
        () => false,
      ),
  });

  const broker = await Aedes.createBroker({
    connectTimeout: limits.connectWithin,
    drainTimeout: limits.drainTimeout,
    heartbeatInterval,
    queueLimit: 1_000,
    maxClientsIdLength: 65_535,
    preConnect: admission.preConnect,
    authenticate: admission.authenticate,
    authorizePublish: gate.authorizePublish,
    authorizeSubscribe: (client, subscription, done) => {
      const principal = admission.principalOf(client);
      if (principal !== undefined && access.maySubscribe(principal, subscription.topic)) {
        done(null, subscription);
        return;
      }
      const hint = principal && access.adviseOn(principal, "subscribe", subscription.topic);
      warnOf("subscribe", client, { hint }, "a subscription was refused");
      done(null, null);
    },
    // Asked again at each delivery: credentials may have come since, and a stored session may hold what was refused.
    authorizeForward: (client, packet) => {
      const principal = admission.principalOf(client);
      return principal !== undefined && access.maySubscribe(principal, packet.topic) ? packet : null;
    },
  });
  const { persistence } = broker as unknown as { readonly persistence: Persistence };
  boundOfflineQueue(persistence, limits.offlineMessages, (client) =>
    warn(`offline ${client}`, { client }, "a subscriber's queue is full; newer messages are not kept for it"),
  );
  const onTrouble = (client: Client, error: Error): void =>
    warnOf(error.message, client, { error: error.message }, "a connection was closed");
  broker.on("clientError", onTrouble);
  broker.on("connectionError", onTrouble);
  (broker as EventEmitter).on("error", (error: Error) =>
    log.warn({ error: error.message }, "the embedded broker met an error"),
  );

  const take = (inner: Duplex, address: string, loopback: boolean): void => {
    inner.on("error", () => {});
    if (closing || open.size >= limits.maxConnections) {
      if (!closing) warn("connections", { address, limit: limits.maxConnections }, "too many connections");
      inner.destroy();
      return;
    }
    const { stream, accept } = guardFrames(inner, limits);
    peers.set(stream, { address, loopback, accept });
    open.add(stream);
    stream.once("close", () => open.delete(stream));
    broker.handle(stream);
  };
  const takeSocket = (socket: Socket): void => {
    socket.setNoDelay(true);
    socket.setKeepAlive(true, 60_000);
    take(socket, socket.remoteAddress ?? "unknown", isLoopback(socket.remoteAddress));
  };
  const server = options.tls === undefined ? createServer(takeSocket) : createTlsServer(options.tls, takeSocket);

  const publish = (topic: string, payload: string | Uint8Array, how?: PublishOptions): Promise<void> =>
    new Promise((resolve, reject) => {
      if (broker.closed) {
        reject(new Error("the broker is closed"));
        return;
      }
      const body = Buffer.from(payload as Uint8Array);
      const qos = qosOf(topic, how);
      const packet = { cmd: "publish", topic, payload: body, qos, retain: how?.retain ?? false, dup: false } as const;
      broker.publish(packet, (error) => (error ? reject(error) : resolve()));
    });
  const closeBroker = (): Promise<void> => new Promise((resolve) => broker.close(() => resolve()));

  const close = async (): Promise<void> => {
    closing = true;
    const stopped = new Promise<void>((resolve) => server.close(() => resolve()));
    gate.stop();
    admission.stop();
    await Promise.race([gate.idle(), delay(limits.finishWithin, undefined, { ref: false })]);
    const goodbye = publish(gatewayStatusTopic(site), "offline", { retain: true });
    // A frozen subscriber must not hold up the end.
    await Promise.race([goodbye, delay(farewellWithin, undefined, { ref: false })]);
    await closeBroker();
    for (const stream of open) stream.destroy();
    await stopped;
  };
  let closed: Promise<void> | undefined;

  try {
    await publish(gatewayStatusTopic(site), "online", { retain: true });
    await listen(server, options.host, options.port);
  } catch (error) {
    await closeBroker();
    throw error;
  }

  return {
    port: (server.address() as AddressInfo).port,
    publish,
    clients: () => broker.connectedClients,
    handleWebSocket: (socket, request) => {
      const { allowed, loopback } = judgeUpgrade(request);
      const address = request.socket.remoteAddress ?? "unknown";
      if (allowed && socket.protocol === "mqtt") {
        take(createWebSocketStream(socket), address, loopback);
        return;
      }
      const fields = { address, origin: request.headers.origin, protocol: socket.protocol };
      warn(`upgrade ${address}`, fields, "a WebSocket was refused: it needs subprotocol mqtt and a page of this host");
      socket.on("error", () => {});
      socket.close(1008);
    },
    disconnect: (credentialId) => {
      for (const stream of open) {
        const { client } = stream as Duplex & { readonly client?: Client };
        if (client !== undefined && admission.principalOf(client)?.id === credentialId) client.close();
      }
    },
    renewTls: (files) => {
      if (options.tls !== undefined) (server as TlsServer).setSecureContext(files);
    },
    [Symbol.asyncDispose]: () => {
      closed ??= close();
      return closed;
    },
  };
};
