// `npm run anju -- backup DIR`: a copy of the data folder from which a gateway can start, taken while it runs or not.

import { resolve } from "node:path";
import { text } from "../model/text.ts";
import { backupFolder } from "../store/backup-folder.ts";
import type { Command } from "./command.ts";
import { readOrTell } from "./load.ts";
import { knownSchemas, productVersion } from "./product-version.ts";
import { tellRefusal } from "./tell-refusal.ts";

export const backup: Command = {
  name: "backup",
  about: text("copies the data folder, also while it is used: backup DIR", "备份数据目录（运行中亦可）：backup 目录"),
  async run(argv, shell) {
    const read = readOrTell(argv, shell, { switches: ["without-history"], positionals: 1 });
    if (!read) return 2;
    const [directory] = read.positionals;
    if (directory === undefined) {
      const usage = text(
        "Usage: npm run anju -- backup DIR [--data DIR] [--without-history]",
        "用法：npm run anju -- backup 目录 [--data 数据目录] [--without-history]（不含历史数据）",
      );
      shell.err(`${shell.say(usage)}\n`);
      return 2;
    }
    const folder = read.settings.data;
    const target = resolve(shell.cwd, directory);
    shell.out(`${shell.say(text(`Backing up ${folder} to ${target}`, `正在将 ${folder} 备份到 ${target}`))}\n`);
    try {
      const { files } = await backupFolder({
        folder,
        target,
        withHistory: read.flags["without-history"] === undefined,
        version: productVersion(),
        known: knownSchemas,
        onStep: (step) => shell.out(`${shell.say(step)}\n`),
      });
      const size = (files.reduce((sum, { bytes }) => sum + bytes, 0) / 1e6).toFixed(1);
      const done = text(
        `Done: ${files.length} files, ${size} MB. The backup holds secrets (the administrator's token, the key of the device credentials): keep it as safe as the gateway itself. The site folder is not in it.`,
        `备份完成：${files.length} 个文件，${size} MB。备份含有密钥（管理员令牌、设备凭证的密钥），请与网关本身同等妥善保管。备份不含小区配置目录。`,
      );
      shell.out(`${shell.say(done)}\n`);
      return 0;
    } catch (error) {
      return tellRefusal(error, shell, text("No backup was made", "未能完成备份"));
    }
  },
};
