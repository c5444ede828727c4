// The door of the program: picks the command, runs it, turns what comes back into an exit code.

import { check } from "./commands/check.ts";
import type { Command, Shell } from "./commands/command.ts";
import { demo } from "./commands/demo.ts";
import { device } from "./commands/device.ts";
import { explain } from "./commands/explain.ts";
import { generate } from "./commands/generate.ts";
import { influx } from "./commands/influx.ts";
import { replay } from "./commands/replay.ts";
import { start } from "./commands/start.ts";
import { terminalLanguage } from "./config/check.ts";
import { nearest } from "./config/nearest.ts";
import { text } from "./model/text.ts";

const commands: readonly Command[] = [demo, start, check, replay, explain, device, influx, generate];

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

function usage(given: string | undefined): number {
  const names = commands.map(({ name }) => name);
  if (given !== undefined) {
    const close = nearest(given, names);
    const hint = close === undefined ? text("", "") : text(` Did you mean ${close}?`, `是否想输入 ${close}？`);
    shell.err(`${shell.say(text(`Unknown command ${given}.${hint.en}`, `没有命令 ${given}。${hint.zh}`))}\n`);
  }
  for (const { name, about } of commands)
    shell.err(`  ${name.padEnd(10)} ${shell.say(about).replaceAll("\n", " · ")}\n`);
  return 2;
}

const [name, ...rest] = process.argv.slice(2);
const command = commands.find((one) => one.name === name);
process.exitCode = command ? await command.run(rest, shell) : usage(name);
