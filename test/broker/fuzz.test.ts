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
  await using attacked = await openAttacked();
  const end = Date.now() + lasts;
  // Memory is compared with that of a broker that has seen a thousand of them.
  const { port } = attacked.last();
  await fuzzSessions({ port, seed, concurrency: 50, goOn: (begun) => begun < 1_000 });
  const warm = attacked.last().memory;
  let played = 1_000;
  while (Date.now() < end) {
    const part = { port, seed: seed + played, concurrency: 50, goOn: (begun: number) => begun < 500 };
    played += await fuzzSessions(part);
    await attacked.roundTrip();
  }
  await delay(1_000);
  await attacked.roundTrip();
  const { memory, stats, taken } = attacked.last();
  console.log(`${played} sessions, ${taken} messages taken, ${Math.round(memory - warm)} MiB more than after 1,000`);
  expect(stats.clients).toBe(1);
  expect(taken).toBeGreaterThan(500);
  expect(memory - warm).toBeLessThan(100);
});
