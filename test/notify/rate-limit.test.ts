import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRateLimit } from "../../src/notify/rate-limit.ts";

describe("createRateLimit", () => {
  it("never lets out more than the limits in any minute or second", () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.nat(300), fc.nat(5_000)), { minLength: 100, maxLength: 300 }), (gaps) => {
        const limit = createRateLimit({ perMinute: 20, perSecond: 5 });
        const sent: number[] = [];
        let now = 1_000_000;
        for (const gap of gaps) {
          now += gap;
          if (limit.room(now) === 0) continue;
          limit.take(now);
          sent.push(now);
        }
        for (const start of sent) {
          expect(sent.filter((at) => at >= start && at < start + 60_000).length).toBeLessThanOrEqual(20);
          expect(sent.filter((at) => at >= start && at < start + 1_000).length).toBeLessThanOrEqual(5);
        }
      }),
    );
  });

  it("a clock set back does not silence it", () => {
    const limit = createRateLimit({ perMinute: 1 });
    limit.take(5_000_000);
    expect([limit.room(5_000_001), limit.room(1_000_000)]).toEqual([0, 1]);
  });
});
