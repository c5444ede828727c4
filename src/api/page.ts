// Cursor paging over a list in memory: the cursor is the key of the last item that was sent.

import { refused } from "./problem.ts";

export type Page<T> = { readonly items: readonly T[]; readonly next: string | null };

/**
 * The page of `all` after the item whose key is `cursor`; `keep` filters before the limit counts.
 * @throws a bad-request refusal where no item has that key (any more).
 */
export function pageOf<T, J>(
  all: readonly T[],
  asked: { readonly limit: number; readonly cursor?: string },
  how: { readonly key: (item: T) => string; readonly keep: (item: T) => boolean; readonly json: (item: T) => J },
): { items: J[]; next: string | null } {
  const { limit, cursor } = asked;
  const last = cursor === undefined ? -1 : all.findIndex((item) => how.key(item) === cursor);
  if (cursor !== undefined && last === -1)
    throw refused("bad-request", {
      en: `cursor: nothing follows "${cursor}"; start again without it.`,
      zh: `cursor：找不到“${cursor}”，请去掉该参数重新查询。`,
    });
  const items: J[] = [];
  let end: T | undefined;
  for (let index = last + 1; index < all.length; index++) {
    const item = all[index] as T;
    if (!how.keep(item)) continue;
    if (items.length === limit) return { items, next: end === undefined ? null : how.key(end) };
    items.push(how.json(item));
    end = item;
  }
  return { items, next: null };
}
