// Every story, as a stream: repeatable, in order, on any site with the devices it needs, and showing what it promises.

import { beforeAll, describe, expect, it } from "vitest";
import { definitions } from "../../devices/index.ts";
import type { CommunityMessage } from "../../simulators/community.ts";
import type { Payload } from "../../simulators/kinds/simulated-device.ts";
import { type Play, preparePlay, type RecordingLine } from "../../simulators/play.ts";
import { toSite } from "../../simulators/read-site.ts";
import { findFeed } from "../../simulators/select-devices.ts";
import { sliceSite, weekSlice } from "../../simulators/slice-site.ts";
import { badWeek } from "../../simulators/stories/bad-week.ts";
import { demoNight } from "../../simulators/stories/demo.ts";
import { entrapment } from "../../simulators/stories/entrapment.ts";
import { flappingLink } from "../../simulators/stories/flapping-link.ts";
import { stories } from "../../simulators/stories/index.ts";
import { powerFeedLost } from "../../simulators/stories/power-feed-lost.ts";
import { quietWeek } from "../../simulators/stories/quiet-week.ts";
import type { Story } from "../../simulators/story.ts";
import { parseDuration } from "../../src/model/duration.ts";
import { createHealthCheck, type Finding } from "./health-check.ts";
import { site, siteTable } from "./site.ts";

const week = new Set(["quiet-week", "bad-week"]);
const prepare = (story: Story): Play => preparePlay(story, { site, ...(week.has(story.id) && { slice: weekSlice }) });

function toMessage(line: RecordingLine): CommunityMessage | undefined {
  if (!("topic" in line)) return undefined;
  const { topic } = line;
  return { ...line, at: Date.parse(line.at), device: topic.split("/")[3] as string, topic } as CommunityMessage;
}

/** What the independent check finds in a story. */
function findings(play: Play): readonly Finding[] {
  const check = createHealthCheck(play.site);
  for (const line of play.lines()) {
    const message = toMessage(line);
    if (message) check.hear(message);
  }
  return check.findings;
}

const telemetryOf = (play: Play, device: string) =>
  [...play.lines()].flatMap((line) =>
    "payload" in line && line.topic.endsWith(`/${device}/telemetry`) ? [{ at: line.at, payload: line.payload }] : [],
  );
const minutesOf = (play: Play, at: string | number): number =>
  ((typeof at === "number" ? at : Date.parse(at)) - play.staged.start) / 60_000;

describe("every story", () => {
  it("has a name of its own and words in both languages", () => {
    expect(new Set(stories.map(({ id }) => id)).size).toBe(stories.length);
    for (const { title, about } of stories) {
      for (const each of [title, about]) {
        expect(each.en).toMatch(/^[A-Z][\x20-\x7e]+$/);
        expect(each.zh).toMatch(/\p{Script=Han}/u);
      }
    }
  });

  it.each(stories)("$id expects tickets for faults that exist, within its length", (story) => {
    const { staged, site: cast } = prepare(story);
    for (const { asset, fault, by } of staged.expected) {
      const device = cast.devices.find(({ id }) => id === asset);
      if (device === undefined) expect([asset, fault]).toEqual([findFeed(site), "down"]);
      else expect(Object.keys(definitions[device.kind]?.faults ?? {})).toContain(fault);
      expect(by).toBeGreaterThan(staged.start);
      expect(by).toBeLessThan(staged.end);
    }
  });

  it.each(stories.filter(({ id }) => !week.has(id)))("$id is told in order, the same each time", (story) => {
    const play = prepare(story);
    const lines = [...play.lines()];
    expect(lines).toEqual([...play.lines()]);
    const times = lines.map(({ at }) => at);
    expect(times).toEqual(times.toSorted());
    expect(lines.at(-1)).toEqual({ at: new Date(play.staged.end).toISOString(), tick: true });
    expect(play.staged.end - play.staged.start).toBe(parseDuration(story.duration));
    const actions = lines.flatMap((line) => ("action" in line ? [line.action] : []));
    expect(actions.length).toBe(story.actions?.length ?? 0);
  });

  it.each(stories.filter(({ id, expect: { noOthers } }) => noOthers && !week.has(id)))(
    "$id shows what it expects and nothing else",
    (story) => {
      const play = prepare(story);
      const found = findings(play).filter(({ fault }) => !["pressureLow", "heldOpen"].includes(fault));
      const name = ({ asset, fault }: { asset: string; fault: string }) => `${asset} ${fault}`;
      expect(new Set(found.map(name))).toEqual(new Set(play.staged.expected.map(name)));
      for (const { asset, fault, by } of play.staged.expected)
        expect(found.find((each) => each.asset === asset && each.fault === fault)?.at).toBeLessThanOrEqual(by);
    },
  );

  it("names what a site lacks", () => {
    const bare = toSite({ ...siteTable, devices: [], staff: [] });
    expect(() => preparePlay(entrapment, { site: bare })).toThrow(/needs 1 × elevator, site test has 0/);
    const unstaffed = toSite({ ...siteTable, staff: [] });
    expect(() => preparePlay(entrapment, { site: unstaffed })).toThrow(/role technician/);
    const unlinked = toSite({ ...siteTable, links: [] });
    expect(() => preparePlay(powerFeedLost, { site: unlinked })).toThrow(/link with devices/);
  });
});

describe("entrapment", () => {
  it("is told by the car and ended by a technician for elevators", () => {
    const play = prepare(entrapment);
    const pressed = telemetryOf(play, "E1").filter(({ payload }) => (payload as Payload).alarmButton === true);
    expect(minutesOf(play, pressed[0]?.at as string)).toBe(2);
    const actions = [...play.lines()].flatMap((line) => ("action" in line ? [line.action] : []));
    expect(actions.map((action) => `${action.do} ${action.by} ${action.outcome ?? ""}`.trim())).toEqual([
      "accept zhao",
      "arrive zhao",
      "restore zhao released",
    ]);
    expect(actions.every(({ asset }) => asset === "E1")).toBe(true);
  });
});

describe("power-feed-lost", () => {
  it("silences everything below one feed, and nothing else", () => {
    const play = prepare(powerFeedLost);
    const heard = new Set<string>();
    for (const line of play.lines())
      if ("topic" in line && !("raw" in line) && minutesOf(play, line.at) > 8 && minutesOf(play, line.at) < 34)
        heard.add(line.topic.split("/")[3] as string);
    const feed = findFeed(play.site);
    const silent = play.site.devices.filter(({ id, fed }) => !heard.has(id) && fed === "always").map(({ id }) => id);
    expect(feed).toBe("feed-1");
    expect(silent.slice(0, 6)).toEqual(["E1", "E2", "E3", "E4", "C1", "C2"]);
    expect(heard.has("E5") && heard.has("C7") && heard.has("P3")).toBe(true);
  });
});

describe("flapping-link", () => {
  it("is never gone for longer than a report and 40 s, with the broker's word every other time", () => {
    const play = prepare(flappingLink);
    const times = telemetryOf(play, "C1").map(({ at }) => Date.parse(at));
    const longest = Math.max(...times.slice(1).map((time, index) => time - (times[index] as number)));
    expect(longest).toBeGreaterThanOrEqual(40_000);
    expect(longest).toBeLessThan(75_000);
    const words = [...play.lines()].flatMap((line) => ("raw" in line && line.topic.includes("/C1/") ? [line.raw] : []));
    expect(words).toEqual(["online", ...Array.from({ length: 6 }, () => ["offline", "online"]).flat()]);
  });
});

describe("demo-night", () => {
  it("shows three tickets within a minute and begins anew", () => {
    const play = preparePlay(demoNight, { site });
    const early = findings(play).filter(({ at }) => minutesOf(play, at) <= 1.1);
    expect(new Set(early.map(({ fault }) => fault))).toEqual(
      new Set(["entrapment", "forcedOpen", "leakage", "videoLoss"]),
    );
  });
});

describe("quiet-week", () => {
  let play: Play;
  let found: readonly Finding[];
  beforeAll(() => {
    play = prepare(quietWeek);
    found = findings(play);
  });

  it("shows no fault outside the power cut but a gate held open by movers", () => {
    const [cut] = play.staged.excused as [{ from: number; to: number }];
    const counted = found.filter(({ at }) => at < cut.from || at > cut.to);
    expect(counted.map(({ asset, fault }) => `${asset} ${fault}`)).toEqual(["G1 heldOpen"]);
  });

  it("holds what it says", () => {
    const shown: Readonly<Record<string, (values: Payload, device: string) => boolean>> = {
      alarmTest: (v) => v.mode === "inspection" && v.alarmButton === true,
      heldByMovers: (v) => v.mode === "independent" && v.door === "open",
      releveling: (v) => v.door === "open" && v.motion === "up" && v.mode === "normal",
      truck: (v) => v.occlusion === 90,
      recorderReboot: (v) => v.recording === false,
      rescue: (v) => v.mode === "emergencyPower",
      battery: (v) => v.power === "battery",
      restart: (v) => v.seq === 0,
      heldOnByLux: (v, device) => device.startsWith("L") && (v.lux as number) > 20 && v.dimming === 100,
    };
    const seen = Object.fromEntries(Object.keys(shown).map((name) => [name, new Set<string>()]));
    const late = new Set<string>();
    let leastAhead = Number.POSITIVE_INFINITY;
    for (const line of play.lines()) {
      if (!("payload" in line)) continue;
      const device = line.topic.split("/")[3] as string;
      if (Array.isArray(line.payload)) late.add(device);
      for (const values of [line.payload].flat() as Payload[]) {
        for (const [name, holds] of Object.entries(shown)) if (holds(values, device)) seen[name]?.add(device);
        if (device === "C2") leastAhead = Math.min(leastAhead, stampOf(values.ts) - Date.parse(line.at));
      }
    }
    expect(seen.alarmTest).toEqual(new Set(["E2", "E3"]));
    expect(seen.heldByMovers).toEqual(new Set(["E1"]));
    expect(seen.releveling).toEqual(new Set(["E4"]));
    expect(seen.truck).toEqual(new Set(["C1"]));
    expect(seen.recorderReboot?.size).toBe(10);
    for (const name of ["rescue", "battery", "heldOnByLux"]) expect(seen[name]?.size).toBeGreaterThan(1);
    expect(seen.restart?.size).toBeGreaterThan(0);
    expect(leastAhead).toBeGreaterThan(8 * 3_600_000 - 5_000);
    expect(late.size).toBeGreaterThan(1);
    expect([...late].filter((device) => !device.startsWith("E"))).toEqual([]);
  });
});

const stampOf = (ts: unknown): number =>
  typeof ts === "number"
    ? ts < 1e11
      ? ts * 1000
      : ts
    : Date.parse(String(ts).endsWith("Z") ? String(ts) : `${ts}+08:00`);

describe("bad-week", () => {
  it("hides twelve different faults in all five kinds, each to be seen in time", () => {
    const play = prepare(badWeek);
    const found = findings(play);
    const { expected } = play.staged;
    expect(new Set(expected.map(({ fault }) => fault)).size).toBe(12);
    const kindOf = new Map(play.site.devices.map(({ id, kind }) => [id, kind]));
    expect(new Set(expected.map(({ asset }) => kindOf.get(asset))).size).toBe(5);
    for (const { asset, fault, by } of expected) {
      const hit = found.find((each) => each.asset === asset && each.fault === fault);
      expect([asset, fault, hit !== undefined && hit.at <= by]).toEqual([asset, fault, true]);
    }
  });
});

describe("slice", () => {
  it("keeps lamps of every program and feeder, and whole pump stations of both ways of suction", () => {
    const { devices } = sliceSite(site, { streetlight: 4, pump: 4 });
    const lamps = devices.filter(({ kind }) => kind === "streetlight");
    expect(new Set(lamps.map(({ program, fed }) => `${program} ${fed}`)).size).toBe(4);
    const pumps = devices.filter(({ kind }) => kind === "pump");
    expect(pumps.map(({ id }) => id)).toEqual(["P1", "P2", "P3", "P4"]);
    expect(new Set(pumps.map(({ suction }) => suction)).size).toBe(2);
  });
});
