// A million mutated MQTT sessions, made by the suite's own fuzzer, against the whole gateway: it must not end, nor grow, and must still serve.

import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { openAlarmClient } from "./alarm-client.ts";
import { startGateway } from "./gateway.ts";
import type { Options } from "./options.ts";
import { residentMegabytes, watch } from "./process.ts";
import { say, table, verdict, writeResult } from "./report.ts";
import { folderIn } from "./systems.ts";

const AT_ONCE = 50;
/** Memory is compared with that of a gateway that has seen so many. */
const WARM = 0.05;

type Fuzzer = {
  readonly fuzzSessions: (options: {
    readonly port: number;
    readonly seed: number;
    readonly concurrency: number;
    readonly goOn: (begun: number) => boolean;
  }) => Promise<number>;
};

export async function fuzzBench(options: Options): Promise<void> {
  const fuzzer = fileURLToPath(new URL("../test/broker/fuzz-sessions.ts", import.meta.url));
  if (!existsSync(fuzzer)) return say("fuzz: left out, test/broker/fuzz-sessions.ts is not there");
  const { fuzzSessions } = (await import(fuzzer)) as Fuzzer;
  const sessions = options.sessions ?? (options.quick ? 2_000 : 1_000_000);
  const { seed } = options;
  await using stack = new AsyncDisposableStack();
  const site = fileURLToPath(new URL("../sites/demo", import.meta.url));
  const gateway = stack.use(await startGateway({ site, data: folderIn(stack, "data") }));
  using memory = watch(1000, () => residentMegabytes(gateway.pid));
  const client = stack.use(await openAlarmClient(gateway.mqttPort, "round-trip"));
  let slowest = 0;
  const roundTrip = async (): Promise<void> => {
    const sent = performance.now();
    await client.send("L1", { power: 80, ts: Date.now() });
    slowest = Math.max(slowest, performance.now() - sent);
  };

  const started = performance.now();
  let played = 0;
  let warm = 0;
  let asked = 0;
  const part = Math.max(100, Math.floor(sessions * WARM));
  const asking = setInterval(() => {
    asked += 1;
    roundTrip().catch(() => {});
  }, 1000);
  while (played < sessions) {
    const from = seed + played;
    played += await fuzzSessions({
      port: gateway.mqttPort,
      seed: from,
      concurrency: AT_ONCE,
      goOn: (begun) => begun < part,
    });
    await roundTrip();
    warm ||= residentMegabytes(gateway.pid);
    say(`  ${played} sessions, ${residentMegabytes(gateway.pid).toFixed(0)} MB`);
  }
  clearInterval(asking);
  const seconds = (performance.now() - started) / 1000;
  const highest = memory.highest();
  const { status } = await gateway.get<{ readonly status: string }>("/healthz");
  const code = await gateway.stop();
  const row = {
    sessions: played,
    s: seconds,
    "sessions/s": played / seconds,
    "MB after the first": warm,
    "MB highest": highest,
    "round trips": asked,
    "slowest round trip ms": slowest,
    health: status,
    "exit code": String(code),
  };
  table(`fuzz      seed ${seed}`, [row]);
  const kept = [
    verdict("memory, highest against after the first sessions", highest / warm, "≤", 1.3),
    verdict("exit code at the stop", code ?? 1, "≤", 0),
  ];
  if (kept.includes(false)) process.exitCode = 1;
  writeResult("fuzz", { options, row });
}
