// The data folder, locked for this gateway and site, with its store open; or one sentence on why it cannot be used.

import type { Settings } from "../config/settings.ts";
import type { Site } from "../model/site.ts";
import type { Text } from "../model/text.ts";
import { lockFolder } from "../store/lock-folder.ts";
import { openStore, type Store } from "../store/open-store.ts";
import { StartupError } from "./startup-error.ts";

/** @throws StartupError naming the folder, what is wrong with it and the cure. */
export function openDataFolder(settings: Settings, site: Site, stack: AsyncDisposableStack): Store {
  return orUnusable(settings, () => {
    const locked = lockFolder(settings.data, site.id);
    if (!locked.ok) throw new StartupError(locked.hint);
    stack.use(locked.lock);
    return openStore(settings.data);
  });
}

/** Runs what reads or writes the data folder at a start. @throws StartupError for whatever it throws. */
export function orUnusable<T>({ data }: Settings, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw unusable(data, error);
  }
}

export function unusable(data: string, error: unknown): StartupError {
  if (error instanceof StartupError) return error;
  const { hint } = error as { readonly hint?: Text };
  if (hint) return new StartupError(hint, error);
  const why = (error as Error).message.replace(/\.$/, "");
  return new StartupError(
    {
      en: `The data folder ${data} cannot be used: ${why}. Mend that, or choose another folder with --data DIR (ANJU_DATA).`,
      zh: `数据目录 ${data} 无法使用：${why}。请先解决该问题，或用 --data 目录（ANJU_DATA）指定其他目录。`,
    },
    error,
  );
}
