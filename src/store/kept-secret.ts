// A secret kept in the data folder, mode 600: read, or made on the first start. Two programs that start at once end up with the same one.

import { existsSync, linkSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { makeFolder } from "./make-folder.ts";

export type KeptSecret = { readonly secret: string; readonly isNew: boolean };

/** @param make a fresh secret, for the first start or where the file is empty. */
export function keptSecret(file: string, make: () => string): KeptSecret {
  const read = (): string => (existsSync(file) ? readFileSync(file, "utf8").trim() : "");
  const kept = read();
  if (kept !== "") return { secret: kept, isNew: false };
  makeFolder(dirname(file));
  rmSync(file, { force: true });
  // Written in full beside its place and then linked there, which fails if another program was faster.
  const draft = `${file}.${process.pid}`;
  const secret = make();
  writeFileSync(draft, `${secret}\n`, { mode: 0o600 });
  try {
    linkSync(draft, file);
    return { secret, isNew: true };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    return { secret: read(), isNew: false };
  } finally {
    rmSync(draft, { force: true });
  }
}
