// `npm run anju -- explain DEVICE`: each effective parameter and where it came from.

import { terminalLanguage } from "../config/check.ts";
import { explain as explainDevice } from "../config/explain.ts";
import { text } from "../model/text.ts";
import type { Command } from "./command.ts";
import { readOrTell, siteOrTell } from "./load.ts";

export const explain: Command = {
  name: "explain",
  about: text("a device's limits, delays and severities, and where each came from", "显示设备的各项参数及其来源"),
  async run(argv, shell) {
    const read = readOrTell(argv, shell, { positionals: 1 });
    if (!read) return 2;
    const [device] = read.positionals;
    if (device === undefined) {
      shell.err(
        `${shell.say(text("Name the device: npm run anju -- explain E1", "请指定设备：npm run anju -- explain E1"))}\n`,
      );
      return 2;
    }
    const site = await siteOrTell(read.settings, shell);
    if (!site) return 2;
    const explained = explainDevice(site, device, terminalLanguage(shell.env) ?? site.language);
    if (explained.ok) shell.out(explained.text);
    else shell.err(`${shell.say(explained.message)}\n`);
    return explained.ok ? 0 : 2;
  },
};
