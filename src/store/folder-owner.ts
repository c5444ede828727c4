// Whose data folder it is, asked without waiting for the gateway that may hold its lock.

import { existsSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { pathToFileURL } from "node:url";

/** The site's id, or null where no gateway has used the folder yet. */
export function folderOwner(folder: string): string | null {
  const file = join(folder, "lock.db");
  if (!existsSync(file)) return null;
  // The running gateway holds this file exclusively for good. `immutable` reads past that: the row is written once and never changes.
  const url = pathToFileURL(file);
  url.searchParams.set("immutable", "1");
  try {
    using database = new DatabaseSync(url, { readOnly: true });
    const row = database.prepare("SELECT site FROM owner").get() as { site: string } | undefined;
    return row?.site ?? null;
  } catch {
    return null;
  }
}
