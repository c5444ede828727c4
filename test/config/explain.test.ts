// `explain`: every effective parameter of a device with its unit and origin.

import { describe, expect, it } from "vitest";
import { explain } from "../../src/config/explain.ts";
import { least, load, valid } from "./site-folder.ts";

const rest = `defaults: [{ kind: streetlight, maker: X, limits: { leakage: 20 }, rated: { power: 60 }, off: [flicker] }]
devices:
  - { id: L1, kind: streetlight, zone: east, asset: { maker: X }, delays: { lampOut: PT20M } }
  - { id: C1, kind: camera, zone: east }
`;

describe("explain", () => {
  it("shows each value and where it came from", async () => {
    const shown = explain(valid(await load(least + rest)), "L1");
    if (!shown.ok) throw new Error(shown.message.en);
    const lines = shown.text.split("\n").map((line) => line.trim().split(/ {2,}/));
    expect(lines[0]).toEqual(["L1", "L1", "(streetlight, east)"]);
    expect(lines[2]).toEqual(["parameter", "value", "from"]);
    for (const row of [
      ["reportEvery", "PT5M", "definition"],
      ["offlineAfter", "PT15M", "definition"],
      ["rated.power", "60 W", "defaults[0]"],
      ["limits.leakage", "20 mA", "defaults[0]"],
      ["delays.lampOut", "PT20M", "device L1"],
      ["leakage severity", "critical", "definition"],
      ["leakage sla", "urgent", "definition"],
      ["flicker off", "true", "defaults[0]"],
    ])
      expect(lines).toContainEqual(row);
  });

  it("writes limits in durations and counts as such, and lines up Chinese", async () => {
    const shown = explain(valid(await load(least + rest)), "C1", "zh");
    if (!shown.ok) throw new Error(shown.message.en);
    expect(shown.text).toMatch(/^limits\.retentionShort {2,}P30D {2,}definition$/m);
    expect(shown.text).toMatch(/^limits\.smoke\.times {2,}1 × {2,}definition$/m);
    expect(shown.text).toMatch(/^rated\.fps {2,}— {2,}—$/m);
    const [, , head = "", first = ""] = shown.text.split("\n");
    // Two Chinese characters are as wide as four letters: columns start two characters earlier.
    expect(head.indexOf("取值")).toBe(first.indexOf("PT30S") - 2);
  });

  it("names the nearest device", async () => {
    const shown = explain(valid(await load(least + rest)), "l1");
    expect(shown).toEqual({
      ok: false,
      message: { en: "no device `l1` on this site; did you mean `L1`?", zh: "本小区没有设备 `l1`；是否应为 `L1`？" },
    });
  });
});
