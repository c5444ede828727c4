// Limits on what strangers may do, and whom they count.

import type { IncomingMessage } from "node:http";
import { expect, it } from "vitest";
import { clientAddress } from "../../src/api/client-address.ts";
import { createRateLimit } from "../../src/api/rate-limit.ts";

it("allow as many as each rule says, and again once the time has passed", () => {
  const limit = createRateLimit([
    { count: 2, within: 10 },
    { count: 3, within: 100 },
  ]);
  const take = (at: number): boolean => {
    const allowed = limit.allows("a", at);
    if (allowed) limit.add("a", at);
    return allowed;
  };
  expect([0, 1, 2, 11, 12, 99, 100, 102].map(take)).toEqual([true, true, false, true, false, false, true, true]);
  expect(limit.allows("b", 12)).toBe(true);
});

it("forget the oldest keys first when there are too many", () => {
  const limit = createRateLimit([{ count: 1, within: 1000 }], 2);
  for (const key of ["a", "b", "c"]) limit.add(key, 0);
  expect(["a", "b", "c"].map((key) => limit.allows(key, 1))).toEqual([true, false, false]);
});

const from = (remoteAddress: string, forwarded?: string): string =>
  clientAddress({
    socket: { remoteAddress },
    headers: forwarded === undefined ? {} : { "x-forwarded-for": forwarded },
  } as unknown as IncomingMessage);

it.each([
  ["203.0.113.9", undefined, "203.0.113.9"],
  ["::ffff:203.0.113.9", undefined, "203.0.113.9"],
  ["203.0.113.9", "198.51.100.1", "203.0.113.9"],
  ["127.0.0.1", "10.9.9.9, 198.51.100.1", "198.51.100.1"],
  ["::1", "198.51.100.1", "198.51.100.1"],
  ["2001:db8:1:2:3:4:5:6", undefined, "2001:db8:1:2"],
  ["2001:db8::7", undefined, "2001:db8:0:0"],
  ["2001:db8:1:2:ffff::1", undefined, "2001:db8:1:2"],
] as const)("count %s (forwarded for %s) as %s", (peer, forwarded, counted) => {
  expect(from(peer, forwarded)).toBe(counted);
});
