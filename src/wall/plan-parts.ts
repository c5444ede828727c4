// Parts of the floor plan's page that are drawn anew only when what they show has changed, without losing the keyboard's focus.

import { follow } from "./dom.ts";

/** The signature: everything its picture depends on, as data. */
export type Part = { readonly key: string; readonly signature: unknown; readonly draw: () => HTMLElement };

export const drawParts = (parent: Element, parts: readonly Part[]): void =>
  follow(
    parent,
    parts,
    ({ key }) => key,
    ({ signature }) => JSON.stringify(signature),
    ({ draw }) => draw(),
  );

/** What a focused element is known by after it was drawn anew. */
const names = ["data-pick", "data-try", "data-area", "data-loses", "data-level"];

export function keepingFocus(change: () => void): void {
  const active = document.activeElement;
  const name = names.find((each) => active?.hasAttribute(each));
  const selector = name && `#plan [${name}="${CSS.escape(active?.getAttribute(name) ?? "")}"]`;
  change();
  if (selector && !document.activeElement?.matches(selector))
    document.querySelector<HTMLElement>(selector)?.focus({ preventScroll: true });
}
