// Makes a folder and those above it, mode 700. Node's own recursive mkdir never returns where the system lies about a parent (/proc).

import { existsSync, mkdirSync } from "node:fs";
import { dirname } from "node:path";

/** @throws Error of the system for the first folder that cannot be made. */
export function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  const parent = dirname(folder);
  if (parent !== folder) makeFolder(parent);
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
}
