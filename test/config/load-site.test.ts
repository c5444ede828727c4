// A site folder is read as the contract says: the contract's own sample, and every kind of error at its line and column, all at once.

import { symlink } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { definitions } from "../../devices/index.ts";
import { loadSite } from "../../src/config/load-site.ts";
import { deviceOf, least, lines, load, siteFolder, valid } from "./site-folder.ts";

const notDuration = "must be an ISO 8601 duration such as PT30S, PT10M, PT2H or P7D (no months or years)";

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
      "site.yaml:33:79 coverage.areas[0].need unknown class of iec-62676-4-2025 `percieve`; did you mean `perceive`?",
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
      "a text cut by its comma",
      "devices: []\nname: { zh: 一, en: One, two }\n",
      "site.yaml:8:25 name.two unknown key `two`: a text with a comma stands in quotes",
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

describe("files", () => {
  const only = async (files: Readonly<Record<string, string | Uint8Array>>) => lines((await load(files)).problems);

  it("says what cannot be read", async () => {
    const dir = await siteFolder({ "readme.txt": "" });
    const { site, problems } = await loadSite(dir, { definitions, env: {} });
    expect(site).toBe(null);
    expect(lines(problems)).toEqual([
      `site.yaml:1:1  site.yaml cannot be read in ${dir}: there is no such file; name the site's folder with --site`,
    ]);
    expect(await only({ "site.yaml": "" })).toEqual(["site.yaml:1:1  the file is empty"]);
    expect(await only({ "site.yaml": "# nothing yet\n" })).toEqual(["site.yaml:1:1  the file is empty"]);
    expect(await only({ "site.yaml": "7" })).toEqual(["site.yaml:1:1  must be a group of keys"]);
    const gbk = Uint8Array.from([...Buffer.from("name: "), 0xbd, 0xf5, 0xd0, 0xe5]);
    expect((await only({ "site.yaml": gbk }))[0]).toContain("it is not UTF-8; save it as UTF-8");
  });

  it("lists every error of form", async () => {
    const found = await only({ "site.yaml": 'site: "demo\\q"\nzones: [a\nname: *x\n\tpeak: 1\n' });
    expect(found.length).toBeGreaterThan(1);
    expect(found[0]).toBe("site.yaml:1:12  YAML: Invalid escape sequence \\q");
    expect(found.some((line) => line.startsWith("site.yaml:3:"))).toBe(true);
  });

  it("refuses aliases that lead nowhere, into themselves or into the sky", async () => {
    expect(await only({ "site.yaml": "site: *x\n" })).toEqual(["site.yaml:1:7 site nothing is named `&x` above"]);
    expect(await only({ "site.yaml": "a: &a [*a]\n" })).toEqual(["site.yaml:1:8 a[0] this alias contains itself"]);
    const levels = Array.from({ length: 12 }, (_, n) =>
      n === 0
        ? "l0: &l0 [x]"
        : `l${n}: &l${n} [${Array(10)
            .fill(`*l${n - 1}`)
            .join(", ")}]`,
    );
    expect(await only({ "site.yaml": levels.join("\n") })).toEqual([
      "site.yaml:1:1  aliases (*) expand into far too much",
    ]);
    expect((await only({ "site.yaml": "[".repeat(50_000) }))[0]).toMatch(/^site.yaml:1:\d+ {2}YAML: /);
  });

  it("uses aliases and points into them", async () => {
    const { problems } = await load(`${least}devices:
  - { id: L1, kind: streetlight, zone: east, rated: &lamp { power: 60, powr: 1 } }
  - { id: L2, kind: streetlight, zone: east, rated: *lamp }
`);
    expect(lines(problems)).toEqual([
      "site.yaml:8:72 devices[0].rated.powr unknown key `powr`; did you mean `power`?",
      "site.yaml:8:72 devices[1].rated.powr unknown key `powr`; did you mean `power`?",
    ]);
  });

  it("merges what it includes and points into the right file", async () => {
    const files = {
      "site.yaml": `${least}include: [more/lamps.yaml, gates.yaml]\ndevices: [{ id: C1, kind: camera, zone: east }]\nnotify: { channels: [{ id: m, type: mqtt }] }\n`,
      "more/lamps.yaml":
        "devices:\n  - { id: L1, kind: streetlight, zone: east }\nnotify: { routes: [{ channels: [m] }] }\n",
      "gates.yaml": "devices:\n  - { id: G1, kind: gate, zone: east }\n",
    };
    const site = valid(await load(files));
    expect(site.devices.map(({ id }) => id)).toEqual(["C1", "L1", "G1"]);
    expect(site.notify.routes.map(({ channels }) => channels)).toEqual([["m"]]);
    const wrong = {
      ...files,
      "gates.yaml": "site: other\nlanguage: en\ninclude: [x.yaml]\ndevices:\n  - { id: C1, kind: gate, zone: eest }\n",
    };
    expect(lines((await load(wrong)).problems)).toEqual([
      "gates.yaml:1:7 site already given in site.yaml, line 1",
      "gates.yaml:2:11 language already given in site.yaml, line 3",
      "gates.yaml:3:1 include only site.yaml may include other files",
      "gates.yaml:5:11 devices[2].id the id `C1` is already used in site.yaml, line 8",
      "gates.yaml:5:33 devices[2].zone unknown zone `eest`; did you mean `east`?",
    ]);
  });

  it("keeps includes inside the folder", async () => {
    const outside = await siteFolder({ "secret.yaml": "devices: []\n" });
    const dir = await siteFolder({
      "site.yaml": `${least}include: [../x.yaml, /etc/passwd, gone.yaml, link.yaml, a.yaml, a.yaml, 7, .]\ndevices: []\n`,
      "a.yaml": "peak: [\n",
    });
    await symlink(join(outside, "secret.yaml"), join(dir, "link.yaml"));
    const { problems } = await loadSite(dir, { definitions, env: {} });
    expect(lines(problems).filter((line) => line.startsWith("site.yaml"))).toEqual([
      "site.yaml:7:11 include[0] `../x.yaml` lies outside the site folder",
      "site.yaml:7:22 include[1] `/etc/passwd` lies outside the site folder",
      "site.yaml:7:35 include[2] `gone.yaml` cannot be read: there is no such file",
      "site.yaml:7:46 include[3] `link.yaml` lies outside the site folder",
      "site.yaml:7:65 include[5] `a.yaml` is included twice",
      "site.yaml:7:73 include[6] must be the name of a file in the site folder",
      "site.yaml:7:76 include[7] `.` lies outside the site folder",
    ]);
    expect(lines(problems).some((line) => line.startsWith("a.yaml:2:1  YAML: "))).toBe(true);
  });
});

describe("secrets", () => {
  const notify = `${least}devices: []
notify:
  channels:
    - { id: hook, type: webhook, url: "\${HOOK}/x", secret: "\${HOOK_SECRET}" }
`;
  it("are taken from the environment", async () => {
    const loaded = await load(notify, { env: { HOOK: "http://127.0.0.1:9", HOOK_SECRET: "top" } });
    expect(valid(loaded).notify.channels).toEqual([
      { id: "hook", type: "webhook", url: "http://127.0.0.1:9/x", secret: "top" },
    ]);
  });
  it("name the variable that is not set, and nothing else", async () => {
    expect(lines((await load(notify, { env: { HOOK: "http://127.0.0.1:9", HOOK_SECRET: "" } })).problems)).toEqual([
      "site.yaml:10:60 notify.channels[0].secret the environment variable HOOK_SECRET is not set",
    ]);
    expect(lines((await load(notify)).problems)).toEqual([
      "site.yaml:10:39 notify.channels[0].url the environment variable HOOK is not set",
      "site.yaml:10:60 notify.channels[0].secret the environment variable HOOK_SECRET is not set",
    ]);
  });
  it("are never repeated in a complaint", async () => {
    const { problems } = await load(notify, { env: { HOOK: "ftp://user:hunter2@x", HOOK_SECRET: "top" } });
    expect(lines(problems)).toEqual([
      "site.yaml:10:39 notify.channels[0].url must be a URL that starts with http:// or https://",
    ]);
  });
});
