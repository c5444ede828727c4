// `npm run check`: every problem of a site with file, line and column.

import { definitions } from "../../devices/index.ts";
import { checkSite } from "../config/check.ts";
import { text } from "../model/text.ts";
import type { Command } from "./command.ts";
import { designWarnings } from "./design-warnings.ts";
import { readOrTell } from "./load.ts";

export const check: Command = {
  name: "check",
  about: text("validates a site: npm run check -- --site DIR", "检查小区配置：npm run check -- --site 目录"),
  async run(argv, shell) {
    const read = readOrTell(argv, shell);
    if (!read) return 2;
    const { site, publicUrl, topicRoot } = read.settings;
    const result = await checkSite(site, {
      definitions,
      env: shell.env,
      topicRoot,
      further: designWarnings,
      ...(publicUrl && { publicUrl }),
    });
    (result.exitCode === 0 ? shell.out : shell.err)(result.text);
    return result.exitCode;
  },
};
