// Every query of every board against InfluxDB 1.6.7 with a month of five hundred devices: hourly rollups, and the events of that month as they were.

import type { Dashboard } from "@grafana/grafana-foundation-sdk/dashboard";
import { definitions } from "../devices/index.ts";
import { dashboards } from "../grafana/dashboards.ts";
import { createLineEncoder } from "../src/history/encode-line.ts";
import { milestones } from "../src/model/ticket.ts";
import { ask, queriesOf, substituted } from "../test/grafana/ask-grafana.ts";
import { createDatabase, database, writeLines } from "../test/grafana/loaded-influx.ts";
import { openInfluxd } from "../test/history/influxd.ts";
import { median } from "./median.ts";
import type { Options } from "./options.ts";
import { say, table, verdict, writeResult } from "./report.ts";

const hour = 3_600_000;
const day = 24 * hour;
const end = Date.parse("2026-03-31T00:00:00+08:00");
const allowed = 200;
const zones = ["north", "east", "south", "west"];
const rowsOfSla = ["camera", "elevator", "ordinary", "security", "streetlight", "urgent"];
const areas = 40;
const people = ["zhao", "qian", "sun", "li", "zhou", "wu"];
const courseOfTicket = [
  ["open", "opened"],
  ["accepted", "accepted"],
  ["onSite", "arrived"],
  ["restored", "restored"],
  ["closed", "closed"],
] as const;

type Device = { readonly id: string; readonly kind: string; readonly zone: string; readonly building: string };

const devicesOf = (count: number): Device[] => {
  const kinds = Object.keys(definitions);
  return Array.from({ length: count }, (_, index) => ({
    id: `${kinds[index % kinds.length]?.[0]?.toUpperCase()}${index + 1}`,
    kind: kinds[index % kinds.length] as string,
    zone: zones[index % zones.length] as string,
    building: String(1 + (index % 12)),
  }));
};

/** Something between 0 and 1, the same at every run. */
const wave = (index: number, at: number): number => (1 + Math.sin(index * 7.3 + at / (5 * hour))) / 2;

/** One line a device and hour with the mean of each of its numbers. */
function* rollups(devices: readonly Device[], days: number): Generator<string> {
  for (const [index, { id, kind, zone, building }] of devices.entries()) {
    const encode = createLineEncoder(kind, { site: "bench", zone, building, device: id });
    const numbers = Object.entries(definitions[kind]?.points ?? {}).flatMap(([name, point]) =>
      point.type === "number" ? [{ field: `mean_${name}`, total: point.total === true }] : [],
    );
    for (let at = end - days * day; at < end; at += hour) {
      const grown = (at - end + days * day) / hour;
      const fields = numbers.map(({ field, total }) => [field, total ? grown + index : 50 * wave(index, at)]);
      yield encode(Object.fromEntries(fields), at) as string;
    }
  }
}

/** What the gateway tells every minute, as hourly means or as it told it. */
function* minutely(from: number, step: number, prefix: string): Generator<string> {
  const named = (fields: Readonly<Record<string, number>>) =>
    Object.fromEntries(Object.entries(fields).map(([name, value]) => [`${prefix}${name}`, value]));
  for (let at = from; at < end; at += step) {
    const count = Math.round((at - from) / 1000);
    const counters = ["received", "journalled", "keptMessages", "duplicateMessages", "shed", "kept", "shipped"];
    const levels = [
      "refusedByHistory",
      "quarantinedMessages",
      "rejected",
      "waiting",
      "noticesWaiting",
      "faultsOpened",
      "ticketsOpened",
    ];
    const fields = Object.fromEntries([...counters.map((name) => [name, count]), ...levels.map((name) => [name, 3])]);
    const words = prefix === "" ? { wall: "http://localhost:8080", timezone: "Asia/Shanghai" } : {};
    yield createLineEncoder("gateway", { site: "bench" })({ ...named(fields), ...words }, at) as string;
    for (const zone of zones) {
      for (const kind of Object.keys(definitions))
        yield createLineEncoder("kind", { site: "bench", zone, kind })(
          named({ devices: 25, online: 24, intact: 23, unknown: 0 }),
          at,
        ) as string;
      for (const row of rowsOfSla)
        for (const milestone of milestones)
          yield createLineEncoder("sla", { site: "bench", zone, row, milestone })(
            named({ running: 2, atRisk: 1, breached: 1, met24h: 9, late24h: 1, nearestDueMinutes: 42 }),
            at,
          ) as string;
    }
  }
}

/** Faults, tickets, coverage and passages of the month: told as they happen, never rolled up. */
function* events(devices: readonly Device[], days: number): Generator<string> {
  const faults = Math.round(devices.length / 8);
  for (let today = end - days * day; today < end; today += day) {
    for (let each = 0; each < faults; each++) {
      const { id, kind, zone } = devices[(each * 31 + Math.floor(today / day) * 17) % devices.length] as Device;
      const [fault = ""] = Object.keys(definitions[kind]?.faults ?? {});
      const tags = { site: "bench", zone, kind, device: id, fault, severity: "major" };
      const at = today + Math.round((each * day) / faults);
      const names = { nameZh: `设备 ${id}`, nameEn: `Device ${id}`, faultZh: "故障", faultEn: "Fault" };
      yield createLineEncoder("fault", tags)({ active: 1, ...names }, at) as string;
      yield createLineEncoder("fault", tags)({ active: 0, ...names }, at + 36 * 60_000) as string;
      for (const [index, [state, event]] of courseOfTicket.entries())
        yield createLineEncoder("ticket", { ...tags, sla: rowsOfSla[each % rowsOfSla.length] as string, state })(
          {
            id: `T-${Math.floor(today / day)}-${each}`,
            open: state !== "closed",
            minutes: index * 11,
            assignee: state === "open" ? "" : (people[each % people.length] as string),
            event,
            ...(event === "accepted" && { toAccept: 11 }),
            ...(event === "restored" && { toRestore: 33 }),
            ...(event === "closed" && { acceptedIn: 11, restoredIn: 33, met: 2, late: each % 2, repeats: each % 3 }),
          },
          at + index * 11 * 60_000,
        ) as string;
    }
    for (let area = 0; area < areas; area++)
      for (const at of [today + 6 * hour, today + 18 * hour])
        yield createLineEncoder("coverage", { site: "bench", zone: zones[area % 4] as string, area: `a${area}` })(
          { ratio: wave(area, at), blindArea: 20 * wave(area, at) },
          at,
        ) as string;
  }
  for (let rank = 1; rank <= 50; rank++)
    for (let at = end - 5 * 60_000; at < end; at += 60_000)
      yield createLineEncoder("queue", { site: "bench", rank: String(rank).padStart(2, "0") })(
        {
          id: `T-${rank}`,
          zone: "east",
          titleZh: "工单",
          titleEn: "ticket",
          milestone: "restore",
          dueMinutes: rank,
          budgetMinutes: 60,
          assignee: "zhao",
        },
        at,
      ) as string;
}

async function written(url: string, lines: Iterable<string>, policy: string): Promise<number> {
  let count = 0;
  let batch: string[] = [];
  for (const line of lines) {
    batch.push(line);
    count += 1;
    if (batch.length === 20_000) {
      await writeLines(url, batch, policy);
      batch = [];
    }
  }
  if (batch.length > 0) await writeLines(url, batch, policy);
  return count;
}

/** Prints how long the slowest queries take, and whether each stays within 200 ms. */
export async function grafanaBench({ quick, runs, devices: count = quick ? 20 : 500 }: Options): Promise<void> {
  const days = quick ? 4 : 30;
  await using influxd = await openInfluxd();
  const { url } = influxd;
  await createDatabase(url);
  const devices = devicesOf(count);
  const rolled = await written(url, rollups(devices, days), "hourly");
  const told =
    (await written(url, minutely(end - days * day, hour, "mean_"), "hourly")) +
    (await written(url, minutely(end - 10 * 60_000, 60_000, ""), "raw")) +
    (await written(url, events(devices, days), "raw"));
  say(`\ngrafana  ${rolled} hourly lines of ${count} devices over ${days} days, ${told} lines beside`);

  const range = { from: end - days * day, to: end };
  const asked = [...dashboards()]
    .filter(([path]) => path.startsWith("en/"))
    .flatMap(([, json]) => queriesOf(JSON.parse(json) as Dashboard));
  const results = [];
  for (const one of asked) {
    const query = substituted(one, range);
    const times: number[] = [];
    let rows = 0;
    for (let run = 0; run < runs; run++) {
      const before = performance.now();
      rows = (await ask(url, database, query, one.policy)).reduce((sum, { values }) => sum + values.length, 0);
      times.push(performance.now() - before);
    }
    results.push({ query: one.where, rows, ms: median(times) });
  }
  const slowest = results.toSorted((a, b) => b.ms - a.ms);
  table(`the ten slowest of ${results.length} queries, ${days} days, median of ${runs}, ms`, slowest.slice(0, 10));
  const late = slowest.filter(({ ms }) => ms > allowed);
  for (const { query, ms } of late) verdict(query, ms, "≤", allowed);
  verdict(`the slowest query of every board, ms`, slowest[0]?.ms ?? 0, "≤", allowed);
  writeResult("grafana", { devices: count, days, lines: rolled, runs, results: slowest });
}
