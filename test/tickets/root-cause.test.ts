// Root cause (CONTRACT 3 `link`, 5 `parent`): what hangs on one link and is lost with it is one ticket and one notice.

import { describe, expect, it } from "vitest";
import type { Site } from "../../src/model/site.ts";
import type { RecordingLine } from "../../src/replay.ts";
import { siteFrom } from "../support/test-site.ts";
import { iso, minute, noon, type Played, replayed, second } from "./timeline.ts";

const head = `site: demo
timezone: Asia/Shanghai
location: { latitude: 31.23, longitude: 121.47 }
zones: [{ id: east, steward: wang, guard: li, technicians: [zhao] }]
staff:
  - { id: chen, name: Chen, role: operator }
  - { id: wang, name: Wang, role: steward }
  - { id: li, name: Li, role: guard }
  - { id: zhao, name: Zhao, role: technician, skills: [camera] }
  - { id: xu, name: Xu, role: supervisor }
`;
const links = `links:
  - { id: feed-1, name: { zh: 一号馈线, en: Feed 1 } }
  - { id: sw-1, name: { zh: 一号交换机, en: Switch 1 }, zone: east, upstream: [feed-1] }
`;
const camera = (id: string): string =>
  `  - { id: ${id}, kind: camera, zone: east, upstream: [sw-1], rated: { fps: 25 } }\n`;
/** On the feed itself: as long as it speaks, the feed is up. */
const onFeed = "  - { id: F1, kind: camera, zone: east, upstream: [feed-1], rated: { fps: 25 } }\n";
const gate = "  - { id: G1, kind: gate, zone: east, upstream: [sw-1] }\n";

const ids = (count: number): string[] => Array.from({ length: count }, (_, index) => `C${index + 1}`);
const siteOf = (devices: readonly string[], more = ""): Promise<Site> =>
  siteFrom(`${head}${links}devices:\n${devices.map(camera).join("")}${onFeed}${more}`);

/** Lines in time order, each device's words every 30 s while it `speaks`. */
function recording(devices: readonly string[], until: number, speaks: (id: string, at: number) => boolean) {
  const lines: RecordingLine[] = [];
  for (let at = noon; at <= until; at += 30 * second)
    for (const id of [...devices, "F1"])
      if (id === "F1" || speaks(id, at))
        lines.push({
          at: iso(at),
          topic: `facility/demo/camera/${id}/telemetry`,
          payload: { fps: 25, recording: true },
        });
  lines.push({ at: iso(until), tick: true });
  return lines;
}
const toldOf = ({ notices }: Pick<Played, "notices">) =>
  [...new Set(notices.map(({ at, ticket, reason }) => `${at} ${ticket} ${reason}`))].sort();

const lost = noon + 5 * minute;
const back = noon + 20 * minute;

describe("a thousand devices behind one switch", () => {
  it("are one root ticket and one notice when they are lost, and resolve by themselves with one more when they are back", async () => {
    const devices = ids(1000);
    const site = await siteOf(devices);
    const result = replayed(
      site,
      recording(devices, noon + 26 * minute, (_, at) => at < lost || at >= back),
    );
    const [root, ...others] = result.tickets.filter(({ parent }) => parent === null);
    expect(others).toEqual([]);
    expect(root).toMatchObject({ asset: "sw-1", kind: "link", fault: "down", sla: "urgent", state: "restored" });
    expect(root?.title).toEqual({ en: "Switch 1: Link down", zh: "一号交换机：链路中断" });
    const children = result.tickets.filter(({ parent }) => parent === root?.id);
    expect(children.map(({ asset }) => asset).sort()).toEqual([...devices].sort());
    for (const { clocks, state, verified } of children) {
      expect([state, verified]).toEqual(["restored", true]);
      expect(clocks.map(({ milestone }) => milestone)).toEqual(["respond", "restore", "close"]);
    }
    expect(toldOf(result)).toEqual([
      expect.stringContaining(`${root?.id} opened`),
      expect.stringContaining(`${root?.id} restored`),
    ]);
  });
});

describe("what stays silent when the link is back", () => {
  it("is told of as a trouble of its own", async () => {
    const devices = ids(6);
    const result = replayed(
      await siteOf(devices),
      recording(devices, noon + 30 * minute, (id, at) => at < lost || (at >= back && id !== "C3")),
    );
    const root = result.tickets.find(({ asset }) => asset === "sw-1");
    const left = result.tickets.find(({ asset }) => asset === "C3");
    expect(left).toMatchObject({ parent: null, state: "open", fault: "offline" });
    expect(result.tickets.filter(({ parent }) => parent === root?.id)).toHaveLength(5);
    expect(toldOf(result).filter((line) => line.includes(`${left?.id}`))).toEqual([
      `${iso(back + 2 * minute)} ${left?.id} opened`,
    ]);
  });
});

describe("life safety and security", () => {
  it("are never put under a parent's silence", async () => {
    const devices = ids(4);
    const site = await siteOf(devices, gate);
    const lines = recording(devices, noon + 12 * minute, (_, at) => at < lost);
    const gateLine = (at: number, points: object): RecordingLine => ({
      at: iso(at),
      topic: "facility/demo/gate/G1/telemetry",
      payload: { door: "closed", lock: "locked", mode: "normal", power: "mains", ...points },
    });
    const all = [...lines, gateLine(noon, {}), gateLine(lost - second, { forced: true })].sort(
      (a, b) => Date.parse(a.at) - Date.parse(b.at),
    );
    const result = replayed(site, all);
    const forced = result.tickets.find(({ fault }) => fault === "forcedOpen");
    expect(forced).toMatchObject({ parent: null, severity: "critical" });
    expect(toldOf(result)).toContainEqual(expect.stringContaining(`${forced?.id} opened`));
  });
});

describe("a flap", () => {
  it("is one ticket held open, not fifty", async () => {
    const devices = ids(5);
    const result = replayed(
      await siteOf(devices),
      // Four minutes away, 30 s there, again and again.
      recording(
        devices,
        noon + 60 * minute,
        (_, at) => at < lost || (at - lost) % (4 * minute + 30 * second) === 4 * minute,
      ),
    );
    expect(result.tickets.filter(({ asset }) => asset === "sw-1")).toHaveLength(1);
    const told = toldOf(result).filter((line) => /opened|reopened/.test(line));
    expect(told).toHaveLength(1);
  });
});
