// The systems that are compared, each from MQTT to history on this machine: ours in its variants, and the peers.

import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { instantsOf, startGateway } from "./gateway.ts";
import { ask, DATABASE } from "./influx.ts";
import { openMosquitto } from "./peers/mosquitto.ts";
import { openNodeRed } from "./peers/node-red.ts";
import { type LoadDevice, writeSite } from "./site.ts";

export type Running = {
  readonly port: number;
  /** The processes whose CPU is the system's. */
  readonly pids: readonly number[];
  /** Where the history is the embedded one: lines it has taken and lines that wait, and the rows of a device as the API pages them. */
  readonly history?: {
    readonly lines: () => Promise<{ readonly shipped: number; readonly waiting: number }>;
    readonly rowsOf: (device: string, from: number) => Promise<number>;
  };
};

export type System = {
  readonly name: string;
  readonly qos: 0 | 1;
  /** Its own history: no InfluxDB. */
  readonly embedded?: boolean;
  readonly open: (stack: AsyncDisposableStack, influx: string, devices: readonly LoadDevice[]) => Promise<Running>;
};

/** A folder that goes when the stack does. */
export function folderIn(stack: AsyncDisposableStack, name: string, keep = false): string {
  const folder = mkdtempSync(join(tmpdir(), `anju-bench-${name}-`));
  if (!keep) stack.defer(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

const ours = (name: string, qos: 0 | 1, env: Readonly<Record<string, string>> = {}, embedded = false): System => ({
  name,
  qos,
  embedded,
  open: async (stack, influx, devices) => {
    const site = writeSite(folderIn(stack, "site"), devices);
    const data = folderIn(stack, "data");
    const gateway = stack.use(await startGateway({ site, data, env, ...(!embedded && { influx }) }));
    if (!embedded) return { port: gateway.mqttPort, pids: [gateway.pid] };
    const lines = async () => {
      const metrics = await gateway.metrics();
      const of = (name: string): number => metrics.get(name) ?? 0;
      return { shipped: of("anju_history_shipped_total"), waiting: of("anju_history_waiting") };
    };
    const rowsOf = async (device: string, from: number): Promise<number> =>
      (await instantsOf(gateway, device, { from, points: "power" })).length;
    return { port: gateway.mqttPort, pids: [gateway.pid], history: { lines, rowsOf } };
  },
});

const mosquittoConsumer: System = {
  name: "mosquitto + mqtt.js + influx",
  qos: 1,
  open: async (stack, influx) => {
    const broker = stack.use(await openMosquitto());
    const file = fileURLToPath(new URL("./peers/mosquitto-consumer.ts", import.meta.url));
    const args = [`mqtt://127.0.0.1:${broker.port}`, influx];
    const consumer = fork(file, args, { execArgv: ["--disable-warning=ExperimentalWarning"] });
    stack.defer(() => void consumer.kill("SIGKILL"));
    const ended = once(consumer, "exit").then(() => Promise.reject(new Error("the consumer ended")));
    await Promise.race([once(consumer, "message"), ended]);
    ended.catch(() => {});
    return { port: broker.port, pids: [broker.pid, consumer.pid as number] };
  },
};

const nodeRed = (name: string, installed: string, mode: "batched" | "perMessage"): System => ({
  name,
  qos: 1,
  open: async (stack, influx) => {
    await ask(influx, `CREATE DATABASE ${DATABASE}`);
    const broker = stack.use(await openMosquitto());
    const red = stack.use(await openNodeRed(installed, mode, broker.port, influx));
    return { port: broker.port, pids: [broker.pid, red.pid] };
  },
});

export const durable = ours("ours durable", 1);
export const notDurable = ours("ours not durable", 1, { ANJU_JOURNAL_SYNC: "off" });
export const atMostOnce = ours("ours QoS 0", 0);
export const embedded = ours("ours durable, embedded history", 1, {}, true);
export const peer = mosquittoConsumer;
export const nodeRedBatched = (installed: string): System => nodeRed("node-red batched", installed, "batched");
export const nodeRedPerMessage = (installed: string): System =>
  nodeRed("node-red per message", installed, "perMessage");
