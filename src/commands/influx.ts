// `npm run anju -- influx prepare`: creates what the InfluxDB lacks (database or bucket, retention, mapping), and says what it did.

import { openHistory } from "../history/open-history.ts";
import { text } from "../model/text.ts";
import type { Command } from "./command.ts";
import { readOrTell } from "./load.ts";

export const influx: Command = {
  name: "influx",
  about: text("influx prepare: creates the database or bucket", "influx prepare：创建数据库或存储桶"),
  async run(argv, shell) {
    const read = readOrTell(argv, shell, { positionals: 1 });
    if (!read) return 2;
    const { influx: server, data } = read.settings;
    if (read.positionals[0] !== "prepare" || !server) {
      const usage = text(
        "Usage: npm run anju -- influx prepare --influx http://HOST:8086 (see the ANJU_INFLUX_* variables)",
        "用法：npm run anju -- influx prepare --influx http://主机:8086（另见 ANJU_INFLUX_* 变量）",
      );
      shell.err(`${shell.say(usage)}\n`);
      return 2;
    }
    const { version, ...rest } = server;
    await using history = openHistory({
      ...rest,
      ...(version && { version: Number(version) as 1 | 2 | 3 }),
      file: `${data}/history.db`,
    });
    const told = await history.prepare();
    (told.ok ? shell.out : shell.err)(`${told.detail}\n`);
    return told.ok ? 0 : 2;
  },
};
