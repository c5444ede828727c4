// Building the page: elements from data (never from markup, so data cannot become code), and lists kept in step with data.

type Child = Node | string | null | undefined | false;
type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;

/** An element with attributes (false and undefined are left out) and children (strings become text). */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes))
    if (value !== undefined && value !== false) made.setAttribute(name, value === true ? "" : String(value));
  made.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return made;
}

/** The page's element with this id. @throws where the page lacks it. */
export function place(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page has no #${id}`);
  return found;
}

/** Writes only where it differs, so that a screen reader and the browser's layout are left in peace. */
export function write(target: Element, words: string): void {
  if (target.textContent !== words) target.textContent = words;
}

type Drawn = { readonly key: string; readonly signature: string; readonly node: Element };
const drawn = new WeakMap<Element, Map<string, Drawn>>();

/**
 * Makes the parent's children follow the items: an item whose signature has not changed keeps its element (and with it
 * the keyboard's focus), others are drawn anew.
 */
export function follow<T>(
  parent: Element,
  items: readonly T[],
  key: (item: T) => string,
  signature: (item: T) => string,
  draw: (item: T) => Element,
): void {
  const before = drawn.get(parent) ?? new Map<string, Drawn>();
  const after = new Map<string, Drawn>();
  for (const item of items) {
    const [id, signed] = [key(item), signature(item)];
    const old = before.get(id);
    after.set(id, old?.signature === signed ? old : { key: id, signature: signed, node: draw(item) });
  }
  for (const { key: id, node } of before.values()) if (after.get(id)?.node !== node) node.remove();
  let position = 0;
  for (const { node } of after.values()) {
    const there = parent.children[position++];
    if (there !== node) parent.insertBefore(node, there ?? null);
  }
  drawn.set(parent, after);
}
