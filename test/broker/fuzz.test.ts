// Mutated sessions for a while (5 s; 60 s under CI): the broker does not fall, does not grow, and still serves.

import { setTimeout as delay } from "node:timers/promises";
import { expect, test } from "vitest";
import { fuzzSession, fuzzSessions } from "./fuzz-sessions.ts";
import { openAttacked } from "./open-attacked.ts";

const lasts = process.env.CI === "true" ? 60_000 : 5_000;

test("the same seed gives the same bytes", () => {
  expect(Buffer.concat(fuzzSession(42))).toEqual(Buffer.concat(fuzzSession(42)));
  expect(Buffer.concat(fuzzSession(42))).not.toEqual(Buffer.concat(fuzzSession(43)));
});

test("mutated sessions", { timeout: lasts + 60_000 }, async () => {
  const seed = Math.floor(Math.random() * 2 ** 31);
  console.log(`fuzz seed ${seed}`);
  // Little is kept on purpose, so that what is kept by mistake shows.
  const offlineMessages = { perClient: 10, inAll: 200, bytes: 256 * 1024 };
  const retained = { count: 100, bytes: 64 * 1024 };
  await using attacked = await openAttacked({ limits: { sessions: 100, offlineMessages, retained } });
  const end = Date.now() + lasts;
  // Compared with a broker that has seen a thousand of them. Resident memory holds what the allocator has not given back,
  // so it may grow for a while; what is kept may not.
  const { port } = attacked.last();
  await fuzzSessions({ port, seed, concurrency: 50, goOn: (begun) => begun < 1_000 });
  await delay(1_500);
  const warm = attacked.last();
  let played = 1_000;
  while (Date.now() < end) {
    const part = { port, seed: seed + played, concurrency: 50, goOn: (begun: number) => begun < 500 };
    played += await fuzzSessions(part);
    await attacked.roundTrip();
  }
  await delay(2_500);
  await attacked.roundTrip();
  const { memory, kept, stats, taken } = attacked.last();
  console.log(
    `${played} sessions, ${taken} messages taken, ${Math.round(kept - warm.kept)} MiB more kept, ${Math.round(memory - warm.memory)} MiB more resident`,
  );
  expect(stats.clients).toBe(1);
  expect(taken).toBeGreaterThan(500);
  expect(kept - warm.kept).toBeLessThan(24);
  expect(memory - warm.memory).toBeLessThan(250);
});
