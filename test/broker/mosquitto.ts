// Starts Debian's mosquitto on a free port in a temporary folder, and stops it by its process id.

import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

const binary = "/usr/sbin/mosquitto";
/** Where it is missing, tests are skipped; on CI they run and fail. */
export const canRunMosquitto = existsSync(binary) || process.env.CI === "true";

const freePort = async (): Promise<number> => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return port;
};

const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => {
      socket.destroy();
      resolve(true);
    });
    socket.on("error", () => resolve(false));
  });

/** A mosquitto with persistent sessions; `stop` and `start` keep its port and its memory. */
export const openMosquitto = async (extra = "allow_anonymous true") => {
  const folder = mkdtempSync(join(tmpdir(), "anju-mosquitto-"));
  const port = await freePort();
  const config = join(folder, "mosquitto.conf");
  writeFileSync(
    config,
    `listener ${port} 127.0.0.1\n${extra}\npersistence true\npersistence_location ${folder}/\nuser root\nlog_type none\n`,
  );
  let child: ChildProcess | undefined;
  const start = async (): Promise<void> => {
    child = spawn(binary, ["-c", config], { stdio: "ignore" });
    for (let attempt = 0; !(await answers(port)); attempt++) {
      if (attempt > 400 || child.exitCode !== null) throw new Error("mosquitto did not start");
      await delay(25);
    }
  };
  const stop = async (): Promise<void> => {
    const running = child;
    if (running === undefined || running.exitCode !== null) return;
    const ended = new Promise((resolve) => running.once("exit", resolve));
    running.kill("SIGTERM");
    await ended;
  };
  await start();
  return {
    port,
    url: `mqtt://127.0.0.1:${port}`,
    start,
    stop,
    [Symbol.asyncDispose]: async () => {
      await stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
