// The embedded history by itself: CPU per line, bytes per point, and how long questions take, with ten thousand devices of four points.

import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createLineEncoder } from "../src/history/encode-line.ts";
import { batchOf } from "../src/history/line-batch.ts";
import { type EmbeddedHistory, openEmbedded } from "../src/history/open-embedded.ts";
import type { TelemetryQuery } from "../src/model/gateway-view.ts";
import { median } from "./median.ts";

const hour = 3_600_000;
const day = 24 * hour;
const start = 1_767_225_600_000;
const devices = 10_000;
const linesPerBatch = 5_000;
const lines = Number(process.env.ANJU_BENCH_LINES ?? 3_000_000);

const print = (text: string): void => void process.stdout.write(`${text}\n`);
const megabytes = (bytes: number): string => (bytes / 2 ** 20).toFixed(0);
/** CPU of the process, ms, all threads. */
const cpu = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};
const sizeOf = (file: string): number =>
  ["", "-wal"].reduce((sum, end) => sum + (statSync(file + end, { throwIfNoEntry: false })?.size ?? 0), 0);

/** A meter that drifts: two decimals, a slow temperature, a counter, a state of charge. */
function createDevice(id: number) {
  const encode = createLineEncoder("pump", {
    site: "demo",
    zone: `Z${id % 40}`,
    building: `B${id % 400}`,
    device: `P${id}`,
  });
  let flow = 100 + (id % 50);
  let counter = id * 1000;
  return (time: number): string => {
    flow += Math.random() - 0.5;
    counter += Math.round(Math.random() * 10);
    const temperature = Math.round(200 + 10 * Math.sin(time / 1e6) + Math.random() * 3) / 10;
    const fields = {
      flow: Math.round(flow * 100) / 100,
      temperature,
      counter,
      level: Math.round(Math.random() * 1000) / 10,
    };
    return encode(fields, time) as string;
  };
}

async function timed(history: EmbeddedHistory, name: string, query: TelemetryQuery): Promise<void> {
  const times: number[] = [];
  let rows = 0;
  for (let run = 0; run < 9; run++) {
    const asked = { ...query, device: `P${(run * 997) % 100}` };
    const before = performance.now();
    rows = (await history.query(asked)).length;
    times.push(performance.now() - before);
  }
  print(`  ${name}: ${median(times).toFixed(1)} ms, worst ${Math.max(...times).toFixed(1)} ms (${rows} rows)`);
}

/** Ten thousand devices, five messages a second each. */
async function dense(folder: string): Promise<void> {
  const file = join(folder, "dense.db");
  const gauges = Array.from({ length: devices }, (_, id) => createDevice(id));
  let spent = 0;
  let worst = 0;
  let written = 0;
  let most = 0;
  {
    await using history = openEmbedded({ file });
    while (written < lines) {
      const batch = Array.from({ length: linesPerBatch }, (_, index) => {
        const at = written + index;
        return (gauges[at % devices] as (time: number) => string)(start + Math.round(at / 50));
      });
      const lines = batchOf(batch);
      const before = cpu();
      const since = performance.now();
      const outcome = await history.write(lines);
      if (!outcome.ok) throw new Error(JSON.stringify(outcome));
      spent += cpu() - before;
      worst = Math.max(worst, performance.now() - since);
      written += linesPerBatch;
      most = Math.max(most, process.memoryUsage.rss());
    }
    const before = cpu();
    await history.flush();
    spent += cpu() - before;
    const rate = written / (spent / 1000);
    print(`embedded history, ${written} lines of 4 points, ${devices} devices, batches of ${linesPerBatch}`);
    print(
      `  ${Math.round(rate)} lines/s of CPU, ${((spent * 1000) / written).toFixed(2)} µs a line, slowest batch ${worst.toFixed(0)} ms`,
    );
    print(`  memory of the process at most ${megabytes(most)} MB`);
    const query = { device: "", kind: "pump", points: ["flow"], from: start, to: start + day, limit: 10_000 };
    await timed(history, "one device, everything, raw, 4 points", {
      ...query,
      points: ["flow", "temperature", "counter", "level"],
    });
    await timed(history, "one device, minutes from readings", { ...query, every: 60_000 });
    const rolling = cpu();
    await history.housekeep(start + 2 * day);
    print(`  rolled up for ${(((cpu() - rolling) * 1000) / written).toFixed(2)} µs a line`);
    await timed(history, "one device, minutes from rollups", { ...query, every: 60_000 });
  }
  const opening = performance.now();
  await using history = openEmbedded({ file });
  await history.ping();
  const opened = performance.now() - opening;
  print(`  opens in ${opened.toFixed(0)} ms; ${(sizeOf(file) / (written * 4)).toFixed(2)} bytes a point on disk`);
}

/** A hundred devices over a year, a message each half minute in the last thirty days, each hour before: what looking back costs. */
async function long(folder: string): Promise<void> {
  const file = join(folder, "long.db");
  const gauges = Array.from({ length: 100 }, (_, id) => createDevice(id));
  const end = start + 365 * day;
  await using history = openEmbedded({ file });
  let points = 0;
  for (let from = start; from < end; from += day) {
    const every = from >= end - 30 * day ? 30_000 : hour;
    const batch: string[] = [];
    for (let time = from; time < from + day; time += every) for (const gauge of gauges) batch.push(gauge(time));
    await history.write(batchOf(batch));
    points += batch.length * 4;
    await history.housekeep(from + day + 2 * hour);
  }
  await history.flush();
  const query = { device: "", kind: "pump", points: ["flow"], from: end - day, to: end, limit: 10_000 };
  print(`embedded history, a year of 100 devices, ${points} points`);
  await timed(history, "one device-day, raw, 4 points", {
    ...query,
    points: ["flow", "temperature", "counter", "level"],
  });
  await timed(history, "one device-day, 5-minute means", { ...query, every: 300_000 });
  await timed(history, "30 days by the hour", { ...query, from: end - 30 * day, every: hour });
  await timed(history, "a year by the day", { ...query, from: start, every: day });
  print(`  ${megabytes(sizeOf(file))} MB on disk with rollups`);
}

/** Prints lines per second of CPU, bytes per point and query times of the embedded history. */
export async function embeddedHistoryBench(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "anju-bench-"));
  try {
    await dense(folder);
    await long(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
