// The WebSocket side: snapshot, changes, ticks, refusals at the door, and the hand-over of /mqtt.

import { once } from "node:events";
import { expect, it } from "vitest";
import { WebSocket } from "ws";
import type { StreamMessage } from "../../src/api/stream-message.ts";
import type { Fault } from "../../src/model/fault.ts";
import type { OpenGateway } from "./open-gateway.ts";
import { openGateway, start, token } from "./open-gateway.ts";

const authorization = `Bearer ${token}`;

type Client = AsyncDisposable & {
  readonly next: <T extends StreamMessage["type"]>(type: T) => Promise<Extract<StreamMessage, { type: T }>>;
  readonly closed: Promise<unknown>;
};

function connect(open: OpenGateway): Client {
  const socket = new WebSocket(`ws://127.0.0.1:${open.port}/api/v1/stream`, { headers: { authorization } });
  const got: StreamMessage[] = [];
  let wake = (): void => {};
  socket.on("message", (data) => {
    got.push(JSON.parse(String(data)));
    wake();
  });
  return {
    next: async (type) => {
      for (;;) {
        const found = got.findIndex((message) => message.type === type);
        if (found >= 0) return got.splice(0, found + 1).at(-1) as never;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
    closed: once(socket, "close"),
    [Symbol.asyncDispose]: async () => socket.terminate(),
  };
}

/** Status of a refused upgrade, 101 for one that was let in. */
const upgrade = (url: string, protocols: string[], headers: Record<string, string>): Promise<number> =>
  new Promise((resolve, reject) => {
    const socket = new WebSocket(url, protocols, { headers });
    socket.on("unexpected-response", (request, answer) => {
      resolve(answer.statusCode ?? 0);
      request.destroy();
    });
    socket.on("open", () => {
      resolve(101);
      socket.close();
    });
    socket.on("error", reject);
  });

it("sends a snapshot, faults and tickets at once, devices and figures in a batch, then ticks", async () => {
  await using open = await openGateway();
  await using client = connect(open);
  const first = await client.next("snapshot");
  expect(first.site).toMatchObject({ id: "demo", language: "zh", zones: [{ id: "east" }, { id: "west" }] });
  expect(first.tickets.map(({ id }) => id)).toEqual(["T-000002", "T-000003"]);
  expect(first.faults.map(({ fault }) => fault)).toEqual(["entrapment"]);
  expect(first.devices[0]).toEqual({
    id: "C1",
    kind: "camera",
    name: { en: "North gate camera", zh: "北门摄像机" },
    zone: "east",
    building: "1",
    online: true,
    faults: [],
  });
  expect(first.counts).toEqual({
    tickets: { open: 2, overdue: 1, critical: 1 },
    faults: 1,
    devices: {
      camera: { total: 1, online: 1 },
      elevator: { total: 1, online: 1 },
      streetlight: { total: 1, online: 1 },
    },
  });

  const lamp = open.gateway.devices.get("L1");
  if (!lamp) throw new Error("no L1");
  open.gateway.devices.set("L1", { ...lamp, online: false });
  open.gateway.emit({ type: "device", id: "C1" });
  const silent = { ...(open.gateway.faults[0] as Fault), asset: "L1", kind: "streetlight", fault: "offline" };
  open.gateway.emit({ type: "fault", event: { type: "opened", at: start, knownAt: start, fault: silent } });
  await open.gateway.view.act({ do: "accept", by: "zhao", ticket: "T-000002" });
  const ahead = await client.next("changes");
  expect(ahead.tickets.map(({ id, state }) => [id, state])).toEqual([["T-000002", "accepted"]]);
  expect(ahead.faults.map(({ asset, fault }) => [asset, fault])).toEqual([["L1", "offline"]]);
  expect([ahead.devices, ahead.counts]).toEqual([[], undefined]);
  const batch = await client.next("changes");
  expect(batch.devices.map(({ id, online }) => [id, online])).toEqual([["L1", false]]);
  expect(batch.tickets).toEqual([]);
  expect(batch.counts?.devices.streetlight).toEqual({ total: 1, online: 0 });

  expect(await client.next("tick")).toEqual({
    type: "tick",
    at: "2026-03-01T00:00:00Z",
    dataAt: "2026-02-28T23:59:59Z",
  });
});

it("tells a cleared fault, and gives a late client the present rather than the past", async () => {
  await using open = await openGateway();
  await using early = connect(open);
  await early.next("snapshot");
  const [fault] = open.gateway.faults;
  if (!fault) throw new Error("no fault");
  const cleared = { ...fault, clearedAt: start };
  open.gateway.faults[0] = cleared;
  open.gateway.emit({ type: "fault", event: { type: "cleared", at: start, knownAt: start, fault: cleared } });
  await using late = connect(open);
  expect((await late.next("snapshot")).faults).toEqual([]);
  expect((await early.next("changes")).faults.map(({ clearedAt }) => clearedAt)).toEqual(["2026-03-01T00:00:00Z"]);
});

it("lets nobody in without a token, from another origin, or by another path", async () => {
  await using open = await openGateway();
  const url = `ws://127.0.0.1:${open.port}`;
  expect(await upgrade(`${url}/api/v1/stream`, [], {})).toBe(401);
  expect(await upgrade(`${url}/api/v1/stream`, [], { authorization: "Bearer wrong" })).toBe(401);
  expect(await upgrade(`${url}/api/v1/stream`, [], { authorization })).toBe(101);
  const { headers } = await open.get(`/login?token=${token}`, {});
  const cookie = (headers.get("set-cookie") ?? "").split(";", 1)[0] ?? "";
  expect(await upgrade(`${url}/api/v1/stream`, [], { cookie, origin: "https://evil.example" })).toBe(403);
  expect(await upgrade(`${url}/api/v1/stream`, [], { cookie, host: "evil.example" })).toBe(403);
  expect(await upgrade(`${url}/api/v1/stream`, [], { cookie, origin: open.base })).toBe(101);
  expect(await upgrade(`${url}/elsewhere`, [], { authorization })).toBe(404);
  expect(await upgrade(`${url}/mqtt`, ["mqtt"], {})).toBe(404);
});

it("hands /mqtt over to the broker, speaking the subprotocol mqtt only", async () => {
  const handed: string[] = [];
  await using open = await openGateway(undefined, {
    onMqttSocket: (socket, request) => {
      handed.push(`${request.url} ${socket.protocol}`);
      socket.on("message", (data) => socket.send(data));
    },
  });
  const url = `ws://127.0.0.1:${open.port}/mqtt`;
  const socket = new WebSocket(url, ["mqtt"]);
  await once(socket, "open");
  socket.send(Buffer.from([0xc0, 0]));
  const [echo] = await once(socket, "message");
  expect([...(echo as Buffer)]).toEqual([0xc0, 0]);
  socket.terminate();
  expect(handed).toEqual(["/mqtt mqtt"]);
  expect(await upgrade(url, ["amqp"], {})).toBe(400);
  expect(await upgrade(url, ["mqtt"], { origin: "https://evil.example" })).toBe(403);
});

it("drops its clients and stops listening to the gateway when it closes", async () => {
  const open = await openGateway();
  await using client = connect(open);
  await client.next("snapshot");
  expect(open.gateway.listeners()).toBe(1);
  await open[Symbol.asyncDispose]();
  await client.closed;
  expect(open.gateway.listeners()).toBe(0);
  await expect(open.get("/healthz", {})).rejects.toThrow();
});

it("drops a client that does not read, and keeps the others", async () => {
  await using open = await openGateway();
  await using reader = connect(open);
  await reader.next("snapshot");
  const sleeper = new WebSocket(`ws://127.0.0.1:${open.port}/api/v1/stream`, { headers: { authorization } });
  await once(sleeper, "message");
  sleeper.pause();
  const [, second] = open.gateway.view.tickets();
  if (!second) throw new Error("no ticket");
  const heavy = {
    ...second,
    events: Array.from({ length: 100_000 }, () => ({ ...second.events[0], note: "x".repeat(20) })),
  };
  for (let round = 0; round < 2; round++) {
    open.gateway.put({ ...heavy, version: round } as typeof second);
    expect((await reader.next("changes")).tickets[0]?.version).toBe(round);
    expect((await reader.next("changes")).counts?.tickets.open).toBe(2);
  }
  // What it has not read is 9 MB: it is dropped at one of the ticks that follow, and notices when it looks again.
  for (let ticks = 0; ticks < 3; ticks++) await reader.next("tick");
  const closed = once(sleeper, "close");
  sleeper.resume();
  const [code] = await closed;
  expect(code).toBe(1006);
});
