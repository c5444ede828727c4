// The external broker with a real mosquitto: acknowledged after the disk, delivered again after a crash, birth and will.

import { spawn } from "node:child_process";
import { setTimeout as delay } from "node:timers/promises";
import mqtt from "mqtt";
import { describe, expect, test } from "vitest";
import { type ExternalOptions, type ExternalState, openExternal } from "../../src/broker/open-external.ts";
import { recordLog, site, until } from "./broker-bench.ts";
import { createMemoryIntake, type MemoryIntake } from "./memory-intake.ts";
import { canRunMosquitto, openMosquitto } from "./mosquitto.ts";

const telemetry = "facility/demo/camera/C1/telemetry";
const gatewayStatus = "facility/demo/gateway/status";

const openGateway = (
  url: string,
  options: Omit<Partial<ExternalOptions>, "intake"> & { readonly intake?: MemoryIntake } = {},
) => {
  const { intake = createMemoryIntake(), ...rest } = options;
  const states: ExternalState[] = [];
  const log = recordLog();
  const broker = openExternal({
    url,
    clientId: "anju-demo",
    site,
    intake,
    log,
    onState: (state) => states.push(state),
    ...rest,
  });
  return {
    broker,
    messages: intake.messages,
    states,
    log,
    texts: intake.texts,
    connected: () => until("connected", () => states.at(-1)?.connected === true),
    [Symbol.asyncDispose]: () => broker[Symbol.asyncDispose](),
  };
};

const openClient = async (url: string) => {
  const client = await mqtt.connectAsync(url);
  return { client, [Symbol.asyncDispose]: () => client.endAsync(true) };
};

describe.runIf(canRunMosquitto)("an external broker (apt-get install mosquitto)", () => {
  test("messages of devices and sources arrive once; retained ones say so; our own streams do not come back", async () => {
    await using server = await openMosquitto();
    await using device = await openClient(server.url);
    await device.client.publishAsync("facility/demo/camera/C1/status", "online", { qos: 1, retain: true });
    await using gateway = openGateway(server.url, { topics: ["lc/+/data"] });
    await gateway.connected();
    await device.client.publishAsync(telemetry, "zero", { qos: 0 });
    await device.client.publishAsync("facility/demo/gate/G1/event", "one", { qos: 1 });
    await device.client.publishAsync("lc/007/data", "two", { qos: 2 });
    await device.client.publishAsync("facility/other/gate/G1/event", "elsewhere", { qos: 1 });
    await gateway.broker.publish("facility/demo/gateway/tickets", "{}");
    await until("four", () => gateway.messages.length >= 4);
    await delay(100);
    expect(gateway.messages.map(({ topic, retained }) => `${topic} ${retained ?? false}`)).toEqual([
      "facility/demo/camera/C1/status true",
      `${telemetry} false`,
      "facility/demo/gate/G1/event false",
      "lc/007/data false",
    ]);
  });

  test("a consumer killed before the message was stored: the next one under its name gets it again", async () => {
    await using server = await openMosquitto();
    const consumer = spawn(
      process.execPath,
      [new URL("./external-consumer.ts", import.meta.url).pathname, server.url, "anju-demo"],
      { stdio: ["ignore", "pipe", "inherit"] },
    );
    let said = "";
    consumer.stdout.on("data", (chunk: Buffer) => {
      said += chunk;
    });
    try {
      await until("the consumer is connected", () => said.includes("connected\n"));
      await using device = await openClient(server.url);
      for (const name of ["a", "b", "c"]) await device.client.publishAsync(telemetry, name, { qos: 1 });
      await until("the consumer holds them", () => said.includes("took c"));
    } finally {
      const ended = new Promise((resolve) => consumer.once("exit", resolve));
      consumer.kill("SIGKILL");
      await ended;
    }
    {
      await using gateway = openGateway(server.url);
      await until("delivered again", () => gateway.messages.length === 3);
      expect(gateway.texts()).toEqual(["a", "b", "c"]);
      expect(gateway.messages.every(({ retained }) => retained === undefined)).toBe(true);
    }
    await using third = openGateway(server.url);
    await third.connected();
    await delay(150);
    expect(third.texts()).toEqual([]);
  });

  test("acknowledgements wait for the disk, in order, with many messages in flight", async () => {
    await using server = await openMosquitto();
    const intake = createMemoryIntake();
    intake.automatic = false;
    await using gateway = openGateway(server.url, { intake });
    await gateway.connected();
    await using device = await openClient(server.url);
    for (let n = 0; n < 50; n++) await device.client.publishAsync(telemetry, `${n}`, { qos: 1 });
    // mosquitto sends 20 messages ahead of their acknowledgements; more come only after the first acknowledgement.
    await until("20 in flight", () => gateway.messages.length === 20);
    await delay(100);
    expect([gateway.messages.length, intake.waiting()]).toEqual([20, 20]);
    intake.sync();
    await until("the next", () => gateway.messages.length > 20);
    intake.automatic = true;
    intake.sync();
    const release = setInterval(intake.sync, 5);
    await until("all", () => gateway.messages.length === 50);
    await delay(50);
    clearInterval(release);
    expect(gateway.texts()).toEqual(Array.from({ length: 50 }, (_, n) => `${n}`));
  });

  test("while the intake is full nothing more is read", async () => {
    await using server = await openMosquitto();
    const intake = createMemoryIntake();
    await using gateway = openGateway(server.url, { intake });
    await gateway.connected();
    await using device = await openClient(server.url);
    intake.full = true;
    for (let n = 0; n < 5; n++) await device.client.publishAsync(telemetry, `${n}`, { qos: 1 });
    await delay(100);
    expect(gateway.texts()).toEqual(["0"]);
    intake.makeRoom();
    await until("all", () => gateway.messages.length === 5);
    expect(gateway.texts()).toEqual(["0", "1", "2", "3", "4"]);
  });

  test("a message that was not taken is delivered again", async () => {
    await using server = await openMosquitto();
    const intake = createMemoryIntake();
    intake.refuses = true;
    await using gateway = openGateway(server.url, { intake });
    await gateway.connected();
    await using device = await openClient(server.url);
    await device.client.publishAsync(telemetry, "keep me", { qos: 1 });
    await until("the refusal", () =>
      gateway.log.lines.some(({ message }) => message.startsWith("a message was not taken")),
    );
    intake.refuses = false;
    await until("stored", () => gateway.messages.length === 1);
    expect(gateway.texts()).toEqual(["keep me"]);
  });

  test("birth, will and farewell on the gateway's status, retained", async () => {
    await using server = await openMosquitto();
    await using watcher = await openClient(server.url);
    const heard: string[] = [];
    watcher.client.on("message", (_topic, payload) => heard.push(payload.toString()));
    await watcher.client.subscribeAsync(gatewayStatus, { qos: 1 });
    const consumer = spawn(
      process.execPath,
      [new URL("./external-consumer.ts", import.meta.url).pathname, server.url, "anju-demo"],
      { stdio: "ignore" },
    );
    await until("the birth", () => heard.length === 1);
    consumer.kill("SIGKILL");
    await until("the will", () => heard.length === 2);
    {
      await using gateway = openGateway(server.url);
      await gateway.connected();
      await until("born again", () => heard.length === 3);
    }
    await until("the farewell", () => heard.length === 4);
    expect(heard).toEqual(["online", "offline", "online", "offline"]);
    await using late = await openClient(server.url);
    const kept: string[] = [];
    late.client.on("message", (_topic, payload, packet) => kept.push(`${payload} ${packet.retain}`));
    await late.client.subscribeAsync(gatewayStatus);
    await until("the kept value", () => kept.length === 1);
    expect(kept).toEqual(["offline true"]);
  });

  test("while the broker is away publish rejects; when it is back, all goes on", async () => {
    await using server = await openMosquitto();
    await using gateway = openGateway(server.url);
    await gateway.connected();
    await server.stop();
    await until("disconnected", () => gateway.states.at(-1)?.connected === false);
    await expect(gateway.broker.publish("facility/demo/gateway/tickets", "{}")).rejects.toThrow("not connected");
    await server.start();
    await gateway.connected();
    await gateway.broker.publish("facility/demo/gateway/tickets", "{}");
    await using device = await openClient(server.url);
    await device.client.publishAsync(telemetry, "back", { qos: 1 });
    await until("the message", () => gateway.messages.length === 1);
    expect(gateway.texts()).toEqual(["back"]);
  });

  test("a refused log-in is reported, tried again, and closes cleanly", async () => {
    await using server = await openMosquitto("allow_anonymous false");
    await using gateway = openGateway(server.url, { username: "anju", password: "not-for-logs" });
    await until("the refusal", () => gateway.states.length > 0);
    expect(gateway.states[0]).toEqual({ connected: false, error: "Connection refused: Not authorized" });
    await server.stop();
    await until("another attempt", () => gateway.states.some(({ error }) => error?.includes("ECONNREFUSED") === true));
    expect(JSON.stringify(gateway.log.lines)).not.toContain("not-for-logs");
  });
});

test("without a broker it keeps trying, says so once, and closes at once", async () => {
  const gateway = openGateway("mqtt://127.0.0.1:9");
  await until("the state", () => gateway.states.length > 0);
  await delay(1_300);
  expect(gateway.states.length).toBe(1);
  expect(gateway.states[0]?.connected).toBe(false);
  await gateway[Symbol.asyncDispose]();
});
