// `npm run demo`: the gateway on the demo site, and the simulated community playing into it over real MQTT.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Live } from "../live/start-gateway.ts";
import { text } from "../model/text.ts";
import type { Command, Shell } from "./command.ts";
import { readOrTell } from "./load.ts";
import { runGateway } from "./start.ts";

const simulator = fileURLToPath(new URL("../../simulators/main.ts", import.meta.url));

/** The simulated devices are a program of their own, as real ones are. */
function startDevices(port: number, site: string, shell: Shell): AsyncDisposable {
  const args = [simulator, "--broker", `mqtt://127.0.0.1:${port}`, "--site", site, "--story", "demo-night"];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "ignore", "pipe"], env: { ...process.env } });
  child.stderr.on("data", (chunk: Buffer) => shell.err(chunk.toString()));
  return {
    async [Symbol.asyncDispose]() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, "exit");
      child.kill("SIGTERM");
      const timer = setTimeout(() => child.kill("SIGKILL"), 3_000);
      await gone;
      clearTimeout(timer);
    },
  };
}

const banner = (live: Live, host: string): ReturnType<typeof text> =>
  text(
    `\n  Anju is watching the demo community. Open the wall:\n\n    ${live.loginLink()}\n\n  MQTT: mqtt://${host}:${live.mqttPort}   Stop: Ctrl-C\n\n`,
    `\n  安居正在值守演示小区。打开监控大屏：\n\n    ${live.loginLink()}\n\n  MQTT：mqtt://${host}:${live.mqttPort}   停止：Ctrl-C\n\n`,
  );

export const demo: Command = {
  name: "demo",
  about: text("the gateway on the demo site with a simulated community", "在演示小区上启动网关并模拟设备"),
  async run(argv, shell) {
    const env = {
      ...shell.env,
      ANJU_DATA: shell.env.ANJU_DATA ?? join("data", "demo"),
      ANJU_LOG_LEVEL: shell.env.ANJU_LOG_LEVEL ?? "warn",
    };
    const read = readOrTell(argv, { ...shell, env });
    if (!read) return 2;
    const { settings } = read;
    return runGateway(read, { ...shell, env, out: () => undefined }, async (live) => {
      shell.out(shell.say(banner(live, settings.host)));
      return live.mqttPort === undefined ? undefined : startDevices(live.mqttPort, settings.site, shell);
    });
  },
};
