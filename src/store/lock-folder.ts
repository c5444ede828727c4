// One gateway per data folder, and one site: a lock that the system lets go when the process ends, however it ends.

import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { Text } from "../model/text.ts";
import { makeFolder } from "./make-folder.ts";

export type FolderLock = { readonly [Symbol.dispose]: () => void };
export type Locked = { readonly ok: true; readonly lock: FolderLock } | { readonly ok: false; readonly hint: Text };

/** Takes the folder for this process and site, or says who has it. @throws Error when the folder cannot be written. */
export function lockFolder(folder: string, site: string): Locked {
  makeFolder(folder);
  const database = new DatabaseSync(join(folder, "lock.db"));
  try {
    database.exec("PRAGMA busy_timeout = 0; PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE;");
  } catch (error) {
    database.close();
    if (!(error as Error).message.includes("locked")) throw error;
    return {
      ok: false,
      hint: {
        en: `The data folder ${folder} is in use by another gateway. Stop that one, or choose another folder with --data DIR.`,
        zh: `数据目录 ${folder} 正被另一个网关使用。请先停止它，或用 --data 目录指定其他目录。`,
      },
    };
  }
  database.exec("CREATE TABLE IF NOT EXISTS owner (site TEXT NOT NULL)");
  const owner = database.prepare("SELECT site FROM owner").get() as { site: string } | undefined;
  if (owner && owner.site !== site) {
    database.close();
    return {
      ok: false,
      hint: {
        en: `The data folder ${folder} belongs to site "${owner.site}", not "${site}". Choose another folder with --data DIR.`,
        zh: `数据目录 ${folder} 属于小区 "${owner.site}"，不是 "${site}"。请用 --data 目录指定其他目录。`,
      },
    };
  }
  if (!owner) database.prepare("INSERT INTO owner (site) VALUES (?)").run(site);
  // In exclusive mode the file lock outlives the transaction: it is held until the database is closed.
  database.exec("COMMIT");
  return { ok: true, lock: { [Symbol.dispose]: () => database.close() } };
}
