// The limits on strangers as arithmetic on made-up time: shares, floods, connections per address, last values, offline queues.

import { PassThrough, Readable } from "node:stream";
import { describe, expect, test } from "vitest";
import { createAddressDoor } from "../../src/broker/address-door.ts";
import { boundOfflineQueue, type OfflineStore } from "../../src/broker/bound-offline-queue.ts";
import { createConnection } from "../../src/broker/connection.ts";
import { createFloodWatch } from "../../src/broker/flood-watch.ts";
import { keepRetained, type RetainedStore } from "../../src/broker/keep-retained.ts";
import { takeShare } from "../../src/broker/share.ts";

const second = 1_000;

describe("a client's share", () => {
  const rate = { messagesPerSecond: 100, bytesPerSecond: 1_000, burst: 2 };
  const fresh = () => createConnection(new PassThrough(), { address: "192.0.2.1", loopback: false }, 0);

  test("a burst passes, then the socket rests until the debt is paid", () => {
    const connection = fresh();
    expect(takeShare(connection, rate, 200, 0, 1_000)).toBe(0);
    expect(takeShare(connection, rate, 50, 0, 1_000)).toBe(500);
    expect(takeShare(connection, rate, 50, 0, 1_500)).toBe(500);
    expect(takeShare(connection, rate, 1, 0, 60_000)).toBe(0);
  });

  test("bytes count as messages do, and the longer wait holds", () => {
    expect(takeShare(fresh(), rate, 250, 5_000, 1_000)).toBe(3_000);
  });

  test("0 is no limit, and a clock that goes back gives nothing away", () => {
    expect(takeShare(fresh(), { messagesPerSecond: 0, bytesPerSecond: 0, burst: 1 }, 1e6, 1e9, 5)).toBe(0);
    const connection = fresh();
    takeShare(connection, rate, 200, 0, 10_000);
    expect(takeShare(connection, rate, 10, 0, 1_000)).toBe(100);
  });
});

test("a flood is told once after some seconds of it, and its end once", () => {
  const told: string[] = [];
  const watch = createFloodWatch({ after: 5_000, calm: 10_000 }, (id, flooding) => told.push(`${id} ${flooding}`));
  watch.throttled("short", 0);
  for (let now = 0; now <= 20_000; now += second) {
    watch.throttled("C1", now);
    watch.sweep(now);
    expect(told).toEqual(now < 5_000 ? [] : ["C1 true"]);
  }
  watch.throttled("short", 20_000);
  watch.sweep(29_999);
  expect(told).toEqual(["C1 true"]);
  watch.sweep(30_000);
  watch.sweep(90_000);
  expect(told).toEqual(["C1 true", "C1 false"]);
});

test("connections per address, their rate, and all of them", () => {
  const door = createAddressDoor(
    (address) =>
      address === "local" ? { connections: 0, perSecond: 0, burst: 0 } : { connections: 3, perSecond: 1, burst: 4 },
    () => 6,
  );
  const enter = (address: string, now: number) => door.enter(address, now);
  expect([0, 0, 0, 0].map((now) => enter("a", now))).toEqual([
    null,
    null,
    null,
    "too many connections of this address",
  ]);
  door.leave("a");
  expect([enter("a", 0), enter("b", 0)]).toEqual([null, null]);
  door.leave("a");
  expect([enter("a", 500), enter("a", 1_000)]).toEqual(["connections come too fast", null]);
  expect([enter("local", 0), enter("local", 0), enter("local", 0)]).toEqual([null, null, "too many connections"]);
  door.leave("local");
  expect(enter("local", 0)).toBe(null);
});

describe("last values", () => {
  const open = (limits: { count: number; bytes: number }) => {
    const refused: string[] = [];
    const store: RetainedStore = { storeRetained: async () => {}, createRetainedStreamCombi: () => Readable.from([]) };
    keepRetained(store, limits, (topic) => refused.push(topic));
    const found = async (...filters: string[]) => {
      const topics: string[] = [];
      for await (const { topic, payload } of store.createRetainedStreamCombi(filters))
        topics.push(`${topic}=${payload}`);
      return topics;
    };
    return { store, refused, found };
  };
  const packet = (topic: string, payload: string) => ({ topic, payload });

  test("are bounded in number; those there may change, and make room when cleared", async () => {
    const { store, refused, found } = open({ count: 2, bytes: 1_000 });
    for (const [topic, payload] of [
      ["a", "1"],
      ["b", "1"],
      ["c", "1"],
      ["a", "2"],
    ] as const)
      await store.storeRetained(packet(topic, payload));
    expect([await found("#"), refused]).toEqual([["a=2", "b=1"], ["c"]]);
    await store.storeRetained(packet("b", ""));
    await store.storeRetained(packet("c", "3"));
    expect(await found("+")).toEqual(["a=2", "c=3"]);
    expect(await found("c", "x")).toEqual(["c=3"]);
  });

  test("are bounded in bytes", async () => {
    const { store, refused, found } = open({ count: 10, bytes: 20 });
    await store.storeRetained(packet("a", "x".repeat(16)));
    await store.storeRetained(packet("b", "xxx"));
    expect([await found("b"), refused]).toEqual([[], ["b"]]);
    await store.storeRetained(packet("a", "x"));
    await store.storeRetained(packet("b", "xxx"));
    expect(await found("b")).toEqual(["b=xxx"]);
  });
});

test("offline queues are bounded per session, in all, and in bytes, and leave nothing of clients without one", async () => {
  const queues = new Map<string, { messageId?: number; payload?: string }[]>();
  const asked: string[] = [];
  const store: OfflineStore = {
    outgoingEnqueueCombi: async (subscriptions, packet) => {
      for (const { clientId } of subscriptions)
        queues.set(clientId, [...(queues.get(clientId) ?? []), packet as { payload?: string }]);
    },
    outgoingClearMessageId: async ({ id }) => {
      asked.push(id);
      return queues.get(id)?.shift();
    },
    outgoingUpdate: async ({ id }) => asked.push(id),
    outgoingStream: ({ id }) => Readable.from([...(queues.get(id) ?? [])]),
  };
  const dropped: string[] = [];
  const forget = boundOfflineQueue(store, { perClient: 2, inAll: 3, bytes: 10 }, (id) => dropped.push(id));
  const send = (payload: string, ...ids: string[]) =>
    store.outgoingEnqueueCombi(
      ids.map((clientId) => ({ clientId })),
      { payload },
    );
  await send("12", "a", "b");
  await send("12", "a");
  await send("12", "a", "b");
  expect([dropped, queues.get("a")?.length, queues.get("b")?.length]).toEqual([["a", "b"], 2, 1]);
  await forget("a");
  await send("123456789", "c");
  await send("1234", "c");
  expect([dropped, queues.get("c")?.length]).toEqual([["a", "b", "c"], 1]);
  asked.length = 0;
  await store.outgoingClearMessageId({ id: "stranger" }, { messageId: 1 });
  await expect(store.outgoingUpdate({ id: "stranger" }, { messageId: 1 })).rejects.toThrow("no such packet");
  expect(asked).toEqual([]);
});
