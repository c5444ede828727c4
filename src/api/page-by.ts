// Cursor paging in an order of numbers that change: the cursor says where in the order the last page ended, so that nothing need still be there.

import { refused } from "./problem.ts";

type How<T, J> = {
  /** What the list is ordered by, ascending; equal ones by id. Infinity comes last. */
  readonly order: (item: T) => number;
  readonly id: (item: T) => string;
  readonly keep: (item: T) => boolean;
  readonly json: (item: T) => J;
};
type Place = { readonly order: number; readonly id: string };

const before = (a: Place, b: Place): boolean => a.order < b.order || (a.order === b.order && a.id < b.id);

function readCursor(cursor: string): Place {
  const [order = "", id = ""] = cursor.split("~");
  if (id === "" || Number.isNaN(Number(order)))
    throw refused("bad-request", {
      en: `cursor: "${cursor}" is none of this list; start again without it.`,
      zh: `cursor：“${cursor}”不属于此列表，请去掉该参数重新查询。`,
    });
  return { order: Number(order), id };
}

/** One pass over `all`, whatever the limit: the best few are kept in order. @throws a bad-request refusal on a cursor of another list. */
export function pageBy<T, J>(
  all: readonly T[],
  { limit, cursor }: { readonly limit: number; readonly cursor?: string },
  how: How<T, J>,
): { items: J[]; next: string | null } {
  const after = cursor === undefined ? undefined : readCursor(cursor);
  const best: (Place & { readonly item: T })[] = [];
  for (const item of all) {
    const order = how.order(item);
    const last = best[limit];
    // Most of a long list end here, without another look at them.
    if (last && order > last.order) continue;
    const place = { order, id: how.id(item), item };
    if (last && !before(place, last)) continue;
    if ((after && !before(after, place)) || !how.keep(item)) continue;
    let at = best.length;
    while (at > 0 && before(place, best[at - 1] as Place)) at -= 1;
    best.splice(at, 0, place);
    if (best.length > limit + 1) best.pop();
  }
  const page = best.slice(0, limit);
  const end = page.at(-1);
  return {
    items: page.map(({ item }) => how.json(item)),
    next: best.length > limit && end ? `${end.order}~${end.id}` : null,
  };
}
