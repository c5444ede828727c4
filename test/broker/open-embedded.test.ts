// The embedded broker with real clients: delivery, acknowledgement after the disk, order, wills, access.

import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import mqtt from "mqtt";
import { describe, expect, test } from "vitest";
import { openEmbedded } from "../../src/broker/open-embedded.ts";
import { closeOf, openBench, recordLog, site, until } from "./broker-bench.ts";
import { createMemoryIntake } from "./memory-intake.ts";

const run = promisify(execFile);
const telemetry = "facility/demo/camera/C1/telemetry";
const status = "facility/demo/camera/C1/status";

describe("messages", () => {
  test.each([0, 1, 2] as const)("a QoS %i publish reaches the intake once", async (qos) => {
    await using bench = await openBench();
    const client = await bench.join();
    for (let n = 0; n < 20; n++) await client.publishAsync(telemetry, `{"fps":${n}}`, { qos });
    await until("20 messages", () => bench.messages.length >= 20);
    await delay(50);
    expect(bench.texts()).toEqual(Array.from({ length: 20 }, (_, n) => `{"fps":${n}}`));
    expect(bench.messages[0]?.topic).toBe(telemetry);
    expect(bench.messages[0]?.retained).toBe(undefined);
  });

  test("PUBACK and PUBREC come only when the message is on disk", async () => {
    const intake = createMemoryIntake();
    intake.automatic = false;
    await using bench = await openBench({ intake });
    const client = await bench.join();
    const acknowledged: number[] = [];
    client.on("packetreceive", (packet) => {
      if (packet.cmd === "puback" || packet.cmd === "pubrec") acknowledged.push(packet.messageId ?? 0);
    });
    const sent = [client.publishAsync(telemetry, "{}", { qos: 1 }), client.publishAsync(telemetry, "{}", { qos: 2 })];
    await delay(150);
    expect([acknowledged, intake.waiting()]).toEqual([[], 2]);
    intake.sync();
    await Promise.all(sent);
    expect(acknowledged.length).toBe(2);
  });

  test.each([1, 2] as const)(
    "a QoS %i message that is not taken is not acknowledged: the client sends it again",
    async (qos) => {
      const intake = createMemoryIntake();
      intake.refuses = true;
      await using bench = await openBench({ intake });
      const client = await bench.join({ clientId: "c", clean: false, reconnectPeriod: 50 });
      const sent = client.publishAsync(telemetry, "keep me", { qos });
      await until("the refusal", () =>
        bench.log.lines.some(({ message }) => message.startsWith("a message was not taken")),
      );
      expect(bench.texts()).toEqual([]);
      intake.refuses = false;
      await sent;
      expect(bench.texts()).toEqual(["keep me"]);
    },
  );

  test("while the intake is full sockets are not read, and nothing is lost", async () => {
    const intake = createMemoryIntake();
    await using bench = await openBench({ intake });
    const client = await bench.join();
    intake.full = true;
    await client.publishAsync(telemetry, "0", { qos: 1 });
    const sent = [1, 2, 3].map((n) => client.publishAsync(telemetry, `${n}`, { qos: 1 }));
    await delay(100);
    expect(bench.texts()).toEqual(["0"]);
    intake.makeRoom();
    await Promise.all(sent);
    expect(bench.texts()).toEqual(["0", "1", "2", "3"]);
  });

  test("one client's messages and acknowledgements keep their order over a slow disk", async () => {
    const intake = createMemoryIntake();
    intake.automatic = false;
    await using bench = await openBench({ intake });
    const [device, listener] = [await bench.join(), await bench.join()];
    const heard: string[] = [];
    listener.on("message", (_topic, payload) => heard.push(payload.toString()));
    await listener.subscribeAsync("facility/demo/camera/C1/#", { qos: 1 });
    const acknowledged: number[] = [];
    const syncing = setInterval(intake.sync, 3);
    await Promise.all(
      Array.from({ length: 300 }, (_, n) =>
        device.publishAsync(telemetry, `${n}`, { qos: (n % 3) as 0 | 1 | 2 }).then(() => {
          if (n % 3 === 1) acknowledged.push(n);
        }),
      ),
    );
    const order = Array.from({ length: 300 }, (_, n) => n);
    await until("all forwarded", () => heard.length === 300);
    clearInterval(syncing);
    expect(bench.texts()).toEqual(order.map(String));
    // The standard orders messages per QoS, not across (MQTT 3.1.1, 4.6).
    for (const qos of [0, 1, 2])
      expect(heard.filter((n) => Number(n) % 3 === qos)).toEqual(order.filter((n) => n % 3 === qos).map(String));
    expect(acknowledged).toEqual(order.filter((n) => n % 3 === 1));
  });

  test("a payload above 256 KiB is accepted and handed on", async () => {
    await using bench = await openBench();
    const client = await bench.join();
    await client.publishAsync(telemetry, Buffer.alloc(300 * 1024, 0x20), { qos: 1 });
    expect(bench.messages[0]?.payload.length).toBe(300 * 1024);
  });

  test.runIf(existsSync("/usr/bin/mosquitto_pub") || process.env.CI === "true")(
    "mosquitto_pub and mosquitto_sub of Debian (apt-get install mosquitto-clients) get along with it",
    async () => {
      await using bench = await openBench();
      const at = ["-h", "127.0.0.1", "-p", String(bench.broker.port)];
      for (const qos of ["0", "1", "2"])
        await run("/usr/bin/mosquitto_pub", [...at, "-q", qos, "-t", telemetry, "-m", `qos ${qos}`]);
      await run("/usr/bin/mosquitto_pub", [...at, "-q", "1", "-r", "-t", status, "-m", "online"]);
      const { stdout } = await run("/usr/bin/mosquitto_sub", [
        ...at,
        "-C",
        "1",
        "-W",
        "5",
        "-F",
        "%r %p",
        "-t",
        status,
      ]);
      expect(stdout).toBe("1 online\n");
      expect(bench.texts()).toEqual(["qos 0", "qos 1", "qos 2", "online"]);
    },
  );
});

describe("retained values and wills", () => {
  test("status is kept for whoever comes later, telemetry is not", async () => {
    await using bench = await openBench();
    const device = await bench.join();
    await device.publishAsync(status, "online", { qos: 1, retain: true });
    await device.publishAsync(telemetry, "{}", { qos: 1, retain: true });
    await device.publishAsync("facility/demo/camera/X9/status", "online", { qos: 1, retain: true });
    const late = await bench.join();
    const heard: string[] = [];
    late.on("message", (topic, payload, packet) => heard.push(`${topic} ${payload} ${packet.retain}`));
    await late.subscribeAsync("facility/demo/camera/#", { qos: 1 });
    await until("the kept value", () => heard.length > 0);
    await delay(50);
    expect(heard).toEqual([`${status} online true`]);
  });

  test("a device's will on its own status reaches the intake and is kept", async () => {
    await using bench = await openBench({ known: [{ id: "C1", type: "device" }] });
    const will = { topic: status, payload: Buffer.from("offline"), qos: 1, retain: true } as const;
    const device = await bench.join({ ...bench.as("C1"), will });
    device.stream.destroy();
    await until("the will", () => bench.messages.length === 1);
    expect(`${bench.messages[0]?.topic} ${bench.texts()}`).toBe(`${status} offline`);
  });

  test("a will on somebody else's topic is not published", async () => {
    await using bench = await openBench({ known: [{ id: "C1", type: "device" }] });
    const topic = "facility/demo/gate/G1/status";
    const device = await bench.join({ ...bench.as("C1"), will: { topic, payload: Buffer.from("offline"), qos: 1 } });
    device.stream.destroy();
    await until("the refusal", () => bench.log.lines.some(({ message }) => message === "a publish was refused"));
    expect(bench.messages).toEqual([]);
  });

  test("the gateway's own end sends no wills, says offline, and lets messages in flight finish", async () => {
    const intake = createMemoryIntake();
    intake.automatic = false;
    await using bench = await openBench({ intake });
    const watcher = await bench.join();
    const heard: string[] = [];
    watcher.on("message", (_topic, payload, packet) => heard.push(`${payload} ${packet.retain}`));
    await watcher.subscribeAsync("facility/demo/gateway/status");
    const device = await bench.join({ will: { topic: status, payload: Buffer.from("offline"), qos: 1 } });
    const sent = device.publishAsync(telemetry, "in flight", { qos: 1 });
    await until("the message in flight", () => bench.messages.length === 1);
    const closing = bench.broker[Symbol.asyncDispose]();
    await delay(50);
    intake.sync();
    await sent;
    await closing;
    await until("offline", () => heard.length === 2);
    expect(heard).toEqual(["online true", "offline false"]);
    expect(bench.texts()).toEqual(["in flight"]);
    await expect(bench.broker.publish("facility/demo/gateway/tickets", "{}")).rejects.toThrow("closed");
  });
});

describe("access", () => {
  const known = () => [
    { id: "C1", type: "device" } as const,
    { id: "G1", type: "device" } as const,
    { id: "wallboard", type: "reader" } as const,
  ];

  test("a publish on another device's topic closes the connection and is logged once with the cure", async () => {
    await using bench = await openBench({ known: known() });
    for (let attempt = 0; attempt < 3; attempt++) {
      const device = await bench.join({ ...bench.as("C1"), clientId: "same" });
      const gone = closeOf(device);
      device.publish("facility/demo/gate/G1/event", "{}", { qos: 1 });
      await gone;
    }
    expect(bench.messages).toEqual([]);
    const lines = bench.log.lines.filter(({ message }) => message === "a publish was refused");
    expect(lines.length).toBe(1);
    expect(JSON.stringify(lines[0]?.fields.hint)).toContain("facility/demo/camera/C1/");
  });

  test("a device hears its own commands only, a reader the gateway's streams only", async () => {
    await using bench = await openBench({ known: known() });
    const [device, reader] = [await bench.join(bench.as("C1")), await bench.join(bench.as("wallboard"))];
    const heard: string[] = [];
    for (const client of [device, reader])
      client.on("message", (topic) => heard.push(`${client === device ? "device" : "reader"} ${topic}`));
    const granted = async (client: typeof device, topic: string) => {
      const subscribed = await client.subscribeAsync(topic, { qos: 1 }).catch(() => [{ qos: 128 }]);
      return subscribed[0]?.qos;
    };
    expect(await granted(device, "facility/demo/camera/C1/command")).toBe(1);
    expect(await granted(device, "facility/demo/gate/G1/command")).toBe(128);
    expect(await granted(device, "#")).toBe(128);
    expect(await granted(reader, "facility/demo/gateway/tickets")).toBe(1);
    expect(await granted(reader, "facility/demo/camera/C1/command")).toBe(128);
    expect(await granted(reader, "$share/g/facility/demo/gateway/tickets")).toBe(128);
    await bench.broker.publish("facility/demo/camera/C1/command", "{}");
    await bench.broker.publish("facility/demo/gate/G1/command", "{}");
    await bench.broker.publish("facility/demo/gateway/tickets", "{}");
    await until("both", () => heard.length === 2);
    expect(heard.sort()).toEqual(["device facility/demo/camera/C1/command", "reader facility/demo/gateway/tickets"]);
    expect(bench.messages).toEqual([]);
  });

  test("anonymous is refused as soon as one credential exists, even one who is in already", async () => {
    await using bench = await openBench();
    const early = await bench.join();
    await early.publishAsync(telemetry, "before", { qos: 1 });
    bench.known.push({ id: "C1", type: "device" });
    await expect(bench.join()).rejects.toThrow("Not authorized");
    const gone = closeOf(early);
    early.publish(telemetry, "after", { qos: 1 });
    await gone;
    expect(bench.texts()).toEqual(["before"]);
  });

  test("a wrong password is refused, slowed down after five, and the right one still gets in", async () => {
    await using bench = await openBench({ known: known() });
    for (let attempt = 0; attempt < 5; attempt++)
      await expect(bench.join({ username: "C1", password: "guess" })).rejects.toThrow("Bad username or password");
    const client = await bench.join(bench.as("C1"));
    expect(client.connected).toBe(true);
    expect(bench.log.lines.some(({ message }) => message.includes("slowed down"))).toBe(true);
    expect(JSON.stringify(bench.log.lines)).not.toContain("guess");
  });

  test("nobody takes over another's session by its client id", async () => {
    await using bench = await openBench({ known: known() });
    const camera = await bench.join({ ...bench.as("C1"), clientId: "one", clean: false });
    const gate = await bench.join({ ...bench.as("G1"), clientId: "one", clean: false });
    await delay(50);
    expect([camera.connected, gate.connected, bench.broker.clients()]).toEqual([true, true, 2]);
  });

  test("a revoked credential's connections are closed", async () => {
    await using bench = await openBench({ known: known() });
    const [camera, gate] = [await bench.join(bench.as("C1")), await bench.join(bench.as("G1"))];
    const gone = closeOf(camera);
    bench.broker.disconnect("C1");
    await gone;
    expect([gate.connected, bench.broker.clients()]).toEqual([true, 1]);
  });
});

describe("sessions", () => {
  test("an absent reader gets what it missed, up to the limit; a command is not kept", async () => {
    const offlineMessages = { perClient: 3, inAll: 10, bytes: 1_000 };
    await using bench = await openBench({
      known: [
        { id: "wallboard", type: "reader" },
        { id: "C1", type: "device" },
      ],
      limits: { offlineMessages },
    });
    for (const [id, topic] of [
      ["wallboard", "facility/demo/gateway/tickets"],
      ["C1", "facility/demo/camera/C1/command"],
    ] as const) {
      const client = await bench.join({ ...bench.as(id), clientId: "s", clean: false });
      await client.subscribeAsync(topic, { qos: 1 });
      await client.endAsync();
    }
    const heard: string[] = [];
    for (let round = 0; round < 2; round++) {
      await until("both gone", () => bench.broker.clients() === 0);
      for (let n = 0; n < 5; n++) await bench.broker.publish("facility/demo/gateway/tickets", `${round}${n}`);
      await bench.broker.publish("facility/demo/camera/C1/command", "reboot");
      for (const id of ["wallboard", "C1"]) {
        const client = mqtt.connect(`mqtt://127.0.0.1:${bench.broker.port}`, {
          ...bench.as(id),
          clientId: "s",
          clean: false,
          reconnectPeriod: 0,
        });
        client.on("message", (_topic, payload) => heard.push(payload.toString()));
        await new Promise((resolve) => client.once("connect", resolve));
        await delay(100);
        await client.endAsync();
      }
    }
    expect(heard).toEqual(["00", "01", "02", "10", "11", "12"]);
  });
});

test("a port in use names the setting in both languages and keeps the code", async () => {
  await using bench = await openBench();
  const again = openEmbedded({
    host: "127.0.0.1",
    port: bench.broker.port,
    site,
    kindOf: () => undefined,
    credentials: { any: () => false, verify: () => null },
    intake: createMemoryIntake(),
    log: recordLog(),
  });
  const error: Error & { code?: string; hint?: { en: string; zh: string } } = await again.then(
    () => new Error("opened"),
    (reason) => reason,
  );
  expect(error.code).toBe("EADDRINUSE");
  expect(error.hint?.en).toContain("ANJU_MQTT_PORT");
  expect(error.hint?.zh).toContain("--mqtt-port");
  expect(error.message).toContain(String(bench.broker.port));
});
