// Strangers attack the broker: its memory stays bounded, and another client's QoS 1 message is still acknowledged.

import { setTimeout as delay } from "node:timers/promises";
import mqtt from "mqtt";
import { expect, test } from "vitest";
import { connectFrame, frameOf, publishFrame, until } from "./broker-bench.ts";
import { openAttacked } from "./open-attacked.ts";

const telemetry = "facility/demo/camera/C1/telemetry";
const text = (value: string) => Buffer.concat([Buffer.of(value.length >> 8, value.length & 255), Buffer.from(value)]);
const subscribeFrame = (filters: readonly string[]) =>
  frameOf(0x82, Buffer.of(0, 1), ...filters.flatMap((filter) => [text(filter), Buffer.of(1)]));

test("50 CONNECTs that announce 256 MB", async () => {
  await using attacked = await openAttacked();
  const flesh = Buffer.alloc(256 * 1024, 0x41);
  for (let n = 0; n < 50; n++) {
    const socket = attacked.socket(Buffer.of(0x10, 0xff, 0xff, 0xff, 0x7f));
    socket.write(flesh);
    socket.write(flesh);
  }
  await attacked.roundTrip();
  await until("all closed", () => attacked.alive() === 0);
  await attacked.roundTrip();
  expect(attacked.growth()).toBeLessThan(60);
});

test("2,000 connections that say their CONNECT byte by byte", async () => {
  await using attacked = await openAttacked({ limits: { connectWithin: 2_000 } });
  const hello = connectFrame("loris");
  const sockets = Array.from({ length: 2_000 }, () => attacked.socket(hello.subarray(0, 1)));
  for (let at = 1; at < 12; at++) {
    await delay(250);
    for (const socket of sockets) if (!socket.destroyed) socket.write(hello.subarray(at, at + 1));
    await attacked.roundTrip();
  }
  await until("all closed", () => attacked.alive() === 0);
  expect(attacked.growth()).toBeLessThan(80);
});

test("a storm of connections from one address", async () => {
  const perLoopback = { connections: 100, perSecond: 50, burst: 200 };
  await using attacked = await openAttacked({ limits: { perLoopback } });
  const hello = connectFrame("");
  for (let wave = 0; wave < 30; wave++) {
    for (let n = 0; n < 100; n++) attacked.socket(hello);
    await attacked.roundTrip();
  }
  await until("the refusals", () => attacked.last().stats.refusedConnections > 2_000);
  await attacked.roundTrip();
  await until("the rest closed", () => attacked.alive() <= 100);
  expect(attacked.growth()).toBeLessThan(80);
});

test("two clients that keep taking over each other's session", async () => {
  await using attacked = await openAttacked();
  let accepted = 0;
  let fighting = true;
  const fight = (): void => {
    if (!fighting) return;
    const socket = attacked.socket(connectFrame("same"));
    socket.once("data", () => {
      accepted += 1;
    });
    socket.once("close", () => setTimeout(fight, 1));
  };
  fight();
  fight();
  for (let n = 0; n < 15; n++) {
    await delay(200);
    await attacked.roundTrip();
  }
  fighting = false;
  expect(accepted).toBeGreaterThan(3);
  expect(accepted).toBeLessThan(15);
  expect(attacked.growth()).toBeLessThan(60);
});

test("last values without end", async () => {
  const unlimited = { messagesPerSecond: 0, bytesPerSecond: 0, burst: 1 };
  const retained = { count: 1_000, bytes: 512 * 1024 };
  await using attacked = await openAttacked({ limits: { retained, perClient: unlimited } });
  const socket = attacked.socket(connectFrame("bomb"));
  await new Promise((resolve) => socket.once("data", resolve));
  for (let n = 0; n < 30_000; n++) {
    const frame = publishFrame(`facility/demo/camera/C${n}/status`, Buffer.alloc(1_000, 0x41));
    frame[0] = 0x31;
    if (!socket.write(frame)) await new Promise((resolve) => socket.once("drain", resolve));
  }
  await until("all taken", () => attacked.last().taken >= 30_000);
  await attacked.roundTrip();
  expect(attacked.growth()).toBeLessThan(120);
  const reader = await mqtt.connectAsync(`mqtt://127.0.0.1:${attacked.last().port}`);
  let kept = 0;
  reader.on("message", () => {
    kept += 1;
  });
  await reader.subscribeAsync("facility/demo/camera/#");
  await delay(500);
  await reader.endAsync(true);
  expect(kept).toBeGreaterThan(100);
  expect(kept).toBeLessThan(550);
});

test("filters without end: wild, deep, long", async () => {
  await using attacked = await openAttacked();
  const wild = Array.from({ length: 3_000 }, (_, n) => `facility/demo/+/+/${"+/".repeat(n % 80)}x${n}/#`);
  const socket = attacked.socket(connectFrame("bomb"));
  let answers = Buffer.alloc(0);
  socket.on("data", (chunk: Buffer) => {
    answers = Buffer.concat([answers, chunk]);
  });
  socket.write(subscribeFrame([...wild, "facility/demo/camera/+/telemetry", `facility/${"x".repeat(2_000)}`]));
  await until("SUBACK", () => answers.length > 3_000);
  const granted = answers.subarray(-3_002);
  expect(granted.filter((code) => code !== 128).length).toBeLessThanOrEqual(100);
  expect(granted.at(-1)).toBe(128);
  for (let n = 0; n < 200; n++) {
    socket.write(publishFrame(`facility/demo/camera/C1/${"y/".repeat(20)}${n}`, "x", 1, n + 1));
    if (n % 20 === 0) await attacked.roundTrip();
  }
  await attacked.roundTrip();
  expect(attacked.growth()).toBeLessThan(80);
});

test("a subscriber that does not read is cut, the others go on", async () => {
  await using attacked = await openAttacked({ limits: { drainTimeout: 3_000 } });
  const frozen = attacked.socket(connectFrame("frozen"));
  await new Promise((resolve) => frozen.once("data", resolve));
  frozen.write(subscribeFrame(["facility/demo/camera/C1/#"]));
  await new Promise((resolve) => frozen.once("data", resolve));
  frozen.pause();
  const socket = attacked.socket(connectFrame("talker"));
  socket.resume();
  let sent = 0;
  const payload = Buffer.alloc(4_000, 0x41);
  for (let turn = 0; attacked.last().stats.droppedForSlowness === 0 && turn < 1_000; turn++) {
    for (; sent < 20_000 && socket.writableLength < 1_000_000; sent++)
      socket.write(publishFrame(telemetry, payload, 1, 1 + (sent % 60_000)));
    await delay(20);
    if (turn % 20 === 0) await attacked.roundTrip();
  }
  await attacked.roundTrip();
  expect(attacked.last().stats.droppedForSlowness).toBe(1);
  expect(attacked.growth()).toBeLessThan(150);
});

test("a device that floods is slowed down and reported, and loses nothing", async () => {
  const perClient = { messagesPerSecond: 500, bytesPerSecond: 0, burst: 1 };
  const flooding = { after: 1_000, calm: 2_000 };
  await using attacked = await openAttacked({ limits: { perClient, flooding } });
  const socket = attacked.socket(connectFrame("flood"));
  await new Promise((resolve) => socket.once("data", resolve));
  for (let n = 0; n < 4_000; n++) socket.write(publishFrame(telemetry, `${n}${"x".repeat(200)}`));
  let trips = 0;
  for (; trips < 10; trips++) {
    await delay(100);
    await attacked.roundTrip();
  }
  await until("the report", () => attacked.last().floods.length === 1);
  expect(attacked.last().floods).toEqual(["C1 true"]);
  await until("all taken", () => attacked.last().taken === 4_000 + trips);
  await until("quiet", () => attacked.last().floods.length === 2);
  expect([attacked.last().floods, attacked.last().stats.throttled]).toEqual([["C1 true", "C1 false"], 0]);
  expect(attacked.growth()).toBeLessThan(60);
});

test("10,000 failed log-ins", async () => {
  await using attacked = await openAttacked({ secured: true });
  const hello = frameOf(0x10, text("MQTT"), Buffer.of(4, 0xc2, 0, 60), text("x"), text("C1"), text("guess"));
  let begun = 0;
  let answered = 0;
  const attempt = async (): Promise<void> => {
    const socket = attacked.socket(hello);
    // Those that are held back are given up; the others have their answer at once.
    const impatience = setTimeout(() => socket.destroy(), 2_000);
    socket.once("data", () => {
      answered += 1;
    });
    await new Promise((resolve) => socket.once("close", resolve));
    clearTimeout(impatience);
  };
  const guess = async (): Promise<void> => {
    while (begun < 10_000) {
      begun += 1;
      await attempt();
    }
  };
  const guessing = Promise.all(Array.from({ length: 50 }, guess));
  for (let n = 0; n < 5; n++) {
    await attacked.roundTrip();
    await delay(100);
  }
  await guessing;
  await attacked.roundTrip();
  expect(answered).toBeGreaterThan(9_900);
  // The bystander's own, the free ones, and those whose time came meanwhile.
  expect(attacked.last().verified).toBeLessThan(20);
  expect(attacked.growth()).toBeLessThan(150);
});
