// The front with plain bytes: however they are cut and mixed, MQTT 3.1.1's rules for PUBLISH, order and keep-alive hold.

import { setTimeout as delay } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { connectFrame, frameOf, openBench, openRaw, publishFrame, until } from "./broker-bench.ts";
import { createMemoryIntake } from "./memory-intake.ts";

const telemetry = "facility/demo/camera/C1/telemetry";
const status = "facility/demo/camera/C1/status";
const accepted = Buffer.of(0x20, 2, 0, 0);
const puback = (id: number) => Buffer.of(0x40, 2, id >> 8, id & 0xff);
const text = (value: string) => Buffer.concat([Buffer.of(0, value.length), Buffer.from(value)]);
/** CONNECT with a keep-alive in seconds and a will `offline` on the device's status. */
const connectWithWill = (keepAlive: number) =>
  frameOf(0x10, text("MQTT"), Buffer.of(4, 0x2e, 0, keepAlive), text("w"), text(status), text("offline"));
const join = async (port: number) => {
  const raw = await openRaw(port);
  raw.socket.write(connectFrame("raw"));
  await until("accepted", () => raw.state.received.equals(accepted));
  return raw;
};

describe("bytes", () => {
  test("a whole session byte by byte", async () => {
    await using bench = await openBench();
    using raw = await openRaw(bench.broker.port);
    raw.socket.setNoDelay(true);
    const bytes = Buffer.concat([
      connectFrame("slow"),
      publishFrame(telemetry, "zero"),
      publishFrame(telemetry, "one", 1, 7),
      publishFrame(telemetry, "", 1, 8),
      Buffer.of(0xc0, 0),
    ]);
    for (const byte of bytes) {
      raw.socket.write(Buffer.of(byte));
      await new Promise((resolve) => setImmediate(resolve));
    }
    const pingresp = Buffer.of(0xd0, 0);
    await until("all answers", () => raw.state.received.length === 14);
    const answers = raw.state.received.subarray(4);
    expect(raw.state.received.subarray(0, 4)).toEqual(accepted);
    expect([puback(7), puback(8), pingresp].every((answer) => answers.includes(answer))).toBe(true);
    expect(bench.texts()).toEqual(["zero", "one", ""]);
  });

  test("what is pipelined behind CONNECT waits and is taken in order, DISCONNECT included", async () => {
    await using bench = await openBench();
    using raw = await openRaw(bench.broker.port);
    const many = Array.from({ length: 2_000 }, (_, n) => publishFrame(telemetry, `${n}`, n % 3 === 0 ? 0 : 1, n + 1));
    raw.socket.end(Buffer.concat([connectWithWill(0), ...many, Buffer.of(0xe0, 0)]));
    await until("closed", () => raw.state.closed);
    expect(bench.texts()).toEqual(Array.from({ length: 2_000 }, (_, n) => `${n}`));
  });

  test("CONNECT, messages and the end in one segment: all are taken, QoS 1 is acknowledged", async () => {
    await using bench = await openBench();
    using raw = await openRaw(bench.broker.port);
    raw.socket.end(
      Buffer.concat([connectFrame("brief"), publishFrame(telemetry, "a"), publishFrame(telemetry, "b", 1, 5)]),
    );
    await until("closed", () => raw.state.closed);
    expect(bench.texts()).toEqual(["a", "b"]);
    expect(raw.state.received).toEqual(Buffer.concat([accepted, puback(5)]));
    expect(bench.log.lines.filter(({ level }) => level === "warn")).toEqual([]);
  });

  test("what is pipelined behind a CONNECT that is refused is not taken", async () => {
    await using bench = await openBench({ known: [{ id: "C1", type: "device" }] });
    using raw = await openRaw(bench.broker.port);
    raw.socket.write(Buffer.concat([connectFrame("x"), publishFrame(telemetry, "no", 1)]));
    await until("closed", () => raw.state.closed);
    expect([raw.state.received, bench.texts()]).toEqual([Buffer.of(0x20, 2, 0, 5), []]);
  });

  test("many messages at once are acknowledged in order, once the disk has them, in one question to it", async () => {
    const intake = createMemoryIntake();
    intake.automatic = false;
    await using bench = await openBench({ intake });
    using raw = await join(bench.broker.port);
    const ids = Array.from({ length: 500 }, (_, n) => n + 1);
    raw.socket.write(Buffer.concat(ids.map((id) => publishFrame(telemetry, `${id}`, 1, id))));
    await until("taken", () => bench.messages.length === 500);
    expect(raw.state.received.length).toBe(4);
    expect(intake.waiting()).toBeLessThan(5);
    intake.sync();
    await until("acknowledged", () => raw.state.received.length === 4 + 4 * 500);
    expect(raw.state.received.subarray(4)).toEqual(Buffer.concat(ids.map(puback)));
  });

  test("QoS 0, 1 and 2 mixed reach the intake in the order of sending", async () => {
    await using bench = await openBench();
    using raw = await join(bench.broker.port);
    const order = Array.from({ length: 300 }, (_, n) => n);
    raw.socket.write(Buffer.concat(order.map((n) => publishFrame(telemetry, `${n}`, n % 3, n + 1))));
    await until("all", () => bench.messages.length === 300);
    expect(bench.texts()).toEqual(order.map(String));
    expect(bench.intake.qualities).toEqual(order.map((n) => n % 3));
  });
});

describe("MQTT's rules for PUBLISH", () => {
  const deep = Array.from({ length: 40 }, () => "x").join("/");
  test.each([
    ["an empty topic", publishFrame("", "x")],
    ["a wildcard", publishFrame("facility/demo/camera/+/telemetry", "x")],
    ["an open wildcard", publishFrame("facility/#", "x")],
    ["a null character", publishFrame("a\u0000b", "x")],
    ["a topic that is not UTF-8", frameOf(0x30, Buffer.of(0, 2, 0xc3, 0x28), Buffer.from("x"))],
    ["a surrogate", frameOf(0x30, Buffer.of(0, 3, 0xed, 0xa0, 0x80), Buffer.from("x"))],
    ["too many levels", publishFrame(deep, "x")],
    ["packet identifier 0", publishFrame(telemetry, "x", 1, 0)],
    ["QoS 3", publishFrame(telemetry, "x", 3, 1)],
    ["DUP at QoS 0", publishFrame(telemetry, "x", 0, 0, true)],
    ["a topic longer than its frame", frameOf(0x30, Buffer.of(0, 9, 0x61))],
    ["no room for the identifier", frameOf(0x32, Buffer.of(0, 1, 0x61, 0))],
    ["a frame without a topic", frameOf(0x30, Buffer.of(0))],
    ["a second CONNECT", connectFrame("raw")],
    ["a packet of a server", Buffer.of(0x20, 2, 0, 0)],
    ["a $ topic", publishFrame("$SYS/x", "x")],
  ])("%s closes the connection; what came before counts, what follows does not", async (_what, bytes) => {
    await using bench = await openBench();
    using raw = await join(bench.broker.port);
    raw.socket.write(Buffer.concat([publishFrame(telemetry, "before"), bytes, publishFrame(telemetry, "after")]));
    await until("closed", () => raw.state.closed);
    expect(bench.texts()).toEqual(["before"]);
  });
});

describe("keep-alive", () => {
  test("silence for 1.5 × keep-alive closes the connection and its will is published", async () => {
    await using bench = await openBench();
    using raw = await openRaw(bench.broker.port);
    raw.socket.write(connectWithWill(1));
    await until("closed", () => raw.state.closed);
    await until("the will", () => bench.messages.length === 1);
    expect(`${bench.messages[0]?.topic} ${bench.texts()}`).toBe(`${status} offline`);
    expect(bench.log.lines.some(({ fields }) => fields.error === "keep alive timeout")).toBe(true);
  });

  test("messages that aedes never sees count as life; DISCONNECT sends no will", async () => {
    await using bench = await openBench();
    using raw = await openRaw(bench.broker.port);
    raw.socket.write(connectWithWill(1));
    for (let n = 0; n < 12; n++) {
      await delay(300);
      raw.socket.write(publishFrame(telemetry, "alive"));
    }
    expect(raw.state.closed).toBe(false);
    raw.socket.write(Buffer.of(0xe0, 0));
    await until("closed", () => raw.state.closed);
    await delay(50);
    expect(new Set(bench.texts())).toEqual(new Set(["alive"]));
  });
});

describe("who hears", () => {
  test("only what somebody listens to goes through aedes, from the moment they do", async () => {
    await using bench = await openBench();
    const [device, listener] = [await bench.join(), await bench.join()];
    const publishes = () => bench.broker.stats().publishes;
    await device.publishAsync(telemetry, "1", { qos: 1 });
    expect(publishes()).toEqual({ fast: 1, aedes: 0 });
    const heard: string[] = [];
    listener.on("message", (_topic, payload) => heard.push(payload.toString()));
    await listener.subscribeAsync("facility/demo/+/C1/telemetry", { qos: 0 });
    await device.publishAsync(telemetry, "2", { qos: 1 });
    await until("heard", () => heard.length === 1);
    await listener.unsubscribeAsync("facility/demo/+/C1/telemetry");
    await device.publishAsync(telemetry, "3", { qos: 1 });
    expect([heard, publishes(), bench.texts()]).toEqual([["2"], { fast: 2, aedes: 1 }, ["1", "2", "3"]]);
  });

  test("QoS 0 behind QoS 1 behind a kept value in one chunk: a subscriber gets all three", async () => {
    await using bench = await openBench();
    const listener = await bench.join();
    const heard: string[] = [];
    listener.on("message", (_topic, payload) => heard.push(payload.toString()));
    await listener.subscribeAsync("facility/demo/camera/#", { qos: 1 });
    using raw = await join(bench.broker.port);
    const kept = publishFrame(status, "online", 1, 1);
    kept[0] = 0x33;
    for (let round = 0; round < 20; round++)
      raw.socket.write(Buffer.concat([kept, publishFrame(telemetry, "q1", 1, 2), publishFrame(telemetry, "q0")]));
    await until("all", () => heard.length === 60);
    expect(heard).toEqual(Array.from({ length: 20 }, () => ["online", "q1", "q0"]).flat());
  });

  test("an absent session gets the QoS 1 messages that came meanwhile; a clean session ends it", async () => {
    await using bench = await openBench();
    const session = { clientId: "s", clean: false };
    const first = await bench.join(session);
    await first.subscribeAsync("facility/demo/camera/C1/telemetry", { qos: 1 });
    await first.endAsync();
    await until("gone", () => bench.broker.clients() === 0);
    const device = await bench.join();
    for (const payload of ["1", "2", "3"]) await device.publishAsync(telemetry, payload, { qos: 1 });
    await delay(30);
    using raw = await openRaw(bench.broker.port);
    raw.socket.write(connectFrame("s", 0));
    await until("the three", () => raw.state.received.length > 3 * telemetry.length);
    expect(raw.state.received.subarray(0, 4)).toEqual(Buffer.of(0x20, 2, 1, 0));
    for (const payload of ["1", "2", "3"]) expect(raw.state.received.includes(Buffer.from(`${payload}`))).toBe(true);
    raw.socket.end(Buffer.of(0xe0, 0));
    await until("gone again", () => bench.broker.clients() === 1);
    using clean = await openRaw(bench.broker.port);
    clean.socket.write(connectFrame("s"));
    await until("accepted", () => clean.state.received.equals(accepted));
    const before = bench.broker.stats().publishes.aedes;
    await device.publishAsync(telemetry, "4", { qos: 1 });
    expect(bench.broker.stats().publishes.aedes).toBe(before);
  });
});
