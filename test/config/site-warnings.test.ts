// Warnings: what works badly is said once per matter, and a site that is merely imperfect still loads.

import { describe, expect, it } from "vitest";
import { least, lines, load, valid } from "./site-folder.ts";

const warnings = async (rest: string, options = {}) => {
  const loaded = await load(least + rest, options);
  valid(loaded);
  return lines(loaded.problems, "warning");
};
const robot = `notify: { channels: [{ id: r, type: wecom, key: k }] }\n`;
const url = { publicUrl: "https://anju.example.org" };

describe("who would hear", () => {
  it("nobody", async () => {
    expect(await warnings("devices: []\n")).toEqual([
      "site.yaml:1:1 notify.channels nobody to tell: `notify` has no channel, so tickets are seen on the wall alone",
    ]);
  });
  it("nobody of critical faults, where only MQTT listens or no route fits", async () => {
    const gate = "devices: [{ id: G, kind: gate, zone: east, off: [tamper] }, { id: H, kind: gate, zone: east }]\n";
    expect(await warnings(`${gate}notify: { channels: [{ id: m, type: mqtt }] }\n`, url)).toEqual([
      "site.yaml:8:21 notify.channels critical faults that ring nobody (no robot, e-mail or webhook): gate.forcedOpen, gate.fireReleased, gate.tamper",
    ]);
    const routes = (list: string) =>
      `${gate}notify: { channels: [{ id: m, type: mqtt }, { id: r, type: wecom, key: k }], routes: [${list}] }\n`;
    expect(await warnings(routes("{ channels: [m] }, { channels: [r] }"), url)).toHaveLength(1);
    expect(await warnings(routes("{ channels: [m], continue: true }, { channels: [r] }"), url)).toEqual([]);
    expect(await warnings(routes("{ channels: [r], on: [closed] }"), url)).toHaveLength(1);
    expect(
      await warnings(routes("{ channels: [m], severity: [minor] }, { channels: [r], kinds: [gate] }"), url),
    ).toEqual([]);
    const some = await warnings(routes("{ channels: [r], faults: [tamper, forcedOpen] }"), url);
    expect(some.map((line) => line.split(": ").at(-1))).toEqual(["gate.fireReleased"]);
  });
  it("with links that lead nowhere", async () => {
    expect(await warnings(`devices: []\n${robot}`)).toEqual([
      "site.yaml:8:21 notify.channels messages carry links, but no public address is set: give --public-url",
    ]);
    expect(await warnings(`devices: []\n${robot}`, url)).toEqual([]);
  });
});

describe("equipment", () => {
  it("without rated values or mounts, grouped", async () => {
    const lamps = Array.from({ length: 23 }, (_, n) => `  - { id: L${n + 1}, kind: streetlight, zone: east }\n`).join(
      "",
    );
    const rest = `${robot}devices:
${lamps}  - { id: E1, kind: elevator, zone: east, off: [overspeed] }
  - { id: C1, kind: camera, zone: east, rated: { fps: 25 } }
  - { id: C2, kind: camera, zone: east, rated: { fps: 25 } }
`;
    expect(await warnings(rest, url)).toEqual([
      "site.yaml:9:5 devices[0] 23 × Streetlight (streetlight) without rated.power, which lampOut, lampWeak, dayBurning, flicker need: L1, L2, L3, L4, L5, L6, L7, L8, L9, L10 … (+13)",
      "site.yaml:33:5 devices[24] 2 cameras without `mount`, so nobody knows what is seen there: C1, C2",
    ]);
  });
  it("outside the drawing", async () => {
    const rest = `${robot}coverage:
  levels:
    - { id: ground, outline: [[0,0],[10,0],[10,10],[0,10]], walls: [[[0,5],[10,5]], [[1,1],[11,1]], [[2,2],[3,3]]] }
devices:
  - { id: C1, kind: camera, zone: east, rated: { fps: 25 }, mount: { level: ground, x: 10, y: 10 } }
  - { id: C2, kind: camera, zone: east, rated: { fps: 25 }, mount: { level: ground, x: 10.1, y: 10 } }
`;
    expect(await warnings(rest, url)).toEqual([
      "site.yaml:10:7 coverage.levels[0] levels on which no area is drawn, so nothing is known to be blind there: ground; add to `areas` what must be seen",
      "site.yaml:10:85 coverage.levels[0].walls[1] 1 wall of level ground leaves its outline",
      "site.yaml:13:68 devices[1].mount 1 camera hangs outside the outline of the level: C2",
    ]);
  });
});

it("names zones without people and rows that look misspelt", async () => {
  const rest = `${robot}devices: []\nsla: { elevater: { arrive: PT20M }, swimming-pool: { arrive: PT1H } }\n`;
  const loaded = await load(
    least.replace("zones: [", "zones: [{ id: west, steward: wang }, { id: south, guard: li, technicians: [zhao] }, ") +
      rest,
    url,
  );
  expect(lines(loaded.problems)).toEqual([]);
  expect(lines(loaded.problems, "warning")).toEqual([
    "site.yaml:5:9 zones[0] zones without a guard: west",
    "site.yaml:5:9 zones[0] zones without a technician: west",
    "site.yaml:5:38 zones[1] zones without a steward: south",
    "site.yaml:9:18 sla.elevater no fault uses the row `elevater`; did you mean `elevator`?",
  ]);
});

it("warns beside errors that leave the rest judgeable", async () => {
  const { site, problems } = await load(`${least}devices: [{ id: G, kind: gate, zone: eest }]\n`);
  expect(site).toBe(null);
  expect(lines(problems)).toHaveLength(1);
  expect(lines(problems, "warning")).toHaveLength(1);
});
