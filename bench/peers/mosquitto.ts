// Debian's mosquitto on a free port in a temporary folder, set up as a competent installer would for QoS 1 at speed: no queue limits, no Nagle.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "../../test/history/influxd.ts";
import { until } from "../process.ts";

const binary = "/usr/sbin/mosquitto";
export const mosquittoThere = existsSync(binary);

export type Mosquitto = AsyncDisposable & { readonly port: number; readonly pid: number };

/** @throws Error where it is not installed: apt-get install mosquitto. */
export async function openMosquitto(): Promise<Mosquitto> {
  const folder = mkdtempSync(join(tmpdir(), "anju-bench-mosquitto-"));
  const port = await freePort();
  const config = join(folder, "mosquitto.conf");
  const lines = [
    `listener ${port} 127.0.0.1`,
    "allow_anonymous true",
    "persistence false",
    "log_dest none",
    "set_tcp_nodelay true",
    "max_queued_messages 0",
    "max_queued_bytes 0",
    "max_inflight_messages 0",
  ];
  writeFileSync(config, `${lines.join("\n")}\n`);
  const child = spawn("sh", ["-c", 'ulimit -n 65536 2>/dev/null; exec "$@"', "sh", binary, "-c", config], {
    stdio: "ignore",
  });
  await until("mosquitto listens", () => {
    const answer = Promise.withResolvers<true | undefined>();
    const socket = connect(port, "127.0.0.1", () => answer.resolve(true));
    socket.on("error", () => answer.resolve(undefined));
    return answer.promise.finally(() => socket.destroy());
  });
  return {
    port,
    pid: child.pid as number,
    [Symbol.asyncDispose]: async () => {
      child.kill("SIGKILL");
      if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
