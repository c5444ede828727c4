// The parent's end of the load generator: starts the process, waits for its connections, fires the start and hears the figures.

import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { Latency } from "./histogram.ts";
import type { PayloadSet } from "./payloads.ts";
import type { LoadDevice } from "./site.ts";

export type LoadConfig = {
  readonly host: string;
  readonly port: number;
  /** Never more than there are devices: connection `c` speaks for the devices `c, c + n, c + 2n…`. */
  readonly connections: number;
  readonly devices: readonly LoadDevice[];
  readonly payloads: PayloadSet;
  readonly qos: 0 | 1;
  /** As fast as acknowledgements come, in large writes or one write a message; at `rate`; or silent. */
  readonly mode: "pipelined" | "single" | "paced" | "idle";
  /** Messages in flight per connection. */
  readonly window: number;
  /** Messages in all; without it until `stop`. */
  readonly limit?: number;
  /** Messages a second in all, for `paced`. */
  readonly rate: number;
  /** Time of each device's first message and between its messages, ms. */
  readonly base: number;
  readonly step: number;
  readonly clientPrefix: string;
  readonly reconnect: boolean;
  /** Loopback source addresses 127.0.0.2… to spread connections over; 1: the usual one. */
  readonly addresses: number;
};

export type LoadReport = {
  /** Epoch ms, taken before the first message leaves. */
  readonly firstSent: number;
  readonly lastAcked: number;
  readonly sent: number;
  /** With QoS 0: handed to the kernel. */
  readonly acked: number;
  readonly ackedOf: readonly number[];
  readonly sentOf: readonly number[];
  readonly outOfOrder: number;
  readonly failures: number;
  readonly lastFailure: string;
  /** Messages that were due while the window was full or the connection down. */
  readonly held: number;
  readonly cpuSeconds: number;
  /** PUBACK after the write, and after the instant it was due at. */
  readonly latency: Latency;
  readonly latencyFromDue: Latency;
};

export type ToGenerator =
  | { readonly type: "config"; readonly config: LoadConfig }
  | { readonly type: "go" | "stop" | "end" | "forget" }
  | { readonly type: "aim"; readonly port: number };
type FromGenerator =
  | { readonly type: "connected"; readonly ports: readonly number[] }
  | { readonly type: "failed"; readonly message: string }
  | { readonly type: "progress" | "done"; readonly report: LoadReport };

export type Load = AsyncDisposable & {
  readonly config: LoadConfig;
  readonly pid: number;
  /** Local port of each connection when it first came up. */
  readonly ports: readonly number[];
  readonly go: () => void;
  /** Sends nothing more; `done` follows once all is acknowledged. */
  readonly stop: () => void;
  /** Fulfilled when the limit is reached or after `stop`; rejects when a connection breaks that may not. */
  readonly done: Promise<LoadReport>;
  /** The figures of a moment ago. */
  readonly now: () => LoadReport | undefined;
  /** The latencies so far are forgotten: what follows is measured. */
  readonly forget: () => void;
  /** Where to connect from now on. */
  readonly aim: (port: number) => void;
};

export const defaultLoad = {
  host: "127.0.0.1",
  payloads: "four",
  qos: 1,
  mode: "pipelined",
  window: 128,
  rate: 1000,
  clientPrefix: "load",
  reconnect: false,
  addresses: 1,
} as const satisfies Partial<LoadConfig>;

/** Times for so many messages of each device that all lie within the last hour. */
export function timesWithinAnHour(messagesPerDevice: number): { readonly base: number; readonly step: number } {
  return { base: Date.now() - 3_600_000, step: Math.max(1, Math.min(1000, Math.floor(3_500_000 / messagesPerDevice))) };
}

type Given = Partial<LoadConfig> & Pick<LoadConfig, "port" | "connections" | "devices" | "base" | "step">;

/** Started and connected. @throws Error when it cannot connect. */
export async function startLoad(given: Given): Promise<Load> {
  const config: LoadConfig = { ...defaultLoad, ...given };
  const file = fileURLToPath(new URL("./load-generator.ts", import.meta.url));
  const child = fork(file, { execArgv: ["--disable-warning=ExperimentalWarning"], serialization: "advanced" });
  const connected = Promise.withResolvers<readonly number[]>();
  const done = Promise.withResolvers<LoadReport>();
  done.promise.catch(() => {});
  let latest: LoadReport | undefined;
  const fail = (error: Error): void => {
    connected.reject(error);
    done.reject(error);
  };
  child.on("message", (message: FromGenerator) => {
    if (message.type === "connected") connected.resolve(message.ports);
    else if (message.type === "failed") fail(new Error(`load generator: ${message.message}`));
    else {
      latest = message.report;
      if (message.type === "done") done.resolve(message.report);
    }
  });
  child.once("exit", (code, signal) => fail(new Error(`the load generator ended (${code ?? signal})`)));
  const send = (message: ToGenerator): void => void (child.connected && child.send(message));
  const end = async (): Promise<void> => {
    send({ type: "end" });
    if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
  };
  send({ type: "config", config });
  let ports: readonly number[];
  try {
    ports = await connected.promise;
  } catch (error) {
    child.kill("SIGKILL");
    throw error;
  }
  return {
    config,
    pid: child.pid as number,
    ports,
    go: () => send({ type: "go" }),
    stop: () => send({ type: "stop" }),
    done: done.promise,
    now: () => latest,
    forget: () => send({ type: "forget" }),
    aim: (port) => send({ type: "aim", port }),
    [Symbol.asyncDispose]: end,
  };
}

/** The instant `ts` of message `k` of connection `c`, and its device. */
export function messageOf(
  config: LoadConfig,
  c: number,
  k: number,
): { readonly device: LoadDevice; readonly ts: number } {
  const count = Math.min(config.connections, config.devices.length);
  const mine = Math.ceil((config.devices.length - c) / count);
  const device = config.devices[c + (k % mine) * count] as LoadDevice;
  return { device, ts: config.base + Math.floor(Math.floor(k / mine) * config.step) };
}

/** How many messages of the device at `index` are among those that its connection has sent. */
export function messagesOfDevice(config: LoadConfig, index: number, sentOf: readonly number[]): number {
  const count = Math.min(config.connections, config.devices.length);
  const c = index % count;
  const mine = Math.ceil((config.devices.length - c) / count);
  return Math.max(0, Math.ceil(((sentOf[c] ?? 0) - Math.floor(index / count)) / mine));
}
