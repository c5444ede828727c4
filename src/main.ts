// The door of the program: picks the command, runs it, turns what comes back into an exit code.

import { enableCompileCache } from "node:module";
import { fileURLToPath } from "node:url";
import type { Command, Shell } from "./commands/command.ts";
import { terminalLanguage } from "./config/check.ts";
import { nearest } from "./config/nearest.ts";
import { text } from "./model/text.ts";

/** Each command is loaded when it is called: starting takes no longer than what is started. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  demo: async () => (await import("./commands/demo.ts")).demo,
  start: async () => (await import("./commands/start.ts")).start,
  check: async () => (await import("./commands/check.ts")).check,
  replay: async () => (await import("./commands/replay.ts")).replay,
  explain: async () => (await import("./commands/explain.ts")).explain,
  device: async () => (await import("./commands/device.ts")).device,
  influx: async () => (await import("./commands/influx.ts")).influx,
  generate: async () => (await import("./commands/generate.ts")).generate,
};

// Types are stripped and code compiled once per version of a file; the next start finds both.
enableCompileCache(fileURLToPath(new URL("../node_modules/.cache/anju", import.meta.url)));

const language = terminalLanguage(process.env);
const shell: Shell = {
  env: process.env,
  cwd: process.cwd(),
  out: (line) => void process.stdout.write(line),
  err: (line) => void process.stderr.write(line),
  say: (both) => (language ? both[language] : `${both.en}\n${both.zh}`),
  untilStopped: () =>
    new Promise((resolve) => {
      process.once("SIGINT", () => resolve());
      process.once("SIGTERM", () => resolve());
    }),
};

async function usage(given: string | undefined): Promise<number> {
  const names = Object.keys(commands);
  if (given !== undefined) {
    const close = nearest(given, names);
    const hint = close === undefined ? text("", "") : text(` Did you mean ${close}?`, `是否想输入 ${close}？`);
    shell.err(`${shell.say(text(`Unknown command ${given}.${hint.en}`, `没有命令 ${given}。${hint.zh}`))}\n`);
  }
  for (const load of Object.values(commands)) {
    const { name, about } = await load();
    shell.err(`  ${name.padEnd(10)} ${shell.say(about).replaceAll("\n", " · ")}\n`);
  }
  return 2;
}

const [name, ...rest] = process.argv.slice(2);
const load = name !== undefined && Object.hasOwn(commands, name) ? commands[name] : undefined;
process.exitCode = load ? await (await load()).run(rest, shell) : await usage(name);
