// Every camera fault of the contract and what it does to coverage, played through the whole pipeline; and a restart in the middle of it.

import { describe, expect, it } from "vitest";
import type { Site } from "../../src/model/site.ts";
import { isoInstant } from "../../src/model/ticket-json.ts";
import { createReplay } from "../../src/replay.ts";
import { createRecorder } from "../support/recorder.ts";
import { siteFrom } from "../support/test-site.ts";

const second = 1000;
const minute = 60 * second;
const noon = Date.parse("2026-03-10T04:00:00Z");
const healthy = { fps: 25, recording: true, luma: 100, sharpness: 80, occlusion: 0, heading: 0 };

/** One camera with 3840 px over 90°; the area lies between its limits for `perceive` (15.4 m) and for the next class (7.7 m). */
const site = (need = "perceive"): Promise<Site> =>
  siteFrom(`site: demo
timezone: Asia/Shanghai
location: { latitude: 31.23, longitude: 121.47 }
zones: [{ id: east }]
devices:
  - { id: C1, kind: camera, zone: east, mount: { level: ground, x: 5, y: 0, height: 3, heading: 0, tilt: 20, hfov: 90, vfov: 70, pixels: [3840, 2160], range: 40 } }
coverage:
  levels: [{ id: ground, outline: [[0, 0], [60, 0], [60, 40], [0, 40]] }]
  areas:
    - { id: a1, zone: east, level: ground, polygon: [[3, 9], [7, 9], [7, 12], [3, 12]], need: ${need}, atLeast: 0.95 }
    - { id: car, zone: east, watchedBy: [C1] }
`);

const message = (at: number, values: object) => ({
  at,
  topic: "facility/demo/camera/C1/telemetry",
  payload: JSON.stringify(values),
});
const lost = noon + 2 * minute;

/** What is seen of each area in the end, and the camera's own faults. */
function seenAfter(on: Site, values: object | null, length: number) {
  const replay = createReplay(on);
  for (let at = noon; at < lost + length; at += 10 * second) {
    const says = at < lost ? healthy : values && { ...healthy, ...values };
    const { topic, payload } = message(at, says ?? {});
    replay.line(
      says ? { at: isoInstant(at), topic, payload: JSON.parse(payload) } : { at: isoInstant(at), tick: true },
    );
  }
  const { coverage, faults } = replay.finish();
  const last = (area: string) => coverage.findLast((entry) => entry.area === area)?.ratio;
  return {
    drawn: last("a1"),
    named: last("car"),
    faults: faults.flatMap(({ asset, fault }) => (asset === "C1" ? [fault] : [])),
  };
}

describe("a camera that is", () => {
  it.each([
    ["offline", null, 3 * minute],
    ["videoLoss", { fps: 0 }, 2 * minute],
    ["frozen", { frozen: true }, 3 * minute],
    ["dark", { luma: 5 }, 3 * minute],
    ["blocked", { occlusion: 90 }, 5 * minute],
    ["notRecording", { recording: false }, 7 * minute],
  ] as const)("%s sees nothing", async (fault, values, length) => {
    expect(seenAfter(await site(), values, length)).toEqual({ drawn: 0, named: 0, faults: [fault] });
  });
  it.each([
    ["overexposed", { luma: 250 }, 7 * minute],
    ["frameRateLow", { fps: 10 }, 7 * minute],
  ] as const)("%s is looked through all the same", async (_fault, values, length) => {
    expect(seenAfter(await site(), values, length)).toMatchObject({ drawn: 1, named: 1 });
  });
  it("blurred must reach the next denser class", async () => {
    const blurred = { sharpness: 5 };
    expect(seenAfter(await site("perceive"), blurred, 12 * minute)).toEqual({
      drawn: 0,
      named: 1,
      faults: ["blurred"],
    });
    expect(seenAfter(await site("discern"), blurred, 12 * minute)).toMatchObject({ drawn: 1, named: 1 });
  });
  it("moved sees from the heading it reports, and nothing where that is not known", async () => {
    expect(seenAfter(await site(), { heading: 180 }, 2 * minute)).toEqual({ drawn: 0, named: 0, faults: ["moved"] });
    const slightly = seenAfter(await site(), { heading: 20 }, 2 * minute);
    expect(slightly).toMatchObject({ named: 0, faults: ["moved"] });
    expect(slightly.drawn).toBe(1);
  });
});

it("a restart in the middle changes nothing: the same ratios, faults and tickets", async () => {
  const run = async (restartAt: number | null) => {
    const recorder = createRecorder(await site(), noon);
    for (let at = noon; at <= lost + 20 * minute; at += 10 * second) {
      if (restartAt !== null && at === restartAt) recorder.restart(at);
      const isLost = at >= lost && at < lost + 10 * minute;
      recorder.gateway().onMessage(message(at, { ...healthy, fps: isLost ? 0 : 25 }));
    }
    const { coverage, desk } = recorder.gateway();
    return {
      ratios: coverage.areas().map(({ ratio }) => ratio),
      tickets: desk
        .tickets()
        .map(({ asset, fault, openedAt, state, restoredAt }) => [asset, fault, openedAt, state, restoredAt]),
      faults: recorder
        .faults()
        .map(({ asset, fault, since, openedAt, clearedAt, detail }) => [
          asset,
          fault,
          since,
          openedAt,
          clearedAt,
          detail,
        ]),
      notices: recorder.notices.map(({ id }) => id),
    };
  };
  const steady = await run(null);
  expect(steady.tickets.map(([asset, fault]) => `${asset} ${fault}`)).toEqual([
    "C1 videoLoss",
    "a1 blindSpot",
    "car blindSpot",
  ]);
  for (const after of [1, 2.5, 3, 5, 11, 12.5, 14]) expect(await run(noon + after * minute)).toEqual(steady);
});
