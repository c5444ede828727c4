// `npm run anju -- grafana playlists`: the one part of the Grafana wall that Grafana does not read from files.

import { putPlaylists } from "../../grafana/provision-playlists.ts";
import { text } from "../model/text.ts";
import type { Command } from "./command.ts";
import { readOrTell } from "./load.ts";

const usage = text(
  "Usage: ANJU_GRAFANA_URL=http://127.0.0.1:3000 ANJU_GRAFANA_TOKEN=… npm run anju -- grafana playlists (see docs/grafana.md)",
  "用法：ANJU_GRAFANA_URL=http://127.0.0.1:3000 ANJU_GRAFANA_TOKEN=… npm run anju -- grafana playlists（见 docs/grafana.md）",
);

export const grafana: Command = {
  name: "grafana",
  about: text("grafana playlists: the wall's playlists", "grafana playlists：创建大屏播放列表"),
  async run(argv, shell) {
    const read = readOrTell(argv, shell, { positionals: 1 });
    if (!read) return 2;
    const { ANJU_GRAFANA_URL: url, ANJU_GRAFANA_TOKEN: token } = shell.env;
    if (read.positionals[0] !== "playlists" || !url || !token || !URL.canParse(url)) {
      shell.err(`${shell.say(usage)}\n`);
      return 2;
    }
    for (const address of await putPlaylists({ url: url.replace(/\/+$/, ""), token })) shell.out(`${address}\n`);
    return 0;
  },
};
