// The door of the program: picks the command, runs it, turns what comes back into an exit code.

import { enableCompileCache } from "node:module";
import { fileURLToPath } from "node:url";
import type { Command, Shell } from "./commands/command.ts";
import { terminalLanguage } from "./config/check.ts";
import { nearest } from "./config/nearest.ts";
import { settingKeys } from "./config/settings-keys.ts";
import { type Text, text } from "./model/text.ts";

/** Each command is loaded when it is called: starting takes no longer than what is started. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  demo: async () => (await import("./commands/demo.ts")).demo,
  start: async () => (await import("./commands/start.ts")).start,
  check: async () => (await import("./commands/check.ts")).check,
  replay: async () => (await import("./commands/replay.ts")).replay,
  explain: async () => (await import("./commands/explain.ts")).explain,
  device: async () => (await import("./commands/device.ts")).device,
  backup: async () => (await import("./commands/backup.ts")).backup,
  restore: async () => (await import("./commands/restore.ts")).restore,
  plan: async () => (await import("./commands/plan.ts")).plan,
  influx: async () => (await import("./commands/influx.ts")).influx,
  grafana: async () => (await import("./commands/grafana.ts")).grafana,
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
      // Not once: a terminal and npm both send theirs, and the second must not end the stop half-way.
      process.on("SIGINT", () => resolve());
      process.on("SIGTERM", () => resolve());
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
  shell.err(`  ${"simulate".padEnd(10)} npm run simulate -- --help\n\n`);
  for (const { flag, variable, fallback } of settingKeys)
    shell.err(`  ${(flag === undefined ? "" : `--${flag}`).padEnd(14)} ${variable.padEnd(24)} ${fallback ?? ""}\n`);
  return 2;
}

/** An error with a hint is for the person at the terminal; any other is a fault of ours and ends the program with its trace. */
async function run(command: Command): Promise<number> {
  try {
    return await command.run(rest, shell);
  } catch (error) {
    const { hint } = error as { hint?: Text };
    if (!hint) throw error;
    shell.err(`${shell.say(hint)}\n`);
    return 2;
  }
}

// Whoever reads our output may close it early (`| head`): that is no error of ours.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0);
  throw error;
});

const [given, ...rest] = process.argv.slice(2);
const asksForHelp = given === "--help" || given === "-h" || rest.includes("--help") || rest.includes("-h");
const name = asksForHelp ? undefined : given;
const load = name !== undefined && Object.hasOwn(commands, name) ? commands[name] : undefined;
if (asksForHelp) {
  await usage(undefined);
  process.exitCode = 0;
} else process.exitCode = load ? await run(await load()) : await usage(name);
