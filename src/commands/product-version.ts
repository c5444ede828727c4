// Which version this is, and the newest data that it can read.

import { readFileSync } from "node:fs";
import { version as historyVersion } from "../history/embedded-schema.ts";
import { FORMAT } from "../journal/group-format.ts";
import type { KnownSchemas } from "../store/backup-manifest.ts";
import { migrations } from "../store/schema.ts";
import { stateMigrations } from "../store/state-schema.ts";

export const productVersion = (): string =>
  (JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as { version: string }).version;

export const knownSchemas: KnownSchemas = {
  "anju.db": migrations.length,
  "state.db": stateMigrations.length,
  "history.db": historyVersion,
  journal: FORMAT,
};
