// What ingest refuses, for which reason, and how it counts (CONTRACT 2, "Keeping and refusing").

import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Site } from "../../src/model/site.ts";
import { siteFrom } from "../support/test-site.ts";
import { createSender, now, reasons, type Sender, values } from "./messages.ts";

let site: Site;
let sender: Sender;
beforeAll(async () => {
  site = await siteFrom();
});
beforeEach(() => {
  sender = createSender(site);
});
const payload = '{"fps":25}';

describe("a topic that is not ours", () => {
  it.each([
    ["", "segments"],
    ["facility/demo/camera/C1", "segments"],
    ["facility/demo/camera/C1/telemetry/more", "segments"],
    ["/facility/demo/camera/C1/telemetry", "segments"],
    ["plant/demo/camera/C1/telemetry", "facility"],
    ["Facility/demo/camera/C1/telemetry", "facility"],
    ["facility/other/camera/C1/telemetry", "demo"],
    ["facility/demo//C1/telemetry", "empty"],
    ["facility/demo/camera//telemetry", "empty"],
    ["facility/demo/camera/C1/", "channel"],
    ["facility/demo/camera/C1/command", "channel"],
    ["facility/demo/camera/C1/Telemetry", "channel"],
  ])("%j is refused once as bad-topic and says why", (topic, why) => {
    const got = sender.raw({ topic, payload });
    expect(reasons(got)).toEqual(["bad-topic"]);
    expect(got.refused[0]).toMatchObject({
      at: now,
      topic,
      device: null,
      payload,
      detail: expect.stringContaining(why),
    });
    expect(got.device).toBeNull();
  });

  it("follows the site's own root", async () => {
    const other = createSender({ ...site, topicRoot: "plant" });
    expect(reasons(other.raw({ topic: "plant/demo/camera/C1/telemetry", payload }))).toEqual([]);
    expect(reasons(other.raw({ topic: "facility/demo/camera/C1/telemetry", payload }))).toEqual(["bad-topic"]);
  });

  it("cuts what it keeps of a long one", () => {
    const got = sender.raw({ topic: "x".repeat(60_000), payload: "y".repeat(60_000) });
    expect(got.refused[0]?.topic.length).toBeLessThanOrEqual(512);
    expect(got.refused[0]?.payload.length).toBe(4096);
  });
});

describe("a device", () => {
  it.each(["C2", "c1", "constructor", "__proto__", "toString", "C1 "])("%j is unknown", (id) => {
    expect(reasons(sender.raw({ topic: `facility/demo/camera/${id}/telemetry`, payload }))).toEqual(["unknown-device"]);
  });
  it.each(["gate", "Camera", "boat"])("is no %s", (kind) => {
    const got = sender.raw({ topic: `facility/demo/${kind}/C1/telemetry`, payload });
    expect(reasons(got)).toEqual(["wrong-kind"]);
    expect(got.refused[0]?.device).toBe("C1");
  });
});

describe("size", () => {
  const padded = (bytes: number): string => {
    const frame = '{"fps":25,"note":""}';
    return frame.replace('""', `"${"x".repeat(bytes - frame.length)}"`);
  };
  it("takes exactly 256 KiB and refuses one byte more", () => {
    expect(values(sender.sendText("C1", padded(262_144)))).toEqual([{ fps: 25 }]);
    const got = sender.sendText("C1", padded(262_145));
    expect(reasons(got)).toEqual(["too-large"]);
    expect(got.refused[0]?.detail).toContain("262145");
    expect(got.refused[0]?.payload.length).toBeLessThanOrEqual(4096);
  });
  it("counts bytes, not characters", () => {
    const text = JSON.stringify({ fps: 25, note: "灯".repeat(90_000) });
    expect(reasons(sender.sendText("C1", text))).toEqual(["too-large"]);
    expect(reasons(sender.sendText("C1", Buffer.from(text)))).toEqual(["too-large"]);
  });
});

describe("bytes that are not JSON", () => {
  it.each([
    "",
    " ",
    "{",
    "fps=25",
    "{'fps':25}",
    '{"fps":NaN}',
    '{"fps":Infinity}',
    '{"fps":0x19}',
    '{"fps":25}x',
    "undefined",
  ])("%j is refused once", (text) => {
    expect(reasons(sender.sendText("C1", text))).toEqual(["not-json"]);
  });
  it("refuses invalid UTF-8, even inside a string", () => {
    const got = sender.sendText(
      "C1",
      Buffer.from([...Buffer.from('{"note":"'), 0xff, 0xfe, ...Buffer.from('","fps":25}')]),
    );
    expect(reasons(got)).toEqual(["not-json"]);
  });
  it("survives nesting of any depth, wherever it stands", () => {
    const deep = "[".repeat(100_000) + "]".repeat(100_000);
    expect(reasons(sender.sendText("C1", `{"fps":${deep}}`))).toEqual(["bad-point"]);
    expect(values(sender.sendText("C1", `{"fps":25,"extra":${deep}}`))).toEqual([{ fps: 25 }]);
    expect(reasons(sender.sendText("C1", `{"fps":25,"ts":${deep}}`))).toEqual(["bad-point"]);
    expect(reasons(sender.sendText("C1", deep))).toEqual(["no-points"]);
    expect(reasons(sender.sendText("C1", "[".repeat(100_000)))).toEqual(["not-json"]);
  });
});

describe("no points", () => {
  it.each([
    ["an empty list", [], 1],
    ["an empty object", {}, 1],
    ["only a time", { ts: "2026-03-01T10:00:00Z", seq: 4 }, 1],
    ["only unknown points", { wifi: -60 }, 1],
    ["only nulls", { fps: null, luma: null }, 1],
    ["a number", 25, 1],
    ["a string", "online", 1],
    ["null", null, 1],
    ["true", true, 1],
    ["a list of things that are no objects: one each", [1, "a", null, [], true], 5],
    ["a list of empty objects: one each", [{}, {}], 2],
  ])("%s", (_what, body, count) => {
    const got = sender.send("C1", body);
    expect(reasons(got)).toEqual(Array.from({ length: count }, () => "no-points"));
    expect(got.readings).toEqual([]);
  });
});

describe("a bad point", () => {
  it.each([
    ["a number as a string", '{"fps":"25"}'],
    ["a number that is none", '{"fps":"NaN"}'],
    ["true for a number", '{"fps":true}'],
    ["a list", '{"fps":[25]}'],
    ["an object", '{"fps":{"value":25}}'],
    ["beyond every number", '{"fps":1e999}'],
    ["below every number", '{"fps":-1e999}'],
    ["huge", '{"fps":1e308}'],
    ["negative where nothing can be", '{"fps":-0.001}'],
    ["above the range", '{"luma":255.5}'],
    ["1 for a bool", '{"frozen":1}'],
    ["0 for a bool", '{"frozen":0}'],
    ["a bool as a string", '{"frozen":"true"}'],
    ["an instant that is none", '{"oldestRecording":"yesterday"}'],
    ["an instant as a number", '{"oldestRecording":1772000000}'],
    ["an instant as a bool", '{"oldestRecording":true}'],
  ])("%s is refused and named", (_what, text) => {
    const got = sender.sendText("C1", text);
    expect(reasons(got)).toEqual(["bad-point"]);
    expect(got.refused[0]?.detail).toContain(Object.keys(JSON.parse(text))[0]);
    expect(got.readings).toEqual([]);
  });

  it.each(["Locked", "LOCKED", "locked ", "", "constructor", "__proto__", "heldOpen", 0, null, ["locked"]])(
    "a state is one of its words, not %j",
    (lock) => {
      const got = sender.send("G1", { lock, forced: false });
      expect(values(got)).toEqual([{ forced: false }]);
      expect(reasons(got)).toEqual(lock === null ? [] : ["bad-point"]);
    },
  );

  it.each([
    [2, true],
    [-1, true],
    [2.0, true],
    [2.5, false],
    ["2", false],
  ])("a floor is an integer: %j", (floor, good) => {
    expect(reasons(sender.send("E1", { floor }))).toEqual(good ? [] : ["bad-point"]);
  });

  it.each([
    ["L1", { lux: 200_000 }],
    ["P1", { outletPressure: 10 }],
    ["L1", { energy: 1e12 }],
    ["L1", { burnHours: 0 }],
    ["C1", { oldestRecording: "2026-01-01T00:00:00+08:00" }],
    ["E1", { speed: -2.5 }],
    ["C1", { fps: -0 }],
  ])("%s: what is possible is kept, healthy or not: %j", (device, body) => {
    expect(reasons(sender.send(device, body))).toEqual([]);
  });

  it("keeps an instant as epoch ms", () => {
    expect(values(sender.send("C1", { oldestRecording: "2026-01-01T08:00:00+08:00" }))).toEqual([
      { oldestRecording: Date.UTC(2026, 0, 1) },
    ]);
  });

  it("does not sink the good ones beside it, and counts once each", () => {
    const got = sender.send("C1", { fps: "25", luma: 100, frozen: 1, sharpness: 1e6, infrared: true });
    expect(values(got)).toEqual([{ luma: 100, infrared: true }]);
    expect(reasons(got)).toEqual(["bad-point", "bad-point", "bad-point"]);
    expect(got.refused.map(({ detail }) => detail.split(":")[0])).toEqual(["fps", "frozen", "sharpness"]);
  });

  it("counts a message without any good one once", () => {
    const got = sender.send("C1", { fps: "25", luma: -1, frozen: 1, wifi: 3 });
    expect(reasons(got)).toEqual(["bad-point"]);
    expect(got.refused[0]?.detail).toMatch(/fps.*luma.*frozen/);
  });

  it("takes the last of duplicate keys", () => {
    expect(values(sender.sendText("C1", '{"fps":1,"fps":25}'))).toEqual([{ fps: 25 }]);
    expect(reasons(sender.sendText("C1", '{"fps":25,"fps":"x"}'))).toEqual(["bad-point"]);
  });

  it("lets null say nothing", () => {
    const got = sender.send("C1", { fps: 25, luma: null, ts: null, seq: null });
    expect(values(got)).toEqual([{ fps: 25 }]);
    expect(reasons(got)).toEqual([]);
  });
});
