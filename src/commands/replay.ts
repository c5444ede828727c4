// `npm run replay -- RECORDING --site DIR [--out FILE]`: a recording through the same gateway on a virtual clock.

import { writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { text } from "../model/text.ts";
import { replayFile } from "../replay.ts";
import type { Command } from "./command.ts";
import { readOrTell, siteOrTell } from "./load.ts";

export const replay: Command = {
  name: "replay",
  about: text(
    "plays a recording: npm run replay -- FILE --site DIR [--out FILE]",
    "回放记录：npm run replay -- 文件 --site 目录 [--out 文件]",
  ),
  async run(argv, shell) {
    const read = readOrTell(argv, shell, { flags: ["out"], positionals: 1 });
    if (!read) return 2;
    const [recording] = read.positionals;
    if (recording === undefined) {
      shell.err(
        `${shell.say(text("Name the recording: npm run replay -- RECORDING --site DIR", "请指定记录文件：npm run replay -- 文件 --site 目录"))}\n`,
      );
      return 2;
    }
    const site = await siteOrTell(read.settings, shell);
    if (!site) return 2;
    let json: string;
    try {
      json = `${JSON.stringify(await replayFile(site, resolve(shell.cwd, recording)), null, 2)}\n`;
      if (read.flags.out !== undefined) await writeFile(resolve(shell.cwd, read.flags.out), json);
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      const missing = text(`There is no recording ${recording}.`, `找不到记录文件 ${recording}。`);
      const wrong = text(message, `回放中止：${message}`);
      shell.err(`${shell.say(code === "ENOENT" ? missing : wrong)}\n`);
      return 2;
    }
    if (read.flags.out === undefined) shell.out(json);
    return 0;
  },
};
