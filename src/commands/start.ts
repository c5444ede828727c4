// `npm start`: the gateway alone, for production.

import { createLog, isLogLevel } from "../live/log.ts";
import { type Live, startGateway } from "../live/start-gateway.ts";
import { StartupError } from "../live/startup-error.ts";
import type { Text } from "../model/text.ts";
import { text } from "../model/text.ts";
import type { Command, Shell } from "./command.ts";
import { type Read, readOrTell, siteOrTell } from "./load.ts";

/** Errors of the edges carry a hint in both languages; anything else is a fault of ours and is thrown on. */
function hintOf(error: unknown): Text | undefined {
  if (error instanceof StartupError) return error.text;
  return (error as { hint?: Text }).hint;
}

/** Starts, calls back when ready, waits for a signal, stops. Exit code 2 when it cannot start. */
export async function runGateway(
  read: Read,
  shell: Shell,
  whenReady: (live: Live) => Promise<AsyncDisposable | undefined>,
) {
  const { settings } = read;
  const level = shell.env.ANJU_LOG_LEVEL || undefined;
  if (!isLogLevel(level)) {
    const wrong = text(
      `ANJU_LOG_LEVEL is "${level}"; it may be trace, debug, info, warn, error, fatal or silent.`,
      `ANJU_LOG_LEVEL 的值 "${level}" 无效；可用 trace、debug、info、warn、error、fatal、silent。`,
    );
    shell.err(`${shell.say(wrong)}\n`);
    return 2;
  }
  const site = await siteOrTell(settings, shell, { secrets: true });
  if (!site) return 2;
  const log = createLog(level);
  let live: Live;
  try {
    live = await startGateway(settings, site, log);
  } catch (error) {
    const hint = hintOf(error);
    if (!hint) throw error;
    shell.err(`${shell.say(hint)}\n`);
    return 2;
  }
  const secured = settings.tlsCert === undefined ? "" : "s";
  const wall = settings.publicUrl ?? `http${secured}://${settings.host}:${live.httpPort}`;
  log.info(
    {
      site: site.id,
      http: wall,
      mqtt: settings.broker ?? `mqtt${secured}://${settings.host}:${live.mqttPort}`,
      devices: site.devices.length,
    },
    "ready",
  );
  if (live.firstStart)
    shell.out(
      `${shell.say(text("Log in once with this link (it will not be shown again):", "请用此链接登录（仅显示这一次）："))}\n  ${live.loginLink()}\n`,
    );
  const companion = await whenReady(live);
  await shell.untilStopped();
  log.info("stopping");
  await companion?.[Symbol.asyncDispose]();
  await live[Symbol.asyncDispose]();
  log.info("stopped");
  return 0;
}

export const start: Command = {
  name: "start",
  about: text("the gateway alone, for production", "单独启动网关（生产用）"),
  async run(argv, shell) {
    const read = readOrTell(argv, shell);
    return read ? runGateway(read, shell, async () => undefined) : 2;
  },
};
