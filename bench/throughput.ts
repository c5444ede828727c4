// From the first message sent to the last point stored: ours in its variants beside mosquitto + mqtt.js + influx and Node-RED, in interleaved rounds.

import { setTimeout } from "node:timers/promises";
import { influxdThere, openInfluxd, whenStored } from "./influx.ts";
import { type LoadReport, messagesOfDevice, startLoad, timesWithinAnHour } from "./load.ts";
import { median } from "./median.ts";
import { isWanted, type Options } from "./options.ts";
import type { PayloadSet } from "./payloads.ts";
import { mosquittoThere } from "./peers/mosquitto.ts";
import { findNodeRed } from "./peers/node-red.ts";
import { children, cpuSeconds, epochNow } from "./process.ts";
import { say, table, verdict, writeResult } from "./report.ts";
import { devicesOf, mixedDevices } from "./site.ts";
import * as systems from "./systems.ts";

/** The times of the full messages lie so close before the start, ms. */
const FULL_WITHIN = 20_000;

type Variant = {
  readonly name: string;
  readonly system: systems.System;
  readonly payloads: PayloadSet;
  readonly mode: "pipelined" | "single";
  readonly messages: number;
};

type Run = {
  readonly rate: number;
  readonly acks: number;
  /** CPU µs a message: of the system, of InfluxDB, of the load generator. */
  readonly cost: number;
  readonly database: number | null;
  readonly generator: number;
  readonly sent: number;
  readonly stored: number;
  readonly disorder: number;
};

function variantsOf(options: Options): Variant[] {
  const size = (full: number): number => options.messages ?? (options.quick ? Math.min(full, 20_000) : full);
  const four = (system: systems.System, messages: number): Variant => ({
    name: system.name,
    system,
    payloads: "four",
    mode: "pipelined",
    messages: size(messages),
  });
  const other = (base: Variant, more: Partial<Variant>, note: string): Variant => ({
    ...base,
    ...more,
    name: `${base.name}, ${note}`,
  });
  const main = four(systems.durable, 2_000_000);
  const peer = four(systems.peer, 600_000);
  const variants = [main, four(systems.notDurable, 2_000_000), four(systems.atMostOnce, 2_000_000), peer];
  const red =
    options.only.length === 0 || options.only.some((part) => "node-red batched node-red per message".includes(part));
  const installed = red ? findNodeRed(options.nodeRed) : undefined;
  if (installed !== undefined) {
    variants.push(four(systems.nodeRedBatched(installed), 300_000));
    variants.push({ ...four(systems.nodeRedPerMessage(installed), 30_000) });
  }
  for (const base of [main, peer]) {
    variants.push(other(base, { mode: "single", messages: size(600_000) }, "one message a segment"));
    variants.push(other(base, { payloads: "full", messages: size(500_000) }, "full messages"));
  }
  variants.push(four(systems.embedded, 2_000_000));
  const there = variants.filter(
    ({ system }) => mosquittoThere || system === systems.durable || system.name.startsWith("ours"),
  );
  if (there.length < variants.length)
    say("throughput: the peers are left out, mosquitto is missing: apt-get install mosquitto");
  return there.filter(({ name }) => isWanted(options, name));
}

/**
 * Full messages are of about the time at which they are sent. Were they of hours ago, whatever a device says last would seem
 * to have lasted until now, and a community in health would open thousands of faults.
 */
function timesOf(payloads: PayloadSet, each: number): { readonly base: number; readonly step: number } {
  if (payloads === "four") return timesWithinAnHour(each);
  return { base: Date.now() - FULL_WITHIN, step: FULL_WITHIN / each };
}

async function measure({ system, payloads, mode, messages }: Variant, options: Options): Promise<Run> {
  await using stack = new AsyncDisposableStack();
  const count = options.devices ?? 1000;
  const devices = payloads === "four" ? devicesOf(count) : mixedDevices(count);
  const influx = system.embedded ? undefined : stack.use(await openInfluxd());
  const running = await system.open(stack, influx?.url ?? "", devices);
  const load = stack.use(
    await startLoad({
      ...timesOf(payloads, Math.ceil(messages / count)),
      port: running.port,
      connections: options.connections,
      devices,
      payloads,
      qos: system.qos,
      mode,
      window: options.window ?? (mode === "single" ? 16 : 128),
      limit: messages,
    }),
  );
  const linesBefore = (await running.history?.lines())?.shipped ?? 0;
  const cpu = (): number => running.pids.reduce((sum, pid) => sum + cpuSeconds(pid), 0);
  const cpuBefore = cpu();
  const database = children().find(([, name]) => name === "influxd")?.[0];
  const databaseBefore = database === undefined ? 0 : cpuSeconds(database);
  load.go();
  const report: LoadReport = await load.done;
  const { stored, at } = influx
    ? await whenStored(influx.url, devices, messages)
    : await whenShipped(running, linesBefore, messages);
  if (running.history)
    for (const index of [0, count >> 1, count - 1]) {
      const rows = await running.history.rowsOf(devices[index]?.id ?? "", load.config.base);
      const expected = messagesOfDevice(load.config, index, report.sentOf);
      if (rows !== expected)
        throw new Error(`${devices[index]?.id} has ${rows} rows in history, ${expected} were sent`);
    }
  const took = (at - report.firstSent) / 1000;
  return {
    rate: stored / took,
    acks: messages / ((report.lastAcked - report.firstSent) / 1000),
    cost: ((cpu() - cpuBefore) * 1e6) / messages,
    database: database === undefined ? null : ((cpuSeconds(database) - databaseBefore) * 1e6) / messages,
    generator: (report.cpuSeconds * 1e6) / messages,
    sent: report.sent,
    stored,
    disorder: report.outOfOrder,
  };
}

/** The embedded history is asked through the gateway's own counters; three devices are counted by query afterwards. */
async function whenShipped(
  { history }: systems.Running,
  before: number,
  expected: number,
): Promise<{ stored: number; at: number }> {
  let seen = -1;
  let seenAt = epochNow();
  for (;;) {
    const asked = epochNow();
    const { shipped = 0, waiting = 0 } = (await history?.lines()) ?? {};
    if (shipped !== seen) [seen, seenAt] = [shipped, asked];
    const all = seen - before >= expected && waiting === 0;
    // A minute's own lines may be among them: never more than the messages are counted.
    if (all || epochNow() - seenAt > 10_000) return { stored: Math.min(seen - before, expected), at: seenAt };
    await setTimeout(50);
  }
}

export async function throughputBench(options: Options): Promise<void> {
  if (!influxdThere) return say("throughput: left out, influxd is missing: apt-get install influxdb");
  const variants = variantsOf(options);
  const runs = new Map<string, Run[]>(variants.map(({ name }) => [name, []]));
  for (let round = 0; round < options.runs; round += 1)
    for (const variant of variants) {
      try {
        const run = await measure(variant, options);
        runs.get(variant.name)?.push(run);
        say(
          `  round ${round + 1}  ${variant.name}: ${Math.round(run.rate).toLocaleString("en")} msg/s, ${run.stored} of ${run.sent} stored`,
        );
      } catch (error) {
        say(`  round ${round + 1}  ${variant.name}: FAILED ${(error as Error).message}`);
      }
      await setTimeout(options.quick ? 0 : 2_000);
    }

  const rateOf = (name: string): number => {
    const rates = runs.get(name)?.map(({ rate }) => rate) ?? [];
    return rates.length === 0 ? Number.NaN : median(rates);
  };
  const main = systems.durable.name;
  const peer = systems.peer.name;
  const rows = variants.flatMap(({ name, messages }) => {
    const all = runs.get(name) ?? [];
    if (all.length === 0) return [];
    const middle = (of: (run: Run) => number): number => median(all.map(of));
    return [
      {
        variant: name,
        messages,
        "stored msg/s": middle(({ rate }) => rate),
        "acked msg/s": middle(({ acks }) => acks),
        "CPU µs/msg": middle(({ cost }) => cost),
        "influxd µs/msg": all.some(({ database }) => database === null)
          ? null
          : middle(({ database }) => database ?? 0),
        "generator µs/msg": middle(({ generator }) => generator),
        missing: Math.max(...all.map(({ sent, stored }) => sent - stored)),
        "× peer": rateOf(name) / rateOf(peer),
      },
    ];
  });
  table(
    `throughput  ${options.connections} connections, median of ${options.runs}; the peers promise nothing on a crash`,
    rows,
  );
  const compare = (what: string, a: string, b: string, bound: number): void => {
    const ratio = rateOf(a) / rateOf(b);
    if (Number.isFinite(ratio)) verdict(what, ratio, "≥", bound);
  };
  compare("4 points: ours durable / mosquitto + mqtt.js + influx", main, peer, 2);
  compare("4 points: ours durable / Node-RED batched", main, "node-red batched", 4);
  compare("durable / not durable", main, systems.notDurable.name, 0.8);
  compare(
    "one message a segment: ours / peer",
    `${main}, one message a segment`,
    `${peer}, one message a segment`,
    1.3,
  );
  compare("full messages: ours / peer", `${main}, full messages`, `${peer}, full messages`, 2);
  if (Number.isFinite(rateOf(systems.embedded.name)))
    verdict("embedded history, 4 points (msg/s)", rateOf(systems.embedded.name), "≥", 50_000);
  writeResult("throughput", { options, rows, runs: Object.fromEntries(runs) });
}
