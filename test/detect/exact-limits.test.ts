// A value exactly at a percent limit is inside it, whatever binary fractions make of the product.

import fc from "fast-check";
import { beforeAll, expect, it } from "vitest";
import type { Site } from "../../src/model/site.ts";
import { createReplay } from "../../src/replay.ts";
import { siteFrom, smallSite } from "../support/test-site.ts";

let site: Site;
beforeAll(async () => {
  site = await siteFrom(smallSite);
});

/** Whether the fault opens when the elevator runs at the speed for a minute. */
function overspeeds(rated: number, speed: number): boolean {
  const devices = site.devices
    .filter(({ id }) => id === "E1")
    .map((device) => ({ ...device, rated: { speed: rated } }));
  const replay = createReplay({ ...site, devices });
  for (let second = 0; second < 60; second += 10)
    replay.line({
      at: new Date(Date.parse("2026-03-02T00:00:00Z") + second * 1000).toISOString(),
      topic: "facility/demo/elevator/E1/telemetry",
      payload: { speed },
    });
  return replay.finish().faults.some(({ fault }) => fault === "overspeed");
}

it("115 % of the rated speed is not above it, a hundredth more is", () => {
  expect(overspeeds(1.75, 2.0125)).toBe(false);
  fc.assert(
    fc.property(fc.integer({ min: 50, max: 1000 }), (hundredths) => {
      const atLimit = (hundredths * 115) / 10_000;
      expect(overspeeds(hundredths / 100, atLimit)).toBe(false);
      expect(overspeeds(hundredths / 100, atLimit + 0.01)).toBe(true);
    }),
    { numRuns: 100 },
  );
});
