// The front of the embedded broker: reads each connection's bytes once, hands QoS 0 and 1 messages to the intake, and passes the rest on to aedes.

import type { AedesPublishPacket } from "aedes";
import type { Intake } from "../model/intake.ts";
import { BrokerEnd } from "./broker-end.ts";
import { type Connection, finish, pause, resume, unread } from "./connection.ts";
import type { FanOut } from "./fan-out.ts";
import { readFrames } from "./frame-reader.ts";
import type { Route } from "./route.ts";
import type { createRoutes } from "./routes.ts";

/** Longer values of `status` are passed on, but not kept as the topic's last value. */
export const largestRetained = 1024;
/** Messages of one connection that may wait for subscribers before it is left unread. */
const mostFanning = 64;
/** Above this many bytes in all, one. */
const muchFanning = 32 * 1024 * 1024;

/** Packet types of clients, as bits (MQTT 3.1.1, 2.2.1). */
const fromClients = 0b0101_0101_1111_1010;

export type FrontOptions = {
  readonly intake: Intake;
  readonly routes: ReturnType<typeof createRoutes>;
  readonly fanOut: FanOut;
  readonly limits: { readonly frameBeforeConnect: number; readonly frame: number };
  /** Makes aedes's side of a connection whose CONNECT has come. */
  readonly introduce: (connection: Connection, end: BrokerEnd) => void;
  /** Called before a chunk is read: credentials may be others than at the last. */
  readonly beforeReading: () => void;
  /** How long the connection must be left unread after this much, ms. */
  readonly excess: (connection: Connection, messages: number, bytes: number, now: number) => number;
  readonly refused: (connection: Connection, topic: string) => unknown;
  readonly notTaken: (connection: Connection, topic: string) => unknown;
  /** Closes a connection for what it did wrong. */
  readonly close: (connection: Connection, problem: string) => void;
};

/** `read` gets the bytes of a connection in order; `accepted` lets in what waits behind a CONNECT; both must be fed by the caller. */
export const createFront = (options: FrontOptions) => {
  const { intake, routes, fanOut, limits, close } = options;
  let stopped = false;
  let waiting = 0;
  const whenIdle: (() => void)[] = [];
  const unreadForDisk = new Set<Connection>();
  const counts = { fast: 0, aedes: 0, throttled: 0 };

  // Of the chunk that is being read; reading never nests.
  let now = 0;
  let frames = 0;
  let messages = 0;
  let acks = Buffer.allocUnsafe(16 * 1024);
  let ackBytes = 0;
  let heard: AedesPublishPacket[] | null = null;
  let current = null as unknown as Connection;

  const goOn = (connection: Connection, reason: number): void => resume(connection, reason, read);

  const acknowledge = (high: number, low: number): void => {
    if (ackBytes === acks.length) acks = Buffer.concat([acks], acks.length * 2);
    acks[ackBytes] = 0x40;
    acks[ackBytes + 1] = 2;
    acks[ackBytes + 2] = high;
    acks[ackBytes + 3] = low;
    ackBytes += 4;
  };

  const spread = (route: Route, payload: Buffer, qos: 0 | 1, retain: boolean): void => {
    heard ??= [];
    // A copy: it may be kept for long, and the chunk must not be.
    const packet = { cmd: "publish", topic: route.topic, payload: Buffer.from(payload), qos, retain, dup: false };
    heard.push(packet as AedesPublishPacket);
  };

  /** MQTT 3.1.1, 3.3; null, or why the connection must be closed. */
  const publish = (bytes: Buffer, first: number, body: number, end: number): string | null => {
    const qos = ((first >> 1) & 3) as 0 | 1;
    if (qos === 0 && (first & 8) !== 0) return "DUP on a QoS 0 message";
    if (end - body < 2) return "malformed PUBLISH";
    const length = ((bytes[body] as number) << 8) | (bytes[body + 1] as number);
    const topicEnd = body + 2 + length;
    const payloadAt = topicEnd + 2 * qos;
    if (payloadAt > end) return "malformed PUBLISH";
    if (qos === 1 && bytes[topicEnd] === 0 && bytes[topicEnd + 1] === 0) return "packet identifier 0";

    const route = routes.of(current, bytes, body + 2, length);
    if (route.problem !== null) return route.problem;
    if (stopped) return "the broker is closing";
    if (!route.allowed) {
      options.refused(current, route.topic);
      return "publish refused";
    }
    messages += 1;
    const payload = bytes.subarray(payloadAt, end);
    if (!route.ours && !intake.take({ at: now, topic: route.topic, payload }, qos)) {
      if (qos === 0) return null;
      options.notTaken(current, route.topic);
      return "not taken";
    }
    if (qos === 1) acknowledge(bytes[topicEnd] as number, bytes[topicEnd + 1] as number);
    const retain = (first & 1) !== 0 && route.mayRetain && payload.length <= largestRetained;
    if (retain || route.heard) spread(route, payload, qos, retain);
    else counts.fast += 1;
    return null;
  };

  const onFrame = (bytes: Buffer, start: number, body: number, end: number): boolean => {
    const first = bytes[start] as number;
    const type = first >> 4;
    frames += 1;
    if (current.stage === "accepted") {
      if (type === 3 && (first & 0x06) !== 0x04) {
        const problem = (first & 0x06) === 0x06 ? "QoS 3" : publish(bytes, first, body, end);
        if (problem === null) return true;
        close(current, problem);
        return false;
      }
      if (type === 1 || ((fromClients >> type) & 1) === 0) {
        close(current, type === 1 ? "a second CONNECT" : "a packet that no client sends");
        return false;
      }
      if (type === 14) current.stage = "leaving";
      // What follows a QoS 2 message waits until aedes has handed it on.
      if (type === 3) {
        messages += 1;
        counts.aedes += 1;
        pause(current, unread.ordered);
      }
      if (current.end?.push(bytes.subarray(start, end)) === false) pause(current, unread.aedes);
      return current.paused === 0 && current.stage === "accepted";
    }
    if (current.stage !== "new") return false;
    current.stage = "connecting";
    const connection = current;
    const brokerEnd = new BrokerEnd(connection.source, () => goOn(connection, unread.aedes));
    connection.end = brokerEnd;
    options.introduce(connection, brokerEnd);
    brokerEnd.push(bytes.subarray(start, end));
    return false;
  };

  const fannedOut = (connection: Connection): void => {
    connection.fanning -= 1;
    if (connection.fanning <= mostFanning / 2) goOn(connection, unread.subscribers);
  };
  /** On disk: the client and the subscribers may know. */
  const tell = (connection: Connection, answers: Buffer | null, packets: AedesPublishPacket[] | null): void => {
    const { end, client } = connection;
    if (answers !== null && end !== null && !end.destroyed && !end.write(answers)) {
      pause(connection, unread.answers);
      end.once("drain", () => goOn(connection, unread.answers));
    }
    for (const packet of packets ?? []) fanOut.add(packet, client, () => fannedOut(connection));
    connection.answering -= 1;
    finish(connection);
    waiting -= 1;
    if (waiting > 0 || whenIdle.length === 0) return;
    for (const wake of whenIdle.splice(0)) wake();
  };
  const settle = (connection: Connection): void => {
    if (ackBytes === 0 && heard === null) return;
    const answers = ackBytes > 0 ? Buffer.from(acks.subarray(0, ackBytes)) : null;
    const packets = heard;
    ackBytes = 0;
    heard = null;
    waiting += 1;
    connection.answering += 1;
    if (packets !== null) {
      counts.aedes += packets.length;
      connection.fanning += packets.length;
      if (connection.fanning >= mostFanning || fanOut.bytes() > muchFanning) pause(connection, unread.subscribers);
    }
    intake.whenOnDisk(() => tell(connection, answers, packets));
  };
  const waitForRoom = (connection: Connection): void => {
    pause(connection, unread.disk);
    unreadForDisk.add(connection);
    if (unreadForDisk.size > 1) return;
    intake.whenRoom(() => {
      const ready = [...unreadForDisk];
      unreadForDisk.clear();
      for (const one of ready) goOn(one, unread.disk);
    });
  };
  const throttle = (connection: Connection, wait: number): void => {
    pause(connection, unread.throttled);
    counts.throttled += 1;
    setTimeout(() => {
      counts.throttled -= 1;
      goOn(connection, unread.throttled);
    }, wait).unref();
  };

  function read(connection: Connection, chunk: Buffer): void {
    if (connection.stage === "closed" || connection.stage === "leaving" || connection.end?.destroyed) return;
    if (connection.stage === "connecting") pause(connection, unread.connecting);
    if (connection.paused !== 0) {
      connection.held = connection.held === null ? chunk : Buffer.concat([connection.held, chunk]);
      return;
    }
    // Another protocol is recognised by its first byte.
    if (connection.stage === "new" && connection.reader.filled === 0 && chunk[0] !== 0x10) {
      close(connection, "no CONNECT first");
      return;
    }
    options.beforeReading();
    now = Date.now();
    frames = 0;
    messages = 0;
    current = connection;
    const limit = connection.stage === "new" ? limits.frameBeforeConnect : limits.frame;
    const used = readFrames(connection.reader, chunk, limit, onFrame);
    if (frames > 0) connection.heardAt = now;
    const published = messages;
    settle(connection);
    if (typeof used === "string") {
      close(connection, used);
      return;
    }
    if (used < chunk.length) {
      if (connection.stage === "connecting") pause(connection, unread.connecting);
      if (connection.paused !== 0) connection.held = chunk.subarray(used);
    }
    // The stage may have changed while the frames were read.
    if ((connection.stage as Connection["stage"]) !== "accepted") return;
    const wait = options.excess(connection, published, used, now);
    if (wait > 0) throttle(connection, wait);
    if (published > 0 && intake.isFull()) waitForRoom(connection);
  }

  return {
    read,
    /** CONNACK 0 is on its way: what waited behind the CONNECT may come. */
    accepted: (connection: Connection): void => {
      if (connection.stage !== "connecting") return;
      connection.stage = "accepted";
      goOn(connection, unread.connecting);
    },
    /** aedes has handed its QoS 2 message on, or refused it. */
    handedOn: (connection: Connection): void => goOn(connection, unread.ordered),
    counts,
    /** Nothing more is taken or acknowledged, but for what waits for the disk. */
    stop: (): void => {
      stopped = true;
    },
    /** Resolves when everything taken is on disk and answered. */
    idle: (): Promise<void> => (waiting === 0 ? Promise.resolve() : new Promise((done) => whenIdle.push(done))),
  };
};
