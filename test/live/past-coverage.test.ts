// Looking back over HTTP: a day is played into a data folder, the gateway is started on it two days later, and says what was seen then.

import mqtt from "mqtt";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Site } from "../../src/model/site.ts";
import { isoInstant } from "../../src/model/ticket-json.ts";
import { eventually, openLiveGateway } from "./live-gateway.ts";
import { openOnFolder } from "./open-on-folder.ts";
import { playDay, playedSite, token } from "./played-day.ts";

// biome-ignore lint/suspicious/noExplicitAny: whatever the server said; the tests say what it must be
type Said = any;

const stack = new AsyncDisposableStack();
afterAll(() => stack.disposeAsync());
let get: <T = Said>(path: string) => Promise<T>;
let at: (time: string) => string;
let month: string;
let site: Site;
let port: number;
beforeAll(async () => {
  const day = stack.use(await playDay());
  const gateway = stack.use(await openOnFolder(day.data, day.site, token));
  get = gateway.get;
  at = (time) => isoInstant(day.clock(time));
  month = Temporal.Instant.fromEpochMilliseconds(day.clock("12:00"))
    .toZonedDateTimeISO("Asia/Shanghai")
    .toString()
    .slice(0, 7);
  site = day.site;
  port = gateway.live.httpPort;
}, 60_000);

describe("coverage at an instant in the past", () => {
  const ratios = async (time: string) => {
    const { areas, ...rest } = await get(`/api/v1/coverage?at=${at(time)}`);
    return { ...rest, ratios: Object.fromEntries(areas.map(({ id, ratio }: Said) => [id, ratio])) };
  };
  it("is what it was, by the faults of that time", async () => {
    expect(await ratios("12:30")).toEqual({
      standard: "iec-62676-4-2025",
      at: at("12:30"),
      dark: false,
      uncertain: [],
      listening: true,
      ratios: { a1: 1, a2: 1, a3: 0 },
    });
    expect((await ratios("13:10")).ratios).toEqual({ a1: 0, a2: 1, a3: 0 });
    expect((await ratios("13:40")).ratios).toEqual({ a1: 1, a2: 1, a3: 0 });
    expect((await ratios("14:10")).ratios).toEqual({ a1: 1, a2: 0, a3: 0 });
  });
  it("is drawn with the views and lamps of then", async () => {
    const drawn = async (time: string) => {
      const { cameras, lamps, dark } = await get(`/api/v1/coverage/plan?at=${at(time)}`);
      const blind = cameras.flatMap(({ id, sector }: Said) => (sector === null ? [id] : []));
      return { dark, blind, out: lamps.flatMap(({ id, works }: Said) => (works ? [] : [id])) };
    };
    const atNoon = await drawn("12:30");
    expect((await drawn("13:10")).blind).toEqual([...atNoon.blind, "C1"].sort());
    expect(await drawn("22:20")).toMatchObject({ dark: true, out: ["L1"] });
    expect(await drawn("22:40")).toMatchObject({ dark: true, out: [] });
  });
  it("names who was to blame", async () => {
    const { areas } = await get(`/api/v1/coverage?at=${at("13:10")}`);
    expect(areas[0].blindSpots).toMatchObject([{ reason: "camera", because: ["C1"] }]);
  });
  it("takes the light of then, and the lamps", async () => {
    const { dark, areas } = await get(`/api/v1/coverage?at=${at("22:20")}`);
    expect(dark).toBe(true);
    expect(areas.map(({ id, ratio }: Said) => [id, ratio])).toEqual([
      ["a1", 1],
      ["a2", 0],
      ["a3", 0],
    ]);
    expect(areas[1].blindSpots).toMatchObject([{ reason: "light", because: ["L1"] }]);
    expect((await ratios("22:40")).ratios.a2).toBe(1);
  });
  it("says of which cameras nobody knows any more where they looked, and when nobody was listening", async () => {
    expect(await ratios("15:35")).toMatchObject({ uncertain: ["C1"], listening: true, ratios: { a1: 0 } });
    expect(await ratios("15:05")).toMatchObject({ uncertain: [], listening: false, ratios: { a1: 1 } });
  });
  it("is refused for what is to come and for what was before the first start", async () => {
    const future = isoInstant(Date.now() + 3_600_000);
    expect(await get(`/api/v1/coverage?at=${future}`)).toMatchObject({
      status: 400,
      code: "bad-request",
      detail: expect.stringContaining("has not come yet"),
      detailZh: expect.stringContaining("尚未到来"),
    });
    expect(await get(`/api/v1/coverage?at=${at("11:59")}`)).toMatchObject({
      status: 400,
      detail: expect.stringContaining(`first started at ${at("12:00")}`),
    });
  });
  it("leaves the present as it is", async () => {
    await get(`/api/v1/coverage?at=${at("13:10")}`);
    const { areas } = await get("/api/v1/coverage");
    expect(areas[0]).toMatchObject({ id: "a1", ratio: 1 });
  });
});

describe("witnesses of a point", () => {
  const asked = (time: string, x: number, y: number) =>
    get(`/api/v1/coverage/witnesses?at=${at(time)}&level=ground&x=${x}&y=${y}`);
  it("are those who saw it, with how well and whether the footage is still there", async () => {
    const { witnesses, ...rest } = await asked("14:20", 5, 7);
    expect(rest).toEqual({
      at: at("14:20"),
      level: "ground",
      x: 5,
      y: 7,
      dark: false,
      listening: true,
      uncertain: [],
      notSeen: [],
    });
    // 3840 / (2 · √(7² + 1.5²) · tan 45°) = 268.2 px/m
    expect(witnesses).toEqual([
      {
        camera: "C1",
        name: { zh: "西侧摄像机", en: "West camera" },
        density: expect.closeTo(268.2, 1),
        class: "characterise",
        recorded: true,
        footage: "kept",
      },
    ]);
    expect((await asked("12:30", 5, 7)).witnesses).toMatchObject([{ camera: "C1", footage: "expired" }]);
    expect((await asked("12:30", 55, 7)).witnesses).toMatchObject([{ camera: "C2", footage: "unknown" }]);
    expect(await asked("12:30", 30, 1)).toMatchObject({ witnesses: [], notSeen: [] });
  });
  it("that did not record are named as such", async () => {
    expect(await asked("14:10", 55, 7)).toMatchObject({
      witnesses: [{ camera: "C2", recorded: false, footage: "unknown" }],
      notSeen: [],
    });
  });
  it("that should have seen it are named with what kept them from it", async () => {
    expect(await asked("13:10", 5, 7)).toMatchObject({
      witnesses: [],
      uncertain: [],
      notSeen: [{ camera: "C1", because: [{ asset: "C1", fault: "videoLoss" }] }],
    });
    expect(await asked("22:20", 55, 7)).toMatchObject({
      dark: true,
      witnesses: [],
      notSeen: [{ camera: "C2", because: [{ asset: "L1", fault: "lampOut" }] }],
    });
  });
  it("that may have looked there are uncertain", async () => {
    const moved = { camera: "C1", because: [{ asset: "C1", fault: "moved" }] };
    expect(await asked("15:35", 5, 7)).toMatchObject({ witnesses: [], uncertain: ["C1"], notSeen: [moved] });
    expect(await asked("15:35", 55, 7)).toMatchObject({ witnesses: [{ camera: "C2" }], uncertain: [] });
  });
  it("are asked for now unless told otherwise, at a point of the plan", async () => {
    const { witnesses } = await get("/api/v1/coverage/witnesses?level=ground&x=5&y=7");
    expect(witnesses).toMatchObject([{ camera: "C1", recorded: true, footage: "kept" }]);
    expect(await get("/api/v1/coverage/witnesses?level=roof&x=5&y=7")).toMatchObject({
      status: 400,
      detail: expect.stringContaining("ground"),
    });
    expect(await get("/api/v1/coverage/witnesses?level=ground&x=&y=7")).toMatchObject({
      status: 400,
      errors: [{ field: "query/x" }],
    });
  });
});

describe("the proof of the month", () => {
  const report = () => get(`/api/v1/reports/coverage?month=${month}`);
  it("lists every blind period with its cause, its ticket and who stood in", async () => {
    const { areas } = await report();
    const [west, east] = areas;
    expect(west.periods).toMatchObject([
      {
        because: ["C1"],
        ticket: expect.stringMatching(/^T-/),
        stoodIn: [{ by: "li", at: at("13:10"), byLabel: false }],
      },
      { because: ["C1"], since: at("15:30").replace(":00Z", ":10Z"), stoodIn: [] },
    ]);
    expect(east.periods).toMatchObject([
      { because: ["C2"], since: at("14:05") },
      { because: ["L1"], since: at("22:10") },
    ]);
    expect(east.periods[0].until).not.toBeNull();
  });
  it("counts day and night apart, and never the time in which nobody listened", async () => {
    const { areas, unknown } = await report();
    expect(unknown[0]).toEqual({ since: at("15:00"), until: at("15:10") });
    const [, east, corner] = areas;
    expect(east.whole.blindMinutes).toBeCloseTo(east.day.blindMinutes + east.night.blindMinutes, 1);
    expect(east.whole.minutes).toBeCloseTo(east.day.minutes + east.night.minutes, 1);
    expect(east.night.blindMinutes).toBeGreaterThanOrEqual(20);
    expect(east.night.share).toBeCloseTo(1 - east.night.blindMinutes / east.night.minutes, 5);
    expect(corner).toMatchObject({ finding: ["day", "night"], periods: [], whole: { share: 0 } });
  });
  it("says of each camera how far its recordings reach back, and what is missing", async () => {
    const { cameras } = await report();
    expect(cameras).toMatchObject([
      { id: "C1", oldestRecording: at("14:00"), footage: "short", gaps: [{ cause: "videoLoss" }] },
      { id: "C2", oldestRecording: null, footage: "unknown", gaps: [{ cause: "notRecording" }] },
    ]);
    expect(cameras[1].gaps[0].times).toHaveLength(1);
  });
  it("is refused for months to come and before the first start", async () => {
    const other = (months: number) => Temporal.PlainYearMonth.from(month).add({ months }).toString();
    expect(await get(`/api/v1/reports/coverage?month=${other(2)}`)).toMatchObject({ status: 400 });
    expect(await get(`/api/v1/reports/coverage?month=${other(-1)}`)).toMatchObject({
      status: 400,
      detail: expect.stringContaining("query/month"),
    });
    expect(await get("/api/v1/reports/coverage?month=2026-13")).toMatchObject({ status: 400 });
  });
  it("comes as a table and as a page in both languages", async () => {
    const asText = async (path: string) =>
      (await fetch(`http://127.0.0.1:${port}${path}`, { headers: { authorization: `Bearer ${token}` } })).text();
    const table = await asText(`/api/v1/reports/coverage?month=${month}&format=csv`);
    expect(table.split("\r\n")[0]).toContain("row,id,nameZh,nameEn");
    expect(table).toContain("blind,a1,西门,West gate,east,");
    const page = await asText(`/coverage-report?month=${month}&lang=en`);
    expect(page).toContain("West gate");
    expect(page).toContain("Blind periods (4)");
    expect(await asText(`/api/v1/reports/coverage?month=${month}&format=html&lang=zh`)).toContain("监控覆盖月报");
  });
});

describe("the plan for maps", () => {
  it("shows the areas with their present ratios", async () => {
    const { type, features } = await get("/api/v1/coverage.geojson");
    expect(type).toBe("FeatureCollection");
    const areas = features.filter(({ properties }: Said) => properties.type === "area");
    expect(areas.map(({ properties: { id, ratio } }: Said) => [id, ratio])).toEqual([
      ["a1", 1],
      ["a2", expect.any(Number)],
      ["a3", 0],
    ]);
    expect(site.coverage.origin).not.toBeNull();
  });
  it("is not there where the plan does not say where it lies", async () => {
    await using gateway = await openLiveGateway(await playedSite(""));
    expect(await gateway.get("/api/v1/coverage.geojson")).toMatchObject({
      status: 404,
      detail: expect.stringContaining("origin"),
    });
  });
});

describe("what a device says now", { timeout: 60_000 }, () => {
  it("is looked back at before any checkpoint has it, and after a restart", async () => {
    await using gateway = await openLiveGateway(await playedSite());
    const client = await mqtt.connectAsync(gateway.mqtt());
    const say = (values: object) =>
      client.publishAsync("facility/demo/camera/C1/telemetry", JSON.stringify(values), { qos: 1 });
    await say({ fps: 25, recording: true });
    await say({ fps: 0 });
    const lost = ({ items }: Said) => items.find(({ fault }: Said) => fault === "videoLoss");
    const { since } = lost(
      await eventually(
        () => gateway.get("/api/v1/faults"),
        (list) => lost(list) !== undefined,
      ),
    );
    await client.endAsync();
    const then = async () => {
      const { areas, listening } = await gateway.get<Said>(`/api/v1/coverage?at=${since}`);
      return { listening, ratio: areas[0].ratio, spots: areas[0].blindSpots };
    };
    const before = await then();
    expect(before).toMatchObject({ listening: true, ratio: 0, spots: [{ because: ["C1"] }] });
    await gateway.stop();
    await gateway.start();
    expect(await then()).toEqual(before);
    const { areas } = await gateway.get<Said>("/api/v1/coverage");
    expect(areas[0].ratio).toBe(0);
  });
});
