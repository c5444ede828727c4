// What the broker tests share: a broker on a free port with everything it was told and said, and plain MQTT bytes.

import { connect, type Socket } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import mqtt, { type IClientOptions, type MqttClient } from "mqtt";
import type { Credential } from "../../src/broker/access.ts";
import type { EmbeddedOptions } from "../../src/broker/embedded-options.ts";
import { openEmbedded } from "../../src/broker/open-embedded.ts";
import { createMemoryIntake, type MemoryIntake } from "./memory-intake.ts";

export const site = { id: "demo", topicRoot: "facility" };
const kinds: Readonly<Record<string, string>> = { C1: "camera", G1: "gate" };

/** Waits until the condition holds, at most 10 s. */
export const until = async (what: string, condition: () => boolean): Promise<void> => {
  const deadline = Date.now() + 10_000;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error(`timed out waiting for: ${what}`);
    await delay(5);
  }
};

export const recordLog = () => {
  const lines: { readonly level: string; readonly fields: Record<string, unknown>; readonly message: string }[] = [];
  const write = (level: string) => (fields: object, message: string) => {
    lines.push({ level, fields: fields as Record<string, unknown>, message });
  };
  return { lines, info: write("info"), warn: write("warn") };
};

/** Opens an embedded broker on a free port; `known` are its credentials, the secret of X is "secret of X". */
export const openBench = async (
  options: Omit<Partial<EmbeddedOptions>, "intake"> & {
    readonly known?: Credential[];
    readonly intake?: MemoryIntake;
  } = {},
) => {
  const { known = [], intake = createMemoryIntake(), ...rest } = options;
  const log = recordLog();
  const broker = await openEmbedded({
    host: "127.0.0.1",
    port: 0,
    site,
    kindOf: (device) => kinds[device],
    credentials: {
      any: () => known.length > 0,
      verify: (user, secret) => known.find(({ id }) => id === user && secret === `secret of ${user}`) ?? null,
    },
    intake,
    log,
    ...rest,
  });
  const clients: MqttClient[] = [];
  const join = async (extra: IClientOptions & { readonly url?: string } = {}): Promise<MqttClient> => {
    const { url = `mqtt://127.0.0.1:${broker.port}`, ...more } = extra;
    const client = await mqtt.connectAsync(url, { reconnectPeriod: 0, ...more }, false);
    client.on("error", () => {});
    clients.push(client);
    return client;
  };
  const as = (id: string): IClientOptions => ({ username: id, password: `secret of ${id}` });
  return {
    broker,
    intake,
    messages: intake.messages,
    log,
    known,
    join,
    as,
    texts: intake.texts,
    [Symbol.asyncDispose]: async () => {
      for (const client of clients) client.end(true);
      await broker[Symbol.asyncDispose]();
    },
  };
};

/** A raw TCP connection: what it received so far, and whether it is closed. */
export const openRaw = async (port: number) => {
  const socket: Socket = connect(port, "127.0.0.1");
  const state = { received: Buffer.alloc(0), closed: false };
  socket.on("data", (chunk) => {
    state.received = Buffer.concat([state.received, chunk as Buffer]);
  });
  socket.on("close", () => {
    state.closed = true;
  });
  socket.on("error", () => {});
  await new Promise((resolve) => socket.once("connect", resolve));
  return { socket, state, [Symbol.dispose]: () => socket.destroy() };
};

const text = (value: string): Buffer =>
  Buffer.concat([Buffer.of(value.length >> 8, value.length & 0xff), Buffer.from(value)]);
export const frameOf = (type: number, ...parts: readonly Buffer[]): Buffer => {
  const body = Buffer.concat(parts);
  const header = [type];
  let rest = body.length;
  do {
    header.push((rest % 128) | (rest >= 128 ? 0x80 : 0));
    rest = Math.floor(rest / 128);
  } while (rest > 0);
  return Buffer.concat([Buffer.from(header), body]);
};
/** CONNECT by hand; `flags` 2 is a clean session. */
export const connectFrame = (clientId: string, flags = 2, version = 4): Buffer =>
  frameOf(
    0x10,
    text("MQTT"),
    Buffer.of(version, flags, 0, 60),
    ...(version === 5 ? [Buffer.of(0)] : []),
    text(clientId),
  );
export const publishFrame = (topic: string, payload: string | Buffer, qos = 0, messageId = 1, dup = false): Buffer =>
  frameOf(
    0x30 | (qos << 1) | (dup ? 8 : 0),
    text(topic),
    ...(qos > 0 ? [Buffer.of(messageId >> 8, messageId & 0xff)] : []),
    Buffer.from(payload as Buffer),
  );

/** Resolves when the client's connection has ended. */
export const closeOf = (client: MqttClient): Promise<void> =>
  new Promise((resolve) => {
    client.once("close", () => resolve());
  });
