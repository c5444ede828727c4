// `npm run anju -- restore DIR`: checks a backup and puts it in the place of the data folder.

import { resolve } from "node:path";
import { text } from "../model/text.ts";
import { restoreFolder } from "../store/restore-folder.ts";
import type { Command } from "./command.ts";
import { readOrTell } from "./load.ts";
import { knownSchemas } from "./product-version.ts";
import { tellRefusal } from "./tell-refusal.ts";

export const restore: Command = {
  name: "restore",
  about: text("checks a backup and puts it back: restore DIR", "校验并恢复备份：restore 目录"),
  async run(argv, shell) {
    const read = readOrTell(argv, shell, { switches: ["replace"], positionals: 1 });
    if (!read) return 2;
    const [directory] = read.positionals;
    if (directory === undefined) {
      const usage = text(
        "Usage: npm run anju -- restore DIR [--data DIR] [--replace]",
        "用法：npm run anju -- restore 备份目录 [--data 数据目录] [--replace]（移开现有数据目录）",
      );
      shell.err(`${shell.say(usage)}\n`);
      return 2;
    }
    const folder = read.settings.data;
    const from = resolve(shell.cwd, directory);
    shell.out(`${shell.say(text(`Restoring ${from} to ${folder}`, `正在将 ${from} 恢复到 ${folder}`))}\n`);
    try {
      const { manifest, movedTo } = await restoreFolder({
        backup: from,
        folder,
        replace: read.flags.replace !== undefined,
        known: knownSchemas,
        onStep: (step) => shell.out(`${shell.say(step)}\n`),
      });
      const { at, site } = manifest;
      if (movedTo !== null)
        shell.out(`${shell.say(text(`The former data is in ${movedTo}.`, `原有数据已移至 ${movedTo}。`))}\n`);
      const whose = site === null ? text("", "") : text(` of site "${site}"`, `（小区 "${site}"）`);
      const done = text(
        `Restored${whose.en} as of ${at}. Start it with: npm start -- --data ${folder} --site SITE`,
        `已恢复到 ${at} 时的数据${whose.zh}。启动：npm start -- --data ${folder} --site 小区配置目录`,
      );
      shell.out(`${shell.say(done)}\n`);
      return 0;
    } catch (error) {
      return tellRefusal(error, shell, text("Nothing was restored", "未能恢复"));
    }
  },
};
