// Coverage through the whole pipeline on a virtual clock: faults of cameras and lamps and the sun, then area faults, tickets and the record.

import { describe, expect, it } from "vitest";
import type { Site } from "../../src/model/site.ts";
import { isoInstant } from "../../src/model/ticket-json.ts";
import { createReplay, type RecordingLine } from "../../src/replay.ts";
import { siteFrom } from "../support/test-site.ts";

const second = 1000;
const minute = 60 * second;
/** By day in Shanghai; the sun is below −6° from 10:20 UTC on. */
const noon = Date.parse("2026-03-10T04:00:00Z");
const iso = isoInstant;

const site = (areas: string, more = ""): Promise<Site> =>
  siteFrom(`site: demo
timezone: Asia/Shanghai
location: { latitude: 31.23, longitude: 121.47 }
zones: [{ id: east, steward: wang, guard: li, technicians: [zhao] }]
staff:
  - { id: chen, name: Chen, role: operator }
  - { id: wang, name: Wang, role: steward }
  - { id: li, name: Li, role: guard }
  - { id: zhao, name: Zhao, role: technician, skills: [camera] }
links: [{ id: sw, type: switch }, { id: sx, type: switch }]
devices:
  - { id: C1, kind: camera, zone: east, upstream: [sw], mount: { level: ground, x: 5, y: 0, height: 3, heading: 0, tilt: 20, hfov: 90, vfov: 70, pixels: [3840, 2160], range: 40, infraredRange: 30 } }
  - { id: C2, kind: camera, zone: east, upstream: [sx], mount: { level: ground, x: 55, y: 0, height: 3, heading: 0, tilt: 20, hfov: 90, vfov: 70, pixels: [3840, 2160], range: 40, infraredRange: 0 } }
  - { id: L1, kind: streetlight, zone: east, rated: { power: 60 }, mount: { level: ground, x: 55, y: 8, lightRadius: 12 } }
coverage:
  levels: [{ id: ground, outline: [[0, 0], [60, 0], [60, 40], [0, 40]] }]
  areas:
${areas}
${more}`);

const first =
  "    - { id: a1, zone: east, level: ground, polygon: [[3, 5], [7, 5], [7, 10], [3, 10]], need: discern, atLeast: 0.95 }";
const high =
  "    - { id: a2, zone: east, level: ground, polygon: [[53, 5], [57, 5], [57, 10], [53, 10]], need: discern, atLeast: 0.95, priority: high }";

const said = (at: number, id: string, values: object, kind = "camera"): RecordingLine => ({
  at: iso(at),
  topic: `facility/demo/${kind}/${id}/telemetry`,
  payload: values,
});
const healthy = { fps: 25, recording: true, luma: 100, sharpness: 80, occlusion: 0 };
function played(on: Site, lines: readonly RecordingLine[], until: number) {
  const replay = createReplay(on);
  for (const line of lines.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at))) replay.line(line);
  replay.line({ at: iso(until), tick: true });
  const { faults, tickets, ...rest } = replay.finish();
  // Devices that a test does not play are silent, which is not its matter.
  const silent = ({ fault }: Record<string, unknown>): boolean => fault === "offline";
  return {
    ...rest,
    faults: faults.filter((fault) => !silent(fault)),
    tickets: (tickets as Record<string, unknown>[]).filter((ticket) => !silent(ticket)),
  };
}
/** Every 10 s from `from` to `to`. */
const steadily = (id: string, from: number, to: number, values: object = healthy, kind = "camera") =>
  Array.from({ length: Math.floor((to - from) / (10 * second)) }, (_, n) =>
    said(from + n * 10 * second, id, values, kind),
  );

describe("an area", () => {
  it("goes blind with its camera, opens a ticket that names it after 60 s, and recovers with it", async () => {
    const on = await site(first);
    const lost = noon + 5 * minute;
    const back = noon + 10 * minute;
    const until = noon + 20 * minute;
    const dead = steadily("C1", lost, back, { ...healthy, fps: 0 });
    const result = played(on, [...steadily("C1", noon, lost), ...dead, ...steadily("C1", back, until)], until);
    expect(result.coverage).toEqual([
      { at: iso(noon), area: "a1", ratio: 1 },
      { at: iso(lost + 30 * second), area: "a1", ratio: 0 },
      { at: iso(back + 30 * second), area: "a1", ratio: 1 },
    ]);
    expect(result.faults).toMatchObject([
      { asset: "C1", fault: "videoLoss" },
      {
        asset: "a1",
        fault: "blindSpot",
        severity: "major",
        sla: "camera",
        since: iso(lost + 30 * second),
        openedAt: iso(lost + 90 * second),
        detail: { because: "C1" },
      },
    ]);
    expect(result.tickets).toMatchObject([
      { asset: "C1", state: "restored" },
      {
        asset: "a1",
        kind: "area",
        fault: "blindSpot",
        source: "coverage",
        zone: "east",
        state: expect.stringMatching(/restored|closed/),
      },
    ]);
    expect(Object.keys(result.availability)).not.toContain("a1");
  });
  it("of high priority is critical, and makes its camera's ticket as urgent", async () => {
    const on = await site(high);
    const lost = noon + 5 * minute;
    const until = noon + 12 * minute;
    const dead = steadily("C2", lost, until, { ...healthy, fps: 0 });
    const { tickets } = played(on, [...steadily("C2", noon, lost), ...dead], until);
    expect(tickets).toMatchObject([
      { asset: "C2", fault: "videoLoss", severity: "critical", sla: "security" },
      {
        asset: "a2",
        fault: "blindSpot",
        severity: "critical",
        sla: "security",
        title: { en: expect.stringContaining("(C2)") },
      },
    ]);
    const camera = tickets[0] as { clocks: { milestone: string; dueAt: string }[] };
    expect(camera.clocks).toContainEqual(
      expect.objectContaining({ milestone: "arrive", dueAt: iso(lost + 30 * second + 15 * minute) }),
    );
  });
  it("is lit by its lamp at night: without it the camera there sees nothing", async () => {
    const on = await site(high);
    const night = Date.parse("2026-03-10T13:00:00Z");
    const out = night + 10 * minute;
    const until = night + 40 * minute;
    const lamp = (from: number, to: number, power: number) =>
      steadily("L1", from, to, { power, dimming: 100 }, "streetlight");
    const lines = [...steadily("C2", night, until), ...lamp(night, out, 60), ...lamp(out, until, 0)];
    const { coverage, faults } = played(on, lines, until);
    expect(coverage).toEqual([
      { at: iso(night), area: "a2", ratio: 1 },
      { at: iso(out + 10 * minute), area: "a2", ratio: 0 },
    ]);
    expect(faults).toContainEqual(
      expect.objectContaining({ asset: "a2", fault: "blindSpot", detail: { because: "L1" } }),
    );
  });
  it("is told at dusk by what is planned for the dark: a plan without light is no fault", async () => {
    const on = await site(
      high
        .replace("53, 5], [57, 5], [57, 10], [53, 10", "53, 20], [57, 20], [57, 28], [53, 28")
        .replace("discern", "overview"),
    );
    const from = Date.parse("2026-03-10T10:00:00Z");
    const until = Date.parse("2026-03-10T11:30:00Z");
    const { coverage, faults } = played(on, steadily("C2", from, until), until);
    expect(coverage.map(({ ratio }) => ratio)).toEqual([1, 0]);
    expect(faults).toEqual([]);
  });
  it("is found at the heading that a moved camera reports", async () => {
    const on = await site(first);
    const turned = noon + 5 * minute;
    const until = noon + 10 * minute;
    const north = steadily("C1", noon, turned, { ...healthy, heading: 0 });
    const result = played(on, [...north, ...steadily("C1", turned, until, { ...healthy, heading: 180 })], until);
    expect(result.coverage.map(({ ratio }) => ratio)).toEqual([1, 0]);
    expect(result.faults).toMatchObject([{ fault: "moved" }, { fault: "blindSpot", detail: { because: "C1" } }]);
  });
  it.each([
    ["", "major", "urgent"],
    [", priority: high", "critical", "security"],
  ])(
    "hangs on the ticket of the switch whose loss blinds it, which is as urgent (area%s)",
    async (priority, severity, sla) => {
      const on = await site(first.replace("level: ground", `level: ground${priority}`), "");
      const two = { ...on, devices: [...on.devices, { ...(on.devices[0] as Site["devices"][number]), id: "C3" }] };
      const lost = noon + 5 * minute;
      const until = noon + 20 * minute;
      const { tickets } = played(
        two,
        [...steadily("C1", noon, lost), ...steadily("C3", noon, lost), ...steadily("C2", noon, until)],
        until,
      );
      const root = tickets.find((ticket) => (ticket as { asset: string }).asset === "sw") as { id: string };
      expect(root).toMatchObject({ fault: "down", severity, sla });
      expect(tickets).toContainEqual(expect.objectContaining({ asset: "a1", fault: "blindSpot", parent: root.id }));
    },
  );
  it("is sabotaged where cameras of different switches are lost within seconds", async () => {
    const on = await site("    - { id: yard, zone: east, watchedBy: [C1, C2], cameras: 1 }");
    const lost = noon + 5 * minute;
    const until = noon + 12 * minute;
    const lines = ["C1", "C2"].flatMap((id) => [
      ...steadily(id, noon, lost),
      ...steadily(id, lost, until, { ...healthy, fps: 0 }),
    ]);
    const { faults } = played(on, lines, until);
    expect(faults.map(({ asset, fault }) => `${asset} ${fault}`)).toEqual([
      "C1 videoLoss",
      "C2 videoLoss",
      "yard blindSpot",
      "yard sabotage",
    ]);
  });
  it("takes no word from a device that calls itself one", async () => {
    const on = await site(first);
    const { rejected } = played(on, [said(noon, "a1", { ratio: 0, blind: true }, "area")], noon + minute);
    expect(rejected).toEqual({ "unknown-device": 1 });
  });
  it("is looked after by rounds where the site asks for them: a visit puts the next one off, a miss is told", async () => {
    const on = await site(first, "  patrolEvery: PT30M");
    const lost = noon + 5 * minute;
    const blind = lost + 90 * second;
    const back = blind + 100 * minute;
    const until = back + 60 * minute;
    const round = (after: number, act: object): RecordingLine => ({
      at: iso(blind + after),
      action: { asset: "a1", fault: "blindSpot", ...act } as NonNullable<RecordingLine["action"]>,
    });
    const lines = [
      ...steadily("C1", noon, lost),
      ...steadily("C1", lost, back, { ...healthy, fps: 0 }),
      ...steadily("C1", back, until),
      round(10 * minute, { do: "accept", by: "li" }),
      round(20 * minute, { do: "check-in", by: "li" }),
      round(120 * minute, { do: "check-in", by: "li" }),
    ];
    const { tickets, notices, refused } = played(on, lines, until);
    const area = tickets.find(({ asset }) => asset === "a1") as {
      rounds: object;
      events: { type: string; at: string; dueAt?: string }[];
    };
    expect(
      area.events.flatMap(({ type, at }) => (/checkedIn|roundMissed/.test(type) ? [`${type} ${at}`] : [])),
    ).toEqual([
      `checkedIn ${iso(blind + 20 * minute)}`,
      `roundMissed ${iso(blind + 50 * minute)}`,
      `roundMissed ${iso(blind + 80 * minute)}`,
    ]);
    expect(area.rounds).toEqual({ everyMinutes: 30, dueAt: null, visits: 1, missed: 2 });
    expect(notices).toContainEqual(
      expect.objectContaining({ to: "li", reason: "breached", at: iso(blind + 50 * minute) }),
    );
    expect(refused.map(({ code }) => code)).toEqual(["wrong-state"]);
  });
});
