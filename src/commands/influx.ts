// `npm run anju -- influx prepare`: creates what the InfluxDB lacks (database or bucket, retention, mapping, rollups), and says what it did; with --dry-run only what it would.

import { prepareInflux } from "../history/prepare.ts";
import { stepLine } from "../history/prepare-steps.ts";
import { type Text, text } from "../model/text.ts";
import type { Command } from "./command.ts";
import { readOrTell } from "./load.ts";

const usage = text(
  "Usage: npm run anju -- influx prepare --influx http://HOST:8086 [--dry-run] (see the ANJU_INFLUX_* variables)",
  "用法：npm run anju -- influx prepare --influx http://主机:8086 [--dry-run]（另见 ANJU_INFLUX_* 变量）",
);
const dry = text("Dry run: nothing is changed.", "试运行：不作任何更改。");

export const influx: Command = {
  name: "influx",
  about: text(
    "influx prepare: creates database or bucket, retention and rollups (--dry-run: only says so)",
    "influx prepare：创建数据库或存储桶、保留期和小时汇总（--dry-run：只列出）",
  ),
  async run(argv, shell) {
    const read = readOrTell(argv, shell, { positionals: 1, switches: ["dry-run"] });
    if (!read) return 2;
    const { influx: server, data } = read.settings;
    const say = (stream: (line: string) => void, words: Text): void => stream(`${shell.say(words)}\n`);
    if (read.positionals[0] !== "prepare" || !server) {
      say(shell.err, usage);
      return 2;
    }
    const dryRun = read.flags["dry-run"] !== undefined;
    const { version, ...rest } = server;
    const settings = { ...rest, ...(version && { version: Number(version) as 1 | 2 | 3 }), file: `${data}/history.db` };
    const { ok, problem, steps, notes } = await prepareInflux(settings, dryRun);
    if (dryRun) say(shell.out, dry);
    if (problem) say(shell.err, problem);
    for (const step of steps) {
      say(step.state === "failed" ? shell.err : shell.out, stepLine(step));
      if (step.state === "would") shell.out(`${step.sends.trimEnd().replace(/^/gm, "    ")}\n`);
    }
    for (const note of notes) say(shell.out, note);
    return ok && steps.every(({ state }) => state !== "failed") ? 0 : 2;
  },
};
