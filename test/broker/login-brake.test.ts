// Guessing passwords becomes slow; others are not slowed down.

import { expect, test } from "vitest";
import { createLoginBrake } from "../../src/broker/login-brake.ts";

test("five failures are free, then the wait doubles from 1 s to 30 s", () => {
  const brake = createLoginBrake();
  let now = 1_000_000;
  const waits: (number | null)[] = [];
  for (let attempt = 0; attempt < 12; attempt++) {
    const wait = brake.wait("10.0.0.9", now);
    waits.push(wait);
    now += wait ?? 0;
    brake.failed("10.0.0.9", now);
  }
  expect(waits).toEqual([0, 0, 0, 0, 0, 1000, 2000, 4000, 8000, 16000, 30000, 30000]);
  expect(brake.wait("10.0.0.8", now)).toBe(0);
});

test("attempts side by side queue up behind each other, and beyond 30 s they are refused", () => {
  const brake = createLoginBrake();
  for (let failure = 0; failure < 8; failure++) brake.failed("10.0.0.9", 0);
  const waits = Array.from({ length: 7 }, () => brake.wait("10.0.0.9", 0));
  expect(waits).toEqual([8000, 16000, 24000, null, null, null, null]);
});

test("a success or ten quiet minutes forget the failures", () => {
  const brake = createLoginBrake();
  for (let failure = 0; failure < 6; failure++) brake.failed("a", 0);
  for (let failure = 0; failure < 6; failure++) brake.failed("b", 0);
  brake.succeeded("a");
  expect(brake.wait("a", 1)).toBe(0);
  expect(brake.wait("b", 1)).toBeGreaterThan(0);
  expect(brake.wait("b", 600_000)).toBe(0);
});
