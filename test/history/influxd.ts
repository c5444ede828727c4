// Debian's influxd 1.6.7 on a free port in a temporary folder, for tests; stopped by its pid.

import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

const binary = "/usr/bin/influxd";
export const influxdThere = existsSync(binary);
/** Where the binary is missing the test is skipped, but under CI that is a failure. */
export const runInfluxd = influxdThere || process.env.CI === "true";
export const needsInfluxd = influxdThere ? "" : " (needs influxd: apt-get install influxdb)";

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

export type Influxd = AsyncDisposable & {
  readonly url: string;
  readonly stop: () => Promise<void>;
  readonly start: () => Promise<void>;
};

export async function openInfluxd(options: { readonly auth?: boolean } = {}): Promise<Influxd> {
  if (!influxdThere) throw new Error("influxd is missing: apt-get install influxdb");
  const folder = mkdtempSync(join(tmpdir(), "anju-influxd-"));
  const [port, rpc] = [await freePort(), await freePort()];
  const config = join(folder, "influxdb.conf");
  writeFileSync(
    config,
    `reporting-disabled = true
bind-address = "127.0.0.1:${rpc}"
[meta]
  dir = "${folder}/meta"
[data]
  dir = "${folder}/data"
  wal-dir = "${folder}/wal"
[monitor]
  store-enabled = false
[http]
  bind-address = "127.0.0.1:${port}"
  log-enabled = false
  auth-enabled = ${options.auth === true}
[continuous_queries]
  log-enabled = false
  run-interval = "1s"
`,
  );
  const url = `http://127.0.0.1:${port}`;
  let child: ChildProcess | undefined;
  const start = async (): Promise<void> => {
    child = spawn(binary, ["-config", config], { stdio: "ignore" });
    for (let tries = 0; tries < 300; tries++) {
      const up = await fetch(`${url}/ping`).then(
        (answer) => answer.status === 204,
        () => false,
      );
      if (up) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error("influxd did not start");
  };
  const stop = async (): Promise<void> => {
    const running = child;
    child = undefined;
    if (!running || running.exitCode !== null) return;
    const gone = new Promise((resolve) => running.once("exit", resolve));
    running.kill("SIGKILL");
    await gone;
  };
  await start();
  return {
    url,
    start,
    stop,
    [Symbol.asyncDispose]: async () => {
      await stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
