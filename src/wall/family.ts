// Root tickets and what hangs on them: who stands under whom in the list and on the panel.

import type { TicketJson } from "../model/ticket-json.ts";
import { inOrder, isFirst } from "./deadline.ts";

/** The tickets that hang on this one, most pressing first. */
export const childrenOf = (tickets: Iterable<TicketJson>, id: string): readonly TicketJson[] =>
  inOrder([...tickets].filter(({ parent }) => parent === id));

export type Line = { readonly ticket: TicketJson; readonly children: number; readonly isChild: boolean };

/**
 * The list's lines: roots in order, each followed by the first few of its children. A critical child, one of life safety, or one whose
 * root is not listed stands on its own.
 * @param most how many children of one root are lines below it; the root's line counts all, also those that stand on their own
 */
export function familyLines(open: readonly TicketJson[], most: number): readonly Line[] {
  const ids = new Set(open.map(({ id }) => id));
  const below = (ticket: TicketJson): boolean => ticket.parent !== null && ids.has(ticket.parent) && !isFirst(ticket);
  const sorted = inOrder(open);
  const children = Map.groupBy(sorted.filter(below), ({ parent }) => parent);
  const counts = Map.groupBy(open, ({ parent }) => parent);
  const lines: Line[] = [];
  const add = (ticket: TicketJson, isChild: boolean): void => {
    const own = children.get(ticket.id) ?? [];
    lines.push({ ticket, children: counts.get(ticket.id)?.length ?? 0, isChild });
    children.delete(ticket.id);
    for (const child of own.slice(0, most)) add(child, true);
  };
  for (const ticket of sorted) if (!below(ticket)) add(ticket, false);
  return lines;
}
