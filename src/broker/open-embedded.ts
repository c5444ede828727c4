// The broker inside the gateway: our own front reads every connection (TCP, TLS, WebSocket); aedes does the rest behind it.

import type { EventEmitter } from "node:events";
import type { IncomingMessage } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import type { TLSSocket } from "node:tls";
import type { AedesPublishPacket, Client } from "aedes";
import { createWebSocketStream, type WebSocket } from "ws";
import { text } from "../model/text.ts";
import { createPublishGate } from "./accept-publish.ts";
import { createAccess } from "./access.ts";
import { createAdmission } from "./admission.ts";
import { type Broker, gatewayStatusTopic, type PublishOptions, qosOf } from "./broker.ts";
import type { Connection, Peer } from "./connection.ts";
import { createCrowd } from "./crowd.ts";
import { certifiedDevice } from "./device-certificate.ts";
import { type BrokerStats, defaultLimits, type EmbeddedOptions, type TlsFiles } from "./embedded-options.ts";
import { createFanOut } from "./fan-out.ts";
import { createFloodWatch } from "./flood-watch.ts";
import { createFront } from "./front.ts";
import { createOnceAMinute } from "./once-a-minute.ts";
import { openAedes } from "./open-aedes.ts";
import { createSockets } from "./open-sockets.ts";
import { judgeUpgrade } from "./peer-address.ts";
import { createRoutes } from "./routes.ts";
import { takeShare, whoseShare } from "./share.ts";

const handshakeHint = text(
  "This port speaks TLS 1.2 or newer: connect with mqtts, trust the gateway's certificate, and, where --tls-ca is set, show a certificate of that authority.",
  "此端口使用 TLS 1.2 以上：请用 mqtts 连接并信任网关证书；若设置了 --tls-ca，还须出示该机构签发的客户端证书。",
);
const refusalReasons: ReadonlySet<string> = new Set([
  "credential-wrong",
  "credential-missing",
  "no-credential-defined",
  "certificate-other",
]);
const farewellWithin = 1_000;
const sweepEvery = 1_000;

export type EmbeddedBroker = Broker & {
  readonly port: number;
  readonly clients: () => number;
  readonly stats: () => BrokerStats;
  /** Takes an upgraded WebSocket (path `/mqtt`, subprotocol `mqtt`). */
  readonly handleWebSocket: (socket: WebSocket, request: IncomingMessage) => void;
  /** Closes the connections of a credential that was revoked or renewed. */
  readonly disconnect: (credentialId: string) => void;
  /** Takes renewed files for new connections; only where it was opened with `tls`. Throws where they do not fit together. */
  readonly renewTls: (files: TlsFiles) => void;
};

/**
 * Opens the embedded broker and announces the gateway (`online`, retained).
 * A QoS 1 or 2 message is acknowledged only after `intake.whenOnDisk` has called; where the intake does not take it,
 * the connection is closed without acknowledgement, so that the client sends it again.
 * Throws an Error with `code` (EADDRINUSE, EACCES …) and `hint` where the port cannot be had.
 */
export const openEmbedded = async (options: EmbeddedOptions): Promise<EmbeddedBroker> => {
  const { site, log, intake, credentials } = options;
  const limits = { ...defaultLimits, ...options.limits };
  const access = options.access ?? createAccess(options);
  const connections = new WeakMap<object, Connection>();
  const mayLog = createOnceAMinute();
  const prefix = `${site.topicRoot}/${site.id}/`;
  let closing = false;

  const warn = (key: string, fields: object, message: string): void => {
    if (mayLog(key, Date.now())) log.warn(fields, message);
  };
  const connectionOf = (client: Client): Connection | undefined => connections.get(client.conn);
  const peerOf = (client: Client): Peer => connectionOf(client)?.peer ?? { address: "unknown", loopback: false };
  /** Once a minute per client and key. */
  const warnOf = (key: string, client: Client, fields: object, message: string): void => {
    const who = { client: client.id?.slice(0, 100), address: peerOf(client).address };
    warn(`${key} ${who.client ?? who.address}`, { ...who, ...fields }, message);
  };

  const crowd = createCrowd({ limits, warn, read: (connection, chunk) => front.read(connection, chunk) });
  const admission = createAdmission({
    access,
    peerOf,
    warn,
    isTaken: (client) => {
      const other = inside.clientOf(client.id);
      return other !== undefined && other !== client && !other.closed;
    },
    keepAlive: (client, seconds) => {
      const connection = connectionOf(client);
      if (connection) connection.silenceAllowed = seconds * 1_500;
    },
    refused: crowd.turnedAway,
  });
  const gate = createPublishGate({
    access,
    topicLevels: limits.topicLevels,
    principalOf: admission.principalOf,
    isKnown: (client, packet) => inside.isKnown(client, packet),
    intake,
    handedOn: (client) => {
      const connection = connectionOf(client);
      if (connection) front.handedOn(connection);
    },
    warn: warnOf,
  });
  const { preConnect, authenticate, principalOf } = admission;
  const inside = await openAedes({
    access,
    limits,
    hooks: { preConnect, authenticate, authorizePublish: gate.authorizePublish },
    principalOf,
    heardChanged: () => routes.end(),
    warn,
    warnOf,
  });
  const { broker } = inside;
  const routes = createRoutes(access, limits, inside.heard.matches);
  const fanOut = createFanOut(inside.publish);

  const floods = createFloodWatch(limits.flooding, (id, flooding) => {
    if (flooding) log.warn({ device: id, limit: limits.perClient }, "a device floods the gateway and is slowed down");
    else log.info({ device: id }, "a device no longer floods the gateway");
    options.onFlooding?.(id, flooding);
  });
  let hadCredentials = credentials.any();
  const front = createFront({
    intake,
    routes,
    fanOut,
    limits,
    introduce: (connection, end) => {
      connections.set(end, connection);
      connection.client = broker.handle(end);
    },
    beforeReading: () => {
      if (credentials.any() === hadCredentials) return;
      hadCredentials = !hadCredentials;
      routes.end();
    },
    excess: (connection, messages, bytes, now) => {
      const wait = takeShare(connection, limits.perClient, messages, bytes, now);
      const id = wait > 0 ? whoseShare(connection, prefix, options.kindOf) : undefined;
      if (id !== undefined) floods.throttled(id, now);
      return wait;
    },
    refused: ({ client, principal }, topic) => client && principal && gate.refused(client, principal, topic),
    notTaken: ({ client }, topic) => client && gate.notTaken(client, topic),
    close: crowd.close,
  });

  broker.on("connackSent", (connack, client) => {
    const connection = connectionOf(client);
    if (connection === undefined || (connack as { readonly returnCode?: number }).returnCode !== 0) return;
    connection.principal = principalOf(client) ?? null;
    if (connection.principal !== null) front.accepted(connection);
  });
  const onTrouble = (client: Client, { message: error }: Error): void => {
    if (error === "drain timeout" || error === "too slow") crowd.tooSlow(client);
    // A refused log-in has its own line, with a hint.
    if (refusalReasons.has(error)) return;
    warnOf(error, client, { error }, "a connection was closed");
  };
  broker.on("clientError", onTrouble);
  broker.on("connectionError", onTrouble);
  (broker as EventEmitter).on("error", (error: Error) =>
    log.warn({ error: error.message }, "the embedded broker met an error"),
  );

  const isDevice = (id: string): boolean => options.kindOf(id) !== undefined;
  let handshakesRefused = 0;
  const sockets = createSockets({
    host: options.host,
    port: options.port,
    tls: options.tls,
    handshakeWithin: limits.connectWithin,
    isDevice,
    admit: (address) => !closing && crowd.admit(address),
    leave: crowd.leave,
    refused: (address, error) => {
      handshakesRefused += 1;
      warn(`tls ${address}`, { address, error, hint: handshakeHint }, "a TLS handshake failed");
    },
    take: crowd.take,
  });
  const sweeping = setInterval(
    () => {
      crowd.sweep(Date.now());
      floods.sweep(Date.now());
    },
    Math.max(10, Math.min(sweepEvery, limits.connectWithin / 4)),
  );

  const publish = (topic: string, payload: string | Uint8Array, how?: PublishOptions): Promise<void> =>
    new Promise((resolve, reject) => {
      const body = Buffer.from(payload as Uint8Array);
      const packet = { cmd: "publish", topic, payload: body, qos: qosOf(topic, how), retain: how?.retain ?? false };
      if (broker.closed) reject(new Error("the broker is closed"));
      else
        fanOut.add({ ...packet, dup: false } as AedesPublishPacket, null, (error) =>
          error ? reject(error) : resolve(),
        );
    });

  const shut = async (): Promise<void> => {
    closing = true;
    const stopped = sockets.close();
    gate.stop();
    front.stop();
    admission.stop();
    const patience = delay(limits.finishWithin, undefined, { ref: false });
    await Promise.race([Promise.all([gate.idle(), front.idle()]), patience]);
    const goodbye = publish(gatewayStatusTopic(site), "offline", { retain: true });
    // A frozen subscriber must not hold up the end.
    await Promise.race([goodbye, delay(farewellWithin, undefined, { ref: false })]);
    clearInterval(sweeping);
    await inside.close();
    crowd.disperse();
    // A stranger in the middle of a TLS handshake is in no list, and must not hold up the end either.
    await Promise.race([stopped, delay(farewellWithin, undefined, { ref: false })]);
  };
  let closed: Promise<void> | undefined;

  try {
    await publish(gatewayStatusTopic(site), "online", { retain: true });
    await sockets.open();
  } catch (error) {
    clearInterval(sweeping);
    await inside.close();
    throw error;
  }

  return {
    port: sockets.port(),
    publish,
    hears: inside.heard.matches,
    clients: crowd.clients,
    stats: () => ({
      clients: crowd.clients(),
      refusedConnections: crowd.refused() + handshakesRefused,
      throttled: front.counts.throttled,
      droppedForSlowness: crowd.slow(),
      publishes: { fast: front.counts.fast, aedes: front.counts.aedes },
    }),
    handleWebSocket: (socket, request) => {
      const { allowed, loopback } = judgeUpgrade(request);
      const address = request.socket.remoteAddress ?? "unknown";
      socket.on("error", () => {});
      if (allowed && socket.protocol === "mqtt") {
        if (closing || !crowd.admit(address)) return socket.close(1013);
        socket.once("close", () => crowd.leave(address));
        const line = request.socket as TLSSocket;
        const certified = line.authorized ? certifiedDevice(line.getPeerCertificate(), isDevice) : undefined;
        return crowd.take(createWebSocketStream(socket), { address, loopback, ...(certified && { certified }) });
      }
      const fields = { address, origin: request.headers.origin, protocol: socket.protocol };
      warn(`upgrade ${address}`, fields, "a WebSocket was refused: it needs subprotocol mqtt and a page of this host");
      socket.close(1008);
    },
    disconnect: (credentialId) => {
      for (const { client } of crowd.all()) {
        if (client !== null && principalOf(client)?.id === credentialId) client.close();
      }
    },
    renewTls: sockets.renewTls,
    [Symbol.asyncDispose]: () => {
      closed ??= shut();
      return closed;
    },
  };
};
