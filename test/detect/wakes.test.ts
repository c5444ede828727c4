// Time itself is cheap: however a device behaves, the detector wakes for what can change and never crawls.

import { expect, it } from "vitest";
import { createDetector } from "../../src/detect/create-detector.ts";
import { siteFrom } from "../support/test-site.ts";

const start = Date.parse("2026-03-02T00:00:00Z");
const hour = 3_600_000;

/** One reading a minute of the camera for so many hours; returns how often the detector woke by itself. */
async function wakesOf(values: (at: number) => Record<string, number | boolean>, hours: number): Promise<number> {
  const site = await siteFrom();
  const detector = createDetector({ ...site, devices: site.devices.filter(({ id }) => id === "C1") }, start);
  let wakes = 0;
  for (let at = start; at < start + hours * hour; at += 60_000) {
    for (; detector.nextAt() < at; wakes += 1) {
      detector.runNext();
      if (wakes > 100_000) return wakes;
    }
    detector.reading({ device: "C1", at, time: at, ts: at, values: values(at - start) });
  }
  return wakes;
}

it("a total that rises slowly for longer than its window", async () => {
  const rising = await wakesOf((age) => ({ gapMinutes: age / hour }), 60);
  expect(rising).toBeLessThan(60 * 60 * 3);
});

it("a month in which a device says the same again and again", async () => {
  const same = await wakesOf(() => ({ fps: 25, luma: 100, recording: true, gapMinutes: 0 }), 24 * 31);
  expect(same).toBeLessThan(24 * 31 * 60);
});
