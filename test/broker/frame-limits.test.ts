// What the embedded broker does with bytes no honest client sends, and with WebSockets.

import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { WebSocket, WebSocketServer } from "ws";
import { closeOf, connectFrame, frameOf, openBench, openRaw, publishFrame, until } from "./broker-bench.ts";

const telemetry = "facility/demo/camera/C1/telemetry";
const accepted = Buffer.of(0x20, 2, 0, 0);
const connack = (code: number) => Buffer.of(0x20, 2, 0, code);

describe("frames", () => {
  test("above 16 KiB before CONNECT is accepted, the connection closes at the header", async () => {
    await using bench = await openBench();
    using raw = await openRaw(bench.broker.port);
    raw.socket.write(Buffer.of(0x10, 0x81, 0x80, 0x01)); // announces 16,385 bytes, sends none
    await until("closed", () => raw.state.closed);
    expect(raw.state.received.length).toBe(0);
    expect(bench.log.lines.map(({ fields }) => fields.error)).toEqual(["frame-too-large"]);
  });

  test("up to 1 MiB after it passes, above it the connection closes", async () => {
    await using bench = await openBench();
    using raw = await openRaw(bench.broker.port);
    raw.socket.write(connectFrame("raw"));
    await until("accepted", () => raw.state.received.equals(accepted));
    raw.socket.write(publishFrame(telemetry, Buffer.alloc(1_000_000, 0x20), 1, 7));
    await until("PUBACK", () => raw.state.received.subarray(4).equals(Buffer.of(0x40, 2, 0, 7)));
    expect(raw.state.closed).toBe(false);
    raw.socket.write(Buffer.of(0x30, 0x81, 0x80, 0x40)); // 1,048,577 bytes
    await until("closed", () => raw.state.closed);
    expect(bench.messages.length).toBe(1);
  });

  test.each([
    ["a length that never ends", Buffer.of(0x10, 0xff, 0xff, 0xff, 0xff, 0x7f)],
    ["no CONNECT first", publishFrame(telemetry, "{}")],
    ["another protocol", Buffer.from("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")],
  ])("%s closes the connection", async (_what, bytes) => {
    await using bench = await openBench();
    using raw = await openRaw(bench.broker.port);
    raw.socket.write(bytes);
    await until("closed", () => raw.state.closed);
    expect([raw.state.received.length, bench.messages.length]).toEqual([0, 0]);
  });

  test("a second CONNECT closes the connection", async () => {
    await using bench = await openBench();
    using raw = await openRaw(bench.broker.port);
    raw.socket.write(connectFrame("raw"));
    await until("accepted", () => raw.state.received.length === 4);
    raw.socket.write(connectFrame("raw"));
    await until("closed", () => raw.state.closed);
  });

  test("a QoS 2 message that is sent again before its PUBREL counts once", async () => {
    await using bench = await openBench();
    using raw = await openRaw(bench.broker.port);
    raw.socket.write(connectFrame("raw"));
    await until("accepted", () => raw.state.received.length === 4);
    raw.socket.write(publishFrame(telemetry, "once", 2, 9));
    await until("PUBREC", () => raw.state.received.length === 8);
    raw.socket.write(publishFrame(telemetry, "once", 2, 9, true));
    await until("PUBREC again", () => raw.state.received.length === 12);
    raw.socket.write(frameOf(0x62, Buffer.of(0, 9)));
    await until("PUBCOMP", () => raw.state.received.subarray(12).equals(Buffer.of(0x70, 2, 0, 9)));
    expect(bench.texts()).toEqual(["once"]);
  });

  test("who says nothing is closed after the time for CONNECT", async () => {
    await using bench = await openBench({ limits: { connectWithin: 50 } });
    using raw = await openRaw(bench.broker.port);
    await until("closed", () => raw.state.closed);
    expect(raw.state.received.length).toBe(0);
  });

  test("more connections than allowed are refused, and places become free again", async () => {
    await using bench = await openBench({ limits: { maxConnections: 1 } });
    const first = await bench.join();
    using second = await openRaw(bench.broker.port);
    await until("closed", () => second.state.closed);
    await first.endAsync();
    await until("gone", () => bench.broker.clients() === 0);
    expect((await bench.join()).connected).toBe(true);
  });
});

describe("CONNECT", () => {
  test("an empty client id without clean session gets CONNACK 2, with it a session", async () => {
    await using bench = await openBench();
    using refused = await openRaw(bench.broker.port);
    refused.socket.write(connectFrame("", 0));
    await until("closed", () => refused.state.closed);
    expect(refused.state.received).toEqual(connack(2));
    using taken = await openRaw(bench.broker.port);
    taken.socket.write(connectFrame("", 2));
    await until("accepted", () => taken.state.received.equals(accepted));
  });

  test("MQTT 5 gets its own CONNACK 0x84 and a log line that says what to set", async () => {
    await using bench = await openBench();
    await expect(bench.join({ protocolVersion: 5 })).rejects.toThrow();
    using raw = await openRaw(bench.broker.port);
    raw.socket.write(connectFrame("five", 2, 5));
    await until("closed", () => raw.state.closed);
    expect(raw.state.received).toEqual(Buffer.of(0x20, 3, 0, 0x84, 0));
    const lines = bench.log.lines.filter(({ message }) => message.includes("MQTT 5"));
    expect(lines.length).toBe(1);
    expect(JSON.stringify(lines[0]?.fields.hint)).toContain("3.1.1");
  });
});

/** The web server's part of the bargain: it upgrades `/mqtt` and hands the socket over. */
const openWeb = async (bench: Awaited<ReturnType<typeof openBench>>) => {
  const http = createServer();
  const sockets = new WebSocketServer({
    server: http,
    path: "/mqtt",
    handleProtocols: (offered) => offered.has("mqtt") && "mqtt",
  });
  sockets.on("connection", (socket, request) => bench.broker.handleWebSocket(socket, request));
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  return {
    url: `ws://127.0.0.1:${(http.address() as AddressInfo).port}/mqtt`,
    [Symbol.dispose]: () => {
      for (const socket of sockets.clients) socket.terminate();
      http.close();
    },
  };
};

describe("WebSocket", () => {
  test("publishes, hears, and obeys the same limits", async () => {
    await using bench = await openBench();
    using web = await openWeb(bench);
    const client = await bench.join({ url: web.url });
    const heard: string[] = [];
    client.on("message", (_topic, payload) => heard.push(payload.toString()));
    await client.subscribeAsync("facility/demo/camera/#", { qos: 1 });
    await client.publishAsync(telemetry, "over the web", { qos: 1 });
    await until("the echo", () => heard.length === 1);
    expect(bench.texts()).toEqual(["over the web"]);
    const gone = closeOf(client);
    client.publish(telemetry, Buffer.alloc(1_100_000), { qos: 1 });
    await gone;
    expect(bench.messages.length).toBe(1);
  });

  test("packets may be cut across WebSocket frames, and share one", async () => {
    await using bench = await openBench();
    using web = await openWeb(bench);
    const socket = new WebSocket(web.url, ["mqtt"]);
    const received: Buffer[] = [];
    socket.on("message", (data: Buffer) => received.push(data));
    await new Promise((resolve) => socket.once("open", resolve));
    const bytes = Buffer.concat([
      connectFrame("web"),
      publishFrame(telemetry, "a", 1, 1),
      publishFrame(telemetry, "b", 1, 2),
    ]);
    for (let at = 0; at < bytes.length; at += 7) socket.send(bytes.subarray(at, at + 7));
    socket.send(Buffer.concat([publishFrame(telemetry, "c", 1, 3), publishFrame(telemetry, "d", 1, 4)]));
    await until("all answers", () => Buffer.concat(received).length === 4 + 4 * 4);
    expect(bench.texts()).toEqual(["a", "b", "c", "d"]);
    socket.terminate();
  });

  test("a refusal's CONNACK arrives before the end", async () => {
    await using bench = await openBench({ known: [{ id: "C1", type: "device" }] });
    using web = await openWeb(bench);
    await expect(bench.join({ url: web.url })).rejects.toThrow("Not authorized");
    expect((await bench.join({ url: web.url, ...bench.as("C1") })).connected).toBe(true);
  });

  test.each([
    ["a page of another site", { origin: "https://evil.example" }, "mqtt", 1008],
    ["another subprotocol", {}, undefined, 1008],
  ] as const)("%s is refused", async (_what, headers, protocol, code) => {
    await using bench = await openBench();
    using web = await openWeb(bench);
    const socket = new WebSocket(web.url, protocol === undefined ? [] : [protocol], { headers });
    expect(await new Promise((resolve) => socket.once("close", resolve))).toBe(code);
  });

  test.each([
    ["through a proxy", { "x-forwarded-for": "203.0.113.9" }],
    ["under a foreign name that resolves here", { host: "evil.example", origin: "http://evil.example" }],
  ])("anonymous %s is no loopback client", async (_what, headers) => {
    await using bench = await openBench();
    using web = await openWeb(bench);
    await expect(bench.join({ url: web.url, wsOptions: { headers } })).rejects.toThrow("Not authorized");
    await delay(10);
    expect(bench.broker.clients()).toBe(0);
  });
});

test("MQTT over TLS, with a certificate that is renewed while it runs", async () => {
  const folder = mkdtempSync(join(tmpdir(), "anju-tls-"));
  try {
    const certificate = (name: string) => {
      const [key, cert] = [join(folder, `${name}.key`), join(folder, `${name}.crt`)];
      const request = [
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:prime256v1",
        "-nodes",
        "-days",
        "2",
      ];
      execFileSync(
        "openssl",
        [...request, "-subj", `/CN=${name}`, "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", cert],
        { stdio: "ignore" },
      );
      return { key: readFileSync(key), cert: readFileSync(cert) };
    };
    const [first, second] = [certificate("first"), certificate("second")];
    await using bench = await openBench({ tls: first });
    const url = `mqtts://127.0.0.1:${bench.broker.port}`;
    await (await bench.join({ url, ca: first.cert })).publishAsync(telemetry, "secret", { qos: 1 });
    bench.broker.renewTls(second);
    await expect(bench.join({ url, ca: first.cert })).rejects.toThrow();
    expect((await bench.join({ url, ca: second.cert })).connected).toBe(true);
    expect(bench.texts()).toEqual(["secret"]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
