// `npm run generate`: writes the files that are made from the code and committed: the site file's JSON Schema, the page of device kinds, and Grafana's alert rules.

import { writeFile } from "node:fs/promises";
import { definitions } from "../../devices/index.ts";
import { provisioningFiles } from "../../grafana/provision.ts";
import { deviceKindsPage } from "../config/device-kinds-page.ts";
import { siteJsonSchema } from "../config/json-schema.ts";
import { text } from "../model/text.ts";
import type { Command } from "./command.ts";

const root = new URL("../../", import.meta.url);

export const generate: Command = {
  name: "generate",
  about: text("writes the committed generated files anew", "重新生成随仓库提交的文件"),
  async run(_argv, shell) {
    const files = {
      "sites/site.schema.json": siteJsonSchema(),
      "docs/device-kinds.md": deviceKindsPage(definitions),
      ...provisioningFiles(),
    };
    for (const [file, content] of Object.entries(files)) {
      await writeFile(new URL(file, root), content);
      shell.out(`${file}\n`);
    }
    return 0;
  },
};
