// `npm run generate`: writes the files that are made from the code and committed: the site file's JSON Schema.

import { writeFile } from "node:fs/promises";
import { siteJsonSchema } from "../config/json-schema.ts";
import { text } from "../model/text.ts";
import type { Command } from "./command.ts";

export const generate: Command = {
  name: "generate",
  about: text("writes the committed generated files anew", "重新生成随仓库提交的文件"),
  async run(_argv, shell) {
    const file = new URL("../../sites/site.schema.json", import.meta.url);
    await writeFile(file, siteJsonSchema());
    shell.out("sites/site.schema.json\n");
    return 0;
  },
};
