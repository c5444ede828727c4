// At a fixed rate: how long until a PUBACK, and how long from a reading that makes a fault true until the wall's WebSocket hears of it.

import { setTimeout } from "node:timers/promises";
import { WebSocket } from "ws";
import { openAlarmClient } from "./alarm-client.ts";
import { adminToken, startGateway } from "./gateway.ts";
import { createHistogram, type Latency } from "./histogram.ts";
import { influxdThere, openInfluxd } from "./influx.ts";
import { startLoad } from "./load.ts";
import { median } from "./median.ts";
import type { Options } from "./options.ts";
import { cpuSeconds } from "./process.ts";
import { say, table, verdict, writeResult } from "./report.ts";
import { alarmDevices, devicesOf, writeSite } from "./site.ts";
import { folderIn } from "./systems.ts";

const ALARM_EVERY = 100;

type Round = {
  readonly ack: Latency;
  readonly ackFromDue: Latency;
  readonly wall: Latency;
  readonly core: number;
  readonly held: number;
  readonly unheard: number;
};

async function round(options: Options): Promise<Round> {
  const rate = options.rate ?? (options.quick ? 1_000 : 10_000);
  const seconds = options.seconds ?? (options.quick ? 4 : 60);
  await using stack = new AsyncDisposableStack();
  const devices = devicesOf(options.devices ?? 1000);
  const alarms = alarmDevices(Math.floor((seconds * 1000) / ALARM_EVERY));
  const influx = options.history === "influx" && influxdThere ? stack.use(await openInfluxd()) : undefined;
  const site = writeSite(folderIn(stack, "site"), [...devices, ...alarms]);
  const gateway = stack.use(
    await startGateway({ site, data: folderIn(stack, "data"), ...(influx && { influx: influx.url }) }),
  );
  const load = stack.use(
    await startLoad({
      port: gateway.mqttPort,
      connections: options.connections,
      devices,
      mode: "paced",
      rate,
      window: 1000,
      base: Date.now(),
      step: (devices.length / rate) * 1000,
    }),
  );

  const wall = createHistogram();
  const sentAt = new Map<string, number>();
  const stream = new WebSocket(`ws://127.0.0.1:${gateway.httpPort}/api/v1/stream`, {
    headers: { authorization: `Bearer ${adminToken}` },
  });
  stack.defer(() => stream.terminate());
  await new Promise((resolve, reject) => stream.once("message", resolve).once("error", reject));
  stream.on("message", (data: Buffer) => {
    const now = performance.now();
    const { type, faults } = JSON.parse(data.toString()) as { type: string; faults?: { asset: string }[] };
    if (type === "changes")
      for (const { asset } of faults ?? []) {
        const sent = sentAt.get(asset);
        if (sent === undefined) continue;
        wall.add(now - sent);
        sentAt.delete(asset);
      }
  });
  const client = stack.use(await openAlarmClient(gateway.mqttPort));

  // The first seconds belong to the compiler.
  load.go();
  await setTimeout(options.quick ? 500 : 5_000);
  load.forget();
  const cpuBefore = cpuSeconds(gateway.pid);
  const started = performance.now();
  for (const [index, { id }] of alarms.entries()) {
    await setTimeout(Math.max(0, started + index * ALARM_EVERY + Math.random() * 20 - performance.now()));
    sentAt.set(id, performance.now());
    client.send(id, { leakage: 50, ts: Date.now() });
  }
  const core = (cpuSeconds(gateway.pid) - cpuBefore) / ((performance.now() - started) / 1000);
  await setTimeout(1_000);
  load.stop();
  const report = await load.done;
  return {
    ack: report.latency,
    ackFromDue: report.latencyFromDue,
    wall: wall.summary(),
    core,
    held: report.held,
    unheard: sentAt.size,
  };
}

export async function latencyBench(options: Options): Promise<void> {
  if (options.history === "influx" && !influxdThere)
    say("latency: influxd is missing, the embedded history is measured: apt-get install influxdb");
  const rounds: Round[] = [];
  for (let run = 0; run < options.runs; run += 1) rounds.push(await round(options));
  const row = (what: string, of: (round: Round) => Latency) => ({
    what,
    count: median(rounds.map((each) => of(each).count)),
    "p50 ms": median(rounds.map((each) => of(each).p50)),
    "p99 ms": median(rounds.map((each) => of(each).p99)),
    "p99.9 ms": median(rounds.map((each) => of(each).p999)),
    "max ms": Math.max(...rounds.map((each) => of(each).max)),
  });
  const ack = row("PUBACK after the write", ({ ack }) => ack);
  const wall = row("fault on the wall after its reading", ({ wall }) => wall);
  const rows = [ack, row("PUBACK after it was due", ({ ackFromDue }) => ackFromDue), wall];
  table(
    `latency   at ${options.rate ?? (options.quick ? 1_000 : 10_000)} msg/s, QoS 1, median of ${options.runs}`,
    rows,
  );
  const held = Math.max(...rounds.map((each) => each.held));
  const unheard = Math.max(...rounds.map((each) => each.unheard));
  say(
    `  gateway ${median(rounds.map(({ core }) => core)).toFixed(2)} of a core; held back by a full window: ${held}; faults never heard: ${unheard}`,
  );
  verdict("p99 PUBACK (ms)", ack["p99 ms"], "≤", 15);
  verdict("p99 fault to wall (ms)", wall["p99 ms"], "≤", 100);
  verdict("faults never heard", unheard, "≤", 0);
  writeResult("latency", { options, rows, rounds });
}
