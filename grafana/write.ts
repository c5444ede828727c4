// `npm run grafana`: writes the boards that are committed under grafana/dashboards anew, and removes those that are no more.

import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dashboards } from "./dashboards.ts";
import { languages } from "./language.ts";

const folder = new URL("./dashboards/", import.meta.url);
const written = dashboards();
for (const language of languages) {
  const place = new URL(`${language}/`, folder);
  mkdirSync(place, { recursive: true });
  for (const name of readdirSync(place)) if (!written.has(`${language}/${name}`)) rmSync(new URL(name, place));
}
for (const [path, json] of written) {
  writeFileSync(new URL(path, folder), json);
  process.stdout.write(`grafana/dashboards/${path}\n`);
}
