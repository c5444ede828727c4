// Every alert rule on a real InfluxDB 1.6.7 with lines of the gateway's own encoders: it fires where it should, stays quiet where all is well, and goes on firing when everything falls silent.

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type AlertRule, alertRules, provisionedRule } from "../../grafana/alerts.ts";
import { createHistoryLines } from "../../src/history/create-history-lines.ts";
import { prepareInflux } from "../../src/history/prepare.ts";
import type { Fault } from "../../src/model/fault.ts";
import type { Counters, Standing } from "../../src/model/gateway-view.ts";
import type { Device, Site } from "../../src/model/site.ts";
import type { Clock, Ticket } from "../../src/model/ticket.ts";
import { type Influxd, needsInfluxd, openInfluxd, runInfluxd } from "../history/influxd.ts";

const minute = 60_000;
const day = 1440 * minute;
const now = Math.floor(Date.now() / minute) * minute;

type Firing = { readonly rule: string; readonly labels: Readonly<Record<string, string>> };
type Series = { readonly tags?: Record<string, string>; readonly values: readonly (readonly (number | null)[])[] };

/** As Grafana evaluates it: `$timeFilter` put in, the last number of each series, compared. */
async function evaluate(url: string, rule: AlertRule, at: number, database = "anju") {
  const { from } = (provisionedRule(rule) as { data: { relativeTimeRange: { from: number } }[] }).data[0]
    ?.relativeTimeRange ?? { from: 0 };
  const filter = `time >= ${at - from * 1000}ms and time <= ${at}ms`;
  const q = rule.query.replaceAll("$timeFilter", filter);
  expect(q).not.toContain("$");
  const answer = await fetch(`${url}/query?${new URLSearchParams({ db: database, epoch: "ms", q })}`);
  const { results } = (await answer.json()) as { results: { error?: string; series?: readonly Series[] }[] };
  expect(results[0]?.error).toBe(undefined);
  const series = (results[0]?.series ?? []).map(({ tags = {}, values }) => ({
    labels: Object.fromEntries(Object.entries(tags).filter(([, value]) => value !== "")),
    tags: JSON.stringify(tags),
    value: values.map((row) => row[1]).findLast((one) => typeof one === "number") ?? null,
  }));
  // Two series with the same labels would be an error of the rule in Grafana.
  expect(new Set(series.map(({ tags }) => tags)).size).toBe(series.length);
  const { type, than } = rule.fires;
  const firing = series.filter(({ value }) => value !== null && (type === "gt" ? value > than : value < than));
  return { series, firing: firing.map(({ labels }): Firing => ({ rule: rule.uid, labels })) };
}

const zone = "east";
const device = (site: string, index: number) => ({ id: `${site}-C${index}`, kind: "camera", zone }) as Device;
const clock = (more: Partial<Clock>): Clock =>
  ({
    milestone: "respond",
    startedAt: 0,
    dueAt: now + day,
    doneAt: null,
    breachedAt: null,
    state: "running",
    ...more,
  }) as Clock;
const ticket = (site: string, state: Clock["state"]) =>
  ({
    id: `${site}-T1`,
    site,
    zone,
    sla: "camera",
    severity: "major",
    state: "open",
    clocks: [clock({ state })],
  }) as unknown as Ticket;
const fault = (asset: string, kind: string, name: string, openedAt: number, clearedAt: number | null = null) =>
  ({ asset, kind, fault: name, severity: "major", openedAt, clearedAt }) as Fault;

type Scene = {
  readonly site: string;
  /** Of ten cameras. */
  readonly online: number;
  /** Of its one ticket; undefined: there was never any. */
  readonly clock?: Clock["state"];
  readonly waiting: number;
  readonly faults: readonly Fault[];
  /** The last minute in which the gateway wrote. */
  readonly until: number;
};

/** Half an hour of a gateway's life, as it writes it. */
function linesOf({ site: id, online, clock: state, waiting, faults, until }: Scene): string[] {
  const devices = Array.from({ length: 10 }, (_, index) => device(id, index));
  const site = { id, devices, links: [], definitions: {}, timezone: "Asia/Shanghai" } as unknown as Site;
  const lines = createHistoryLines(site, undefined, (reason) => expect.unreachable(reason));
  const standings = devices.map((one, index) => ({ device: one, online: index < online, faults: [] })) as Standing[];
  const counters = { received: 1, waiting, rejected: {} } as unknown as Counters;
  const written = Array.from({ length: 30 }, (_, index) => until - index * minute).flatMap((at) =>
    lines.minute(state === undefined ? [] : [ticket(id, state)], standings, counters, at),
  );
  for (const one of faults) {
    const event = { at: one.openedAt, knownAt: one.openedAt, fault: { ...one, clearedAt: null } };
    written.push(...lines.fault({ ...event, type: "opened" }));
    if (one.clearedAt !== null)
      written.push(...lines.fault({ ...event, type: "cleared", fault: one, at: one.clearedAt }));
  }
  return written;
}

const broken = (site: string, since: number) => [
  fault(`${site}-C9`, "camera", "offline", since),
  fault("north-gate", "area", "blindSpot", since),
  fault("gateway", "gateway", "diskLow", since),
];
const well: Scene = {
  site: "well",
  online: 8,
  clock: "running",
  waiting: 10_000,
  until: now,
  faults: broken("well", now - 20 * minute).map((one) => ({ ...one, clearedAt: now - 10 * minute })),
};
const ill: Scene = {
  site: "ill",
  online: 7,
  clock: "breached",
  waiting: 10_001,
  until: now,
  faults: broken("ill", now - 9 * minute),
};
/** Ill as the other when it fell silent, two hours ago, gateway and all. */
const gone: Scene = { ...ill, site: "gone", until: now - 120 * minute, faults: broken("gone", now - 130 * minute) };
/** All is well but for one camera that has been away for most of a year. */
const long: Scene = { ...well, site: "long", faults: [fault("long-C9", "camera", "offline", now - 300 * day)] };

const ruleOf = (uid: string): AlertRule => alertRules.find((rule) => rule.uid === uid) as AlertRule;

describe(`alert rules on InfluxDB 1.6.7${needsInfluxd}`, () => {
  let influxd: Influxd;
  const all = async (at = now, database?: string) =>
    (await Promise.all(alertRules.map((rule) => evaluate(influxd.url, rule, at, database)))).flatMap(
      ({ firing }) => firing,
    );
  const of = (firing: readonly Firing[], site: string) =>
    firing
      .filter(({ labels }) => labels.site === site)
      .map(({ rule }) => rule.replace("anju-", ""))
      .toSorted();

  beforeAll(async () => {
    if (!runInfluxd) return;
    influxd = await openInfluxd();
    const told = await prepareInflux({ url: influxd.url, database: "anju", file: "unused" }, false);
    expect(told.ok).toBe(true);
    const body = [well, ill, gone, long].flatMap(linesOf).join("\n");
    const answer = await fetch(`${influxd.url}/write?db=anju&precision=ms`, { method: "POST", body });
    expect(answer.status).toBe(204);
  });
  afterAll(() => influxd?.[Symbol.asyncDispose]());

  const everything = [
    "blind-area",
    "device-silent",
    "gateway-fault",
    "history-unreachable",
    "kind-offline",
    "sla-breached",
  ];

  it.runIf(runInfluxd)("every rule answers where all is well, with a number, and none fires", async () => {
    for (const rule of alertRules) {
      const { series } = await evaluate(influxd.url, rule, now);
      const own = series.filter(({ labels }) => labels.site === "well");
      expect({ rule: rule.uid, numbers: own.map(({ value }) => typeof value) }).toEqual({
        rule: rule.uid,
        numbers: own.map(() => "number"),
      });
      expect(own.length).toBeGreaterThan(0);
    }
    expect(of(await all(), "well")).toEqual([]);
  });

  it.runIf(runInfluxd)("each fires where its thing is wrong, and names it", async () => {
    const firing = await all();
    expect(of(firing, "ill")).toEqual(everything);
    const site = "ill";
    expect(firing.filter(({ labels }) => labels.site === site).map(({ labels }) => labels)).toEqual(
      expect.arrayContaining([
        { site, row: "camera" },
        { site, kind: "camera" },
        { site, kind: "camera", device: "ill-C9", fault: "offline" },
        { site, kind: "area", device: "north-gate", fault: "blindSpot" },
        { site, kind: "gateway", device: "gateway", fault: "diskLow" },
      ]),
    );
  });

  it.runIf(runInfluxd)("where everything fell silent nothing recovers, and the silence itself is told", async () => {
    expect(of(await all(), "gone")).toEqual([...everything, "gateway-silent"].toSorted());
    // Six days on, with nothing written since: as `now` would be then, seen from data that is six days older.
    const later: Scene = { ...gone, site: "later", until: now - 6 * day, faults: broken("later", now - 6 * day) };
    await fetch(`${influxd.url}/write?db=anju&precision=ms`, { method: "POST", body: linesOf(later).join("\n") });
    expect(of(await all(), "later")).toEqual([...everything, "gateway-silent"].toSorted());
  });

  it.runIf(runInfluxd)("nothing fires on of what changed its place or its row meanwhile", async () => {
    const id = "moved";
    const before = device(id, 9);
    const at = { before: now - 20 * minute, after: now - 10 * minute };
    const siteWith = (one: Device) =>
      ({ id, devices: [one], links: [], definitions: {}, timezone: "Asia/Shanghai" }) as unknown as Site;
    const told = (one: Device) => createHistoryLines(siteWith(one), undefined, (reason) => expect.unreachable(reason));
    const [offline] = broken(id, at.before) as [Fault, ...Fault[]];
    // The camera is moved to another zone while it is away; the gateway starts anew with its new place.
    const first = told(before).fault({ type: "opened", at: at.before, knownAt: at.before, fault: offline });
    const over = { ...offline, clearedAt: at.after };
    const lines = told({ ...before, zone: "west" });
    const then = lines.fault({ type: "cleared", at: at.after, knownAt: at.after, fault: over });
    // A ticket past its deadline is turned into one of another row, where it has time.
    const counters = { received: 1, waiting: 0, rejected: {} } as unknown as Counters;
    const standing = [{ device: before, online: true, faults: [] }] as unknown as Standing[];
    const broke = lines.minute([ticket(id, "breached")], standing, counters, at.before);
    const turned = lines.minute([{ ...ticket(id, "running"), sla: "ordinary" }], standing, counters, now);
    await fetch(`${influxd.url}/write?db=anju&precision=ms`, {
      method: "POST",
      body: [...first, ...then, ...broke, ...turned].join("\n"),
    });
    expect(of(await all(), id)).toEqual([]);
  });

  it.runIf(runInfluxd)("a gateway is silent after three minutes, not after one", async () => {
    const rule = ruleOf("anju-gateway-silent");
    const at = async (after: number) => of((await evaluate(influxd.url, rule, now + after)).firing, "well");
    expect(await at(0)).toEqual([]);
    expect(await at(59_000)).toEqual([]);
    expect(await at(1.9 * minute)).toEqual([]);
    expect(await at(3.1 * minute)).toEqual(["gateway-silent"]);
  });

  it.runIf(runInfluxd)("a device away for most of a year is still told", async () => {
    expect(of(await all(), "long")).toEqual(["device-silent"]);
  });

  it.runIf(runInfluxd)("a new site without any ticket or fault has answers too, and none fires", async () => {
    await fetch(`${influxd.url}/query?${new URLSearchParams({ q: 'CREATE DATABASE "fresh"' })}`, { method: "POST" });
    const fresh: Scene = { site: "fresh", online: 10, waiting: 0, faults: [], until: now };
    await fetch(`${influxd.url}/write?db=fresh&precision=ms`, { method: "POST", body: linesOf(fresh).join("\n") });
    for (const rule of alertRules) {
      const { series, firing } = await evaluate(influxd.url, rule, now, "fresh");
      expect({ rule: rule.uid, series: series.length, firing }).toEqual({ rule: rule.uid, series: 1, firing: [] });
    }
  });

  it.runIf(runInfluxd)(
    "where nothing was ever written no rule has an answer: that is no data, and an alert",
    async () => {
      await fetch(`${influxd.url}/query?${new URLSearchParams({ q: 'CREATE DATABASE "empty"' })}`, { method: "POST" });
      for (const rule of alertRules) expect((await evaluate(influxd.url, rule, now, "empty")).series).toEqual([]);
    },
  );
});
