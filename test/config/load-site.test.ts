// A site folder is read as the contract says: the contract's own sample, and every kind of error at its line and column, all at once.

import { describe, expect, it } from "vitest";
import { sample } from "./sample-site.ts";
import { deviceOf, least, lines, load, valid } from "./site-folder.ts";

const notDuration = "must be an ISO 8601 duration such as PT30S, PT10M, PT2H or P7D (no months or years)";

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
    const site = valid(
      await load("site: a\ntimezone: UTC\nlocation: {latitude: 0, longitude: 0}\nzones: []\ndevices: []\n"),
    );
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
      "site.yaml:12:13 defaults[0].kind unknown kind `streetlamp` (known: camera, gate, streetlight, elevator, pump)",
      "site.yaml:13:13 defaults[1].zone unknown zone `west`",
      "site.yaml:13:25 defaults[1].off[0] unknown fault `flikker`; did you mean `flicker`?",
      "site.yaml:13:45 defaults[1].delays.lampOuted unknown key `lampOuted`; did you mean `lampOut`?",
      "site.yaml:16:29 links[1].upstream hangs on itself: feed-1 → feed-2 → feed-1",
      "site.yaml:18:5 devices[0].zone missing key `zone`",
      "site.yaml:20:5 devices[0].zoen unknown key `zoen`; did you mean `zone`?",
      "site.yaml:21:21 devices[0].rated.speed must be a plain number without a unit",
      "site.yaml:21:33 devices[0].rated.power unknown key `power`",
      "site.yaml:22:15 devices[0].limits.motorHott unknown key `motorHott`; did you mean `motorHot`?",
      "site.yaml:22:45 devices[0].limits.vibrationHigh must be a number",
      `site.yaml:23:26 devices[0].delays.powerLost ${notDuration}`,
      `site.yaml:23:39 devices[0].delays.stalled ${notDuration}`,
      "site.yaml:24:25 devices[0].slaRows.stalled unknown SLA row `elevater`; did you mean `elevator`?",
      `site.yaml:25:18 devices[0].reportEvery ${notDuration}`,
      "site.yaml:26:11 devices[1].id the id `E1` is already used in site.yaml, line 18",
      "site.yaml:26:21 devices[1].kind unknown kind `elevater` (known: camera, gate, streetlight, elevator, pump); did you mean `elevator`?",
      "site.yaml:26:37 devices[1].zone unknown zone `weast`; did you mean `east`?",
      "site.yaml:26:55 devices[1].upstream[0] unknown link or device `feed1`; did you mean `feed-1`?",
      "site.yaml:27:11 devices[2].id the id `feed-1` is already used in site.yaml, line 15",
      "site.yaml:27:59 devices[2].program unknown lighting program `haf`; did you mean `half`?",
      "site.yaml:27:69 devices[2].fed unknown fed `swiched` (known: always, switched); did you mean `switched`?",
      'site.yaml:27:88 devices[2].building must be a text: write "1" in quotes',
      "site.yaml:28:57 devices[3].mount.level unknown level `grund`; did you mean `ground`?",
      "site.yaml:28:85 devices[3].mount.heading must be 360 or less",
      "site.yaml:28:114 devices[3].asset.installedOn must be a date of the calendar, written 2026-03-01",
      "site.yaml:31:35 coverage.levels[0].outline needs at least three corners",
      "site.yaml:33:13 coverage.areas[0].id the id `C1` is already used in site.yaml, line 28",
      "site.yaml:33:23 coverage.areas[0].zone unknown zone `est`; did you mean `east`?",
      "site.yaml:33:79 coverage.areas[0].need unknown class of iec-62676-4-2025 `percieve` (known: overview, outline, discern, perceive, characterise, validate, scrutinise); did you mean `perceive`?",
      "site.yaml:34:7 coverage.areas[1] an area needs `level`, `polygon` and `need`, or `watchedBy`",
      "site.yaml:36:24 sla.security.respond must be a duration such as PT30M, working days such as P1WD, `same-day`, `agreed` or `none`",
      "site.yaml:36:40 sla.security.dispatch unknown role, staff member or company `gard`; did you mean `guard`?",
      "site.yaml:36:46 sla.security.arive unknown key `arive`; did you mean `arrive`?",
      "site.yaml:38:32 notify.channels[0].type unknown type `webhok` (known: mqtt, webhook, wecom, dingtalk, feishu, email); did you mean `webhook`?",
      "site.yaml:38:42 notify.channels[1].key missing key `key`",
      "site.yaml:39:23 notify.routes[0].faults[0] unknown fault `lampOt`; did you mean `lampOut`?",
      "site.yaml:39:40 notify.routes[0].kinds[0] unknown kind `elevater`; did you mean `elevator`?",
      "site.yaml:39:62 notify.routes[0].channels[0] unknown channel `chatt`; did you mean `chat`?",
      "site.yaml:39:75 notify.routes[0].to[0] unknown role or staff member `zaho`",
      'site.yaml:40:8 peak[0] must be a daily time span in quotes: "07:00-09:00"',
      'site.yaml:41:21 lighting.full[0][0] must be a time of day or of the sun: "00:00", "sunset", "sunset+PT15M", "sunrise-PT15M"',
    ]);
    expect(problems.filter(({ message }) => !/[\u4e00-\u9fff]/.test(message.zh))).toEqual([]);
  });

  it.each([
    ["a missing section", "devices:\n", "site.yaml:7:9 devices is empty; it must be a list"],
    ["a section of the wrong kind", "devices: 3\n", "site.yaml:7:10 devices must be a list"],
    ["a list where keys should be", "devices: [[]]\n", "site.yaml:7:11 devices[0] must be a group of keys"],
    [
      "a device without a kind",
      "devices: [{ id: a, zone: east }]\n",
      "site.yaml:7:11 devices[0].kind missing key `kind`",
    ],
    [
      "an unknown language",
      "devices: []\nname: { zh: 一, en: One, fr: Un }\n",
      "site.yaml:8:25 name.fr unknown key `fr`",
    ],
    ["one language alone", "devices: []\nname: { zh: 一 }\n", "site.yaml:8:7 name.en missing key `en`"],
    ["no text", "devices: []\nname: 7\n", "site.yaml:8:7 name must be a text, or both languages: { en: …, zh: … }"],
    [
      "a key written twice",
      "devices: []\npeak: []\npeak: []\n",
      "site.yaml:9:1 peak `peak` is written twice (first on line 8)",
    ],
    [
      "a key named like an object's own",
      "devices: []\n__proto__: {}\n",
      "site.yaml:8:1 __proto__ unknown key `__proto__`",
    ],
    [
      "a point that the kind lacks",
      "devices: []\nsources: [{ id: s, kind: streetlight, map: { pwer: { at: /p } } }]\n",
      "site.yaml:8:52 sources[0].map.pwer unknown point `pwer`; did you mean `power`?",
    ],
    [
      "an id that two lists share",
      "devices: []\nsources: [{ id: s, kind: gate }]\nlinks: [{ id: s }]\n",
      "site.yaml:9:15 links[0].id the id `s` is already used in site.yaml, line 8",
    ],
    [
      "a count that is no count",
      "devices: [{ id: g, kind: gate, zone: east, limits: { deniedBurst: 0 } }]\n",
      "site.yaml:7:67 devices[0].limits.deniedBurst must be 1 or more",
    ],
  ])("%s", async (_, rest, expected) => {
    const { site, problems } = await load(least + rest);
    expect(site).toBe(null);
    expect(lines(problems)).toEqual([expected]);
  });
});
