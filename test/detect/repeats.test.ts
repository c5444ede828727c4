// What is told twice (CONTRACT 2): a repeat changes nothing, for readings and for events.

import { describe, expect, it } from "vitest";
import type { RecordingLine } from "../../src/replay.ts";
import { event, hour, iso, keepSaying, minute, type Points, play, say, second, siteWith, telemetry } from "./play.ts";

const at = Date.parse("2026-03-10T04:10:00Z");
const good: Points = { tankLevel: 60, bearingTemperature: 50, roomLeak: false, mode: "auto" };
const told = (when: number, payload: unknown) => telemetry("pump", "P1", when, payload);
const run = async (lines: readonly RecordingLine[], until: number, device = "{ id: P1, kind: pump, zone: east }") =>
  play(await siteWith([device]), lines, until);

describe("a repeat changes nothing", () => {
  const bad = { ...good, tankLevel: 5 };
  const seq = 7;
  it.each([
    ["the same ts and values", { ts: iso(at), ...bad }, { ts: iso(at), ...bad }],
    ["the same seq and ts", { ts: iso(at), seq, ...bad }, { ts: iso(at), seq, ...bad, tankLevel: 4 }],
    ["without ts the same seq and values", { seq, ...bad }, { seq, ...bad }],
  ])("%s", async (_by, first, second_) => {
    const lines = [
      told(at - minute, good),
      told(at, first),
      told(at + 10 * second, good),
      told(at + 20 * second, second_),
    ];
    const rest = keepSaying("pump", "P1", [say(at + 25 * second, { mode: "auto" })], at + hour);
    expect((await run([...lines, ...rest], at + hour)).faults).toEqual([]);
  });
  it("but without ts the same seq and values are news after 10 minutes", async () => {
    const again = at + 10 * minute + second;
    const lines = [
      told(at - minute, good),
      told(at, { seq, ...bad }),
      told(at + 10 * second, good),
      told(again, { seq, ...bad }),
    ];
    const rest = keepSaying("pump", "P1", [say(at + 25 * second, { mode: "auto" })], at + hour);
    expect((await run([...lines, ...rest], at + hour)).faults).toEqual([
      expect.objectContaining({ since: iso(again) }),
    ]);
  });
  it("and a passage delivered twice is one passage", async () => {
    const passage = (n: number) => ({ event: "passage", result: "denied", ts: iso(at + n * second), holder: "h1" });
    const gate = "{ id: G1, kind: gate, zone: east }";
    const lines = [0, 1, 2, 3].flatMap((n) => [n, n].map((m) => event("gate", "G1", at + n * second, passage(m))));
    expect((await run(lines, at + minute, gate)).faults).toEqual([]);
    const fifth = event("gate", "G1", at + 5 * second, passage(5));
    expect((await run([...lines, fifth], at + minute, gate)).faults).toHaveLength(1);
  });
});
