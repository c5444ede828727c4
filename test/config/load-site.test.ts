// A site folder is read as the contract says: the contract's own sample, and every kind of error at its line and column, all at once.

import { symlink } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { definitions } from "../../devices/index.ts";
import { loadSite } from "../../src/config/load-site.ts";
import { deviceOf, least, lines, load, siteFolder, valid } from "./site-folder.ts";

const sample = `site: demo
name: { zh: 锦绣花园, en: Jinxiu Garden }
timezone: Asia/Shanghai
language: zh
location: { latitude: 31.23, longitude: 121.47 }
calendar: { country: CN, holidays: [], workdays: [] }
lighting: { full: [["sunset+PT15M", "sunrise-PT15M"]] }
peak: ["07:00-09:00", "17:00-19:00"]
zones:
  - { id: east, name: { zh: 东片区, en: East }, steward: wang, guard: li, technicians: [zhao, qian] }
companies: [{ id: liftco, name: 电梯维保公司, dutyPhone: "13800000099", skills: [elevator] }]
staff:
  - { id: zhao, name: 赵工, role: technician, phone: "13800000003", skills: [elevator, pump], company: liftco }
  - { id: qian, role: technician }
  - { id: wang, role: steward }
  - { id: li, role: guard }
defaults: [{ kind: streetlight, maker: X, limits: { leakage: 20 }, delays: { lampOut: PT20M }, off: [flicker] }]
links:
  - { id: feed-1, type: feed }
  - { id: sw-b1, type: switch, upstream: [feed-1] }
devices:
  - id: E1
    kind: elevator
    name: { zh: 1号楼电梯, en: "Elevator, building 1" }
    zone: east
    building: "1"
    upstream: [feed-1]
    reportEvery: PT10S
    rated: { speed: 1.75, load: 1000 }
    limits: { motorHot: 95 }
    asset: { model: X, maker: Y, serial: Z, installedOn: 2019-05-01, warrantyUntil: 2024-05-01 }
  - id: C1
    kind: camera
    zone: east
    rated: { fps: 25 }
    mount: { level: ground, x: 12.5, y: 40, height: 3.5, heading: 135, tilt: 15, hfov: 90, vfov: 54, pixels: [2560, 1440], range: 40, infraredRange: 25, ptz: false }
    video: { snapshot: "http://\${NVR_USER}:\${NVR_PASSWORD}@nvr/snap/1", playback: "https://nvr/play?ch=1&t={at}" }
  - { id: L1, kind: streetlight, zone: east, rated: { power: 60 }, asset: { maker: X }, mount: { level: ground, x: 20, y: 42, lightRadius: 12 } }
  - { id: L2, kind: streetlight, zone: east, via: lamps-a, address: "77", program: half, rated: { power: 60 } }
  - { id: G1, kind: gate, zone: east, openHours: ["07:00-09:00"] }
sources:
  - id: lamps-a
    protocol: mqtt
    kind: streetlight
    topic: "lc/{address}/data"
    each: /list
    device: /sn
    ts: /time
    map: { power: { at: /p, scale: 0.1 }, dimming: { at: /lv, scale: 0.392 }, leakage: { at: /st, bit: 3, values: { "0": 1 } } }
sla:
  small: { restore: agreed }
coverage:
  standard: iec-62676-4-2025
  targetHeight: 1.5
  cell: 0.25
  levels:
    - { id: ground, outline: [[0,0],[120,0],[120,80],[0,80]], walls: [[[10,10],[10,30],[30,30]]], indoor: false }
  areas:
    - { id: north-gate, zone: east, name: { zh: 北门, en: North gate }, level: ground, polygon: [[0,0],[9,0],[9,9]], need: perceive, atLeast: 0.95, cameras: 1, priority: high }
    - { id: car-e1, zone: east, watchedBy: [C1] }
notify:
  channels:
    - { id: robot, type: wecom, key: "\${WECOM_KEY}" }
    - { id: post, type: email, host: smtp.example.org, from: a@example.org, to: [b@example.org] }
  routes:
    - { severity: [critical], channels: [robot, post], to: [operator, zhao], continue: true }
    - { channels: [robot] }
  rota: [{ from: "08:00", to: "20:00", staff: [wang] }]
  minOnDuty: { operator: 2 }
upkeep: [{ id: lift-service, every: P15D }]
retention: { passages: P90D, reporterPhone: P180D, attachments: P2Y, audit: P3Y }
`;

describe("the contract's sample", () => {
  it("loads without a problem and resolves", async () => {
    const loaded = await load(sample, { env: { WECOM_KEY: "s3cret" }, publicUrl: "https://anju.example.org" });
    expect(lines(loaded.problems)).toEqual([]);
    expect(lines(loaded.problems, "warning")).toEqual([]);
    const site = valid(loaded);
    expect(site.name).toEqual({ zh: "锦绣花园", en: "Jinxiu Garden" });
    expect(site).toMatchObject({ id: "demo", language: "zh", topicRoot: "facility", timezone: "Asia/Shanghai" });
    expect(site.devices.map(({ id }) => id)).toEqual(["E1", "C1", "L1", "L2", "G1"]);
    expect(site.peak).toEqual([
      { from: 420, to: 540 },
      { from: 1020, to: 1140 },
    ]);
    expect(site.links).toEqual([
      { id: "feed-1", name: { en: "feed-1", zh: "feed-1" }, type: "feed", upstream: [] },
      { id: "sw-b1", name: { en: "sw-b1", zh: "sw-b1" }, type: "switch", upstream: ["feed-1"] },
    ]);
    expect(deviceOf(site, "E1")).toMatchObject({
      building: "1",
      reportEvery: 10_000,
      // 2019-05-01 begins in Shanghai at 16:00 UTC of the day before.
      asset: { model: "X", installedAt: Date.UTC(2019, 3, 30, 16), warrantyUntil: "2024-05-01" },
    });
    expect(deviceOf(site, "C1").facts).toEqual({ ptz: false, indoors: false, heading: 135 });
    expect(deviceOf(site, "L2").facts).toEqual({ ptz: false, indoors: false, program: "half", fed: "always" });
    const gate = deviceOf(site, "G1");
    expect(gate.openHours?.holds(Date.UTC(2026, 2, 1, 0, 30))).toBe(true);
    expect(gate.openHours?.holds(Date.UTC(2026, 2, 1, 1, 30))).toBe(false);
    expect(site.dark.holds(Date.UTC(2026, 2, 1, 16))).toBe(true);
    expect(site.notify.channels).toEqual([
      { id: "robot", type: "wecom", key: "s3cret", baseUrl: "https://qyapi.weixin.qq.com" },
      {
        id: "post",
        type: "email",
        host: "smtp.example.org",
        port: 465,
        secure: true,
        from: "a@example.org",
        to: ["b@example.org"],
      },
    ]);
    expect(site.notify.routes[0]).toMatchObject({ severity: ["critical"], kinds: [], continue: true });
    expect(site.rota).toEqual([{ days: [1, 2, 3, 4, 5, 6, 7], window: { from: 480, to: 1200 }, staff: ["wang"] }]);
    expect(site.sla.small?.milestones.restore).toEqual({ type: "agreed" });
  });

  it("needs no more than the contract requires", async () => {
    const site = valid(await load("site: a\ntimezone: UTC\nlocation: {latitude: 0, longitude: 0}\nzones: []\ndevices: []\n"));
    expect(site).toMatchObject({ name: { en: "a", zh: "a" }, language: "zh", peak: [], rota: [], staff: [] });
  });
});

describe("every problem at once, at its place", () => {
  it("finds them all in one file", async () => {
    const { site, problems } = await load(`site: de mo
timezone: Asia/Shangai
langauge: en
location: { latitude: 31.23 }
zones:
  - { id: east, steward: wagn, gaurd: li }
  - { id: east }
staff:
  - { id: wang, role: stewart, phone: 138 }
  - { id: operator, role: operator, company: nobody }
defaults:
  - { kind: streetlamp }
  - { zone: west, off: [flikker], delays: { lampOuted: PT1M } }
links:
  - { id: feed-1, upstream: [feed-2] }
  - { id: feed-2, upstream: [feed-1] }
devices:
  - id: E1
    kind: elevator
    zoen: east
    rated: { speed: "1.75 m/s", power: 3 }
    limits: { motorHott: 95, vibrationHigh: PT3M }
    delays: { powerLost: 30, stalled: P1M }
    slaRows: { stalled: elevater }
    reportEvery: PT0S
  - { id: E1, kind: elevater, zone: weast, upstream: [feed1] }
  - { id: feed-1, kind: streetlight, zone: east, program: haf, fed: swiched, building: 1 }
  - { id: C1, kind: camera, zone: east, mount: { level: grund, x: 1, y: 2, heading: 400 }, asset: { installedOn: 2019-02-30 } }
coverage:
  standard: iec-62676-4-2025
  levels: [{ id: ground, outline: [[0,0],[9,0]] }]
  areas:
    - { id: C1, zone: est, level: ground, polygon: [[0,0],[9,0],[9,9]], need: percieve }
    - { id: a2, zone: east }
sla:
  security: { respond: soon, dispatch: gard, arive: PT1M }
notify:
  channels: [{ id: hook, type: webhok }, { id: chat, type: wecom }]
  routes: [{ faults: [lampOt], kinds: [elevater], channels: [chatt], to: [zaho] }]
peak: ["7-9"]
lighting: { full: [["dusk", "sunrise"]] }
`);
    expect(site).toBe(null);
    expect(lines(problems)).toEqual([
      "site.yaml:1:7 site an id consists of letters, digits and `-`, starts with a letter or digit and has at most 63 characters",
      "site.yaml:2:11 timezone unknown time zone `Asia/Shangai`; did you mean `Asia/Shanghai`?",
      "site.yaml:3:1 langauge unknown key `langauge`; did you mean `language`?",
      "site.yaml:4:11 location.longitude missing key `longitude`",
      "site.yaml:6:26 zones[0].steward unknown staff member `wagn`; did you mean `wang`?",
      "site.yaml:6:32 zones[0].gaurd unknown key `gaurd`; did you mean `guard`?",
      "site.yaml:7:11 zones[1].id the id `east` is already used in site.yaml, line 6",
      "site.yaml:9:23 staff[0].role unknown role `stewart` (known: operator, technician, guard, steward, supervisor, manager); did you mean `steward`?",
      'site.yaml:9:39 staff[0].phone must be a text: write "138" in quotes',
      "site.yaml:10:11 staff[1].id `operator` is the name of a role; give the person another id",
      "site.yaml:10:46 staff[1].company unknown company `nobody`",
      "site.yaml:12:13 defaults[0].kind unknown kind `streetlamp` (known: camera, gate, streetlight, elevator, pump); did you mean `streetlight`?",
      "site.yaml:13:13 defaults[1].zone unknown zone `west`; did you mean `east`?",
      "site.yaml:13:25 defaults[1].off[0] unknown off `flikker`; did you mean `flicker`?",
      "site.yaml:13:45 defaults[1].delays.lampOuted unknown key `lampOuted`; did you mean `lampOut`?",
      "site.yaml:16:29 links[1].upstream hangs on itself: feed-1 → feed-2 → feed-1",
      "site.yaml:18:5 devices[0].zone missing key `zone`",
      "site.yaml:20:5 devices[0].zoen unknown key `zoen`; did you mean `zone`?",
      "site.yaml:21:21 devices[0].rated.speed must be a plain number without a unit",
      "site.yaml:21:33 devices[0].rated.power unknown key `power`; did you mean `speed`?",
      "site.yaml:22:15 devices[0].limits.motorHott unknown key `motorHott`; did you mean `motorHot`?",
      "site.yaml:22:45 devices[0].limits.vibrationHigh must be a number",
      "site.yaml:23:26 devices[0].delays.powerLost must be a text: write \"30\" in quotes",
      "site.yaml:23:39 devices[0].delays.stalled must be an ISO 8601 duration such as PT30S, PT10M, PT2H or P7D (no months or years)",
      "site.yaml:24:25 devices[0].slaRows.stalled unknown SLA row `elevater`; did you mean `elevator`?",
      "site.yaml:25:18 devices[0].reportEvery must be an ISO 8601 duration such as PT30S, PT10M, PT2H or P7D (no months or years)",
    ]);
  });
});
