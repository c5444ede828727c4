// The system under test, from outside: a child process with a data folder, an MQTT port and an HTTP port.

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const main = fileURLToPath(new URL("../src/main.ts", import.meta.url));
const root = fileURLToPath(new URL("..", import.meta.url));
export const adminToken = "bench-admin-token-0123456789abcdef";

export type GatewayOptions = {
  readonly site: string;
  readonly data: string;
  /** URL of an InfluxDB 1.x; without it the embedded history. */
  readonly influx?: string;
  /** ms until it must be ready. */
  readonly within?: number;
  readonly env?: Readonly<Record<string, string>>;
};

export type Gateway = AsyncDisposable & {
  readonly pid: number;
  readonly mqttPort: number;
  readonly httpPort: number;
  /** ms from the spawn to ready. */
  readonly startTook: number;
  /** The parsed body of an API answer. @throws Error for any status but 2xx. */
  readonly get: <T>(path: string) => Promise<T>;
  readonly post: (path: string, body: object) => Promise<Response>;
  /** Every sample of /metrics; the labels stand in the name as Prometheus writes them. */
  readonly metrics: () => Promise<ReadonlyMap<string, number>>;
  /** SIGTERM, until it is gone; its exit code. */
  readonly stop: () => Promise<number | null>;
  /** SIGKILL, until it is gone. */
  readonly kill: () => Promise<void>;
};

export type Starting = {
  readonly pid: number;
  readonly ready: Promise<Gateway>;
  readonly kill: () => Promise<void>;
};

/** Spawned, with more open files allowed where the system lets it; `ready` rejects with the last log lines when it ends before. */
export function spawnGateway(options: GatewayOptions): Starting {
  const started = performance.now();
  const args = [
    ...["--disable-warning=ExperimentalWarning", main, "start", "--site", options.site, "--data", options.data],
    ...["--mqtt-port", "0", "--http-port", "0"],
    ...(options.influx === undefined ? [] : ["--influx", options.influx]),
  ];
  const child = spawn("sh", ["-c", 'ulimit -n 65536 2>/dev/null; exec "$@"', "sh", process.execPath, ...args], {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      ...process.env,
      ANJU_ADMIN_TOKEN: adminToken,
      ANJU_MQTT_LIMITS: "off",
      ANJU_INFLUX_VERSION: options.influx === undefined ? "" : "1",
      ...options.env,
    },
  });
  const gone = once(child, "exit");
  const kill = async (): Promise<void> => {
    child.kill("SIGKILL");
    if (child.exitCode === null && child.signalCode === null) await gone;
  };
  return { pid: child.pid as number, kill, ready: whenReady(child, started, kill, options.within ?? 60_000) };
}

async function whenReady(
  child: ChildProcess,
  started: number,
  kill: () => Promise<void>,
  within: number,
): Promise<Gateway> {
  const last: string[] = [];
  const ready = Promise.withResolvers<{ readonly http: string; readonly mqtt: string }>();
  const read = (stream: NodeJS.ReadableStream): void => {
    createInterface({ input: stream }).on("line", (line) => {
      last.push(line);
      if (last.length > 20) last.shift();
      if (line.includes('"msg":"ready"')) ready.resolve(JSON.parse(line));
    });
  };
  if (child.stdout) read(child.stdout);
  if (child.stderr) read(child.stderr);
  const tooLate = setTimeout(
    () => ready.reject(new Error(`not ready within ${within} ms\n${last.join("\n")}`)),
    within,
  );
  child.once("exit", (code, signal) => {
    // Its last words may still be in the pipe.
    setTimeout(() => ready.reject(new Error(`the gateway ended (${code ?? signal})\n${last.join("\n")}`)), 100);
  });
  let http: string;
  let mqtt: string;
  try {
    ({ http, mqtt } = await ready.promise);
  } catch (error) {
    await kill();
    throw error;
  } finally {
    clearTimeout(tooLate);
  }
  const startTook = performance.now() - started;
  const headers = { authorization: `Bearer ${adminToken}` };

  return {
    pid: child.pid as number,
    mqttPort: Number(new URL(mqtt).port),
    httpPort: Number(new URL(http).port),
    startTook,
    get: async <T>(path: string) => {
      const answer = await fetch(`${http}${path}`, { headers });
      if (!answer.ok) throw new Error(`GET ${path}: ${answer.status} ${await answer.text()}`);
      return (await answer.json()) as T;
    },
    post: (path, body) =>
      fetch(`${http}${path}`, {
        method: "POST",
        headers: { ...headers, "content-type": "application/json" },
        body: JSON.stringify(body),
      }),
    metrics: async () => {
      const text = await (await fetch(`${http}/metrics`, { headers })).text();
      const samples = text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
      return new Map(
        samples.map((line) => [line.slice(0, line.lastIndexOf(" ")), Number(line.slice(line.lastIndexOf(" ")))]),
      );
    },
    stop: async () => {
      child.kill("SIGTERM");
      if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
      return child.exitCode;
    },
    kill,
    [Symbol.asyncDispose]: kill,
  };
}

export const startGateway = (options: GatewayOptions): Promise<Gateway> => spawnGateway(options).ready;

/** Every item of a list of the API, page by page. */
export async function allItems<T>({ get }: Pick<Gateway, "get">, path: string): Promise<T[]> {
  const items: T[] = [];
  for (let cursor = ""; ; ) {
    const page = await get<{ readonly items: readonly T[]; readonly next: string | null }>(
      `${path}?limit=10000${cursor}`,
    );
    for (const item of page.items) items.push(item);
    if (page.next === null) return items;
    cursor = `&cursor=${encodeURIComponent(page.next)}`;
  }
}

/** Epoch ms of every raw reading of a device from `from` on, page by page. */
export async function instantsOf(
  { get }: Pick<Gateway, "get">,
  device: string,
  { from, points }: { readonly from: number; readonly points: string },
): Promise<number[]> {
  const found: number[] = [];
  const to = new Date(Date.now() + 86_400_000).toISOString();
  for (let cursor = ""; ; ) {
    const page = await get<{ readonly rows: readonly [string, ...unknown[]][]; readonly next: string | null }>(
      `/api/v1/telemetry/${device}?points=${points}&from=${new Date(from).toISOString()}&to=${to}${cursor}`,
    );
    for (const [at] of page.rows) found.push(Date.parse(at));
    if (page.next === null) return found;
    cursor = `&cursor=${page.next}`;
  }
}
