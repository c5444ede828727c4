// A value of the site file together with the place it was written, so that every complaint can point at its line.

import type { Path, Place } from "./problem.ts";

export type Located = {
  readonly place: Place;
  /** The plain value: what the schema checks. */
  readonly value: unknown;
  /** Where each key of a map is written. */
  readonly keys: ReadonlyMap<string, Place>;
  /** By key or index. */
  readonly children: ReadonlyMap<string | number, Located>;
};

const none: ReadonlyMap<never, never> = new Map<never, never>();

export const locatedScalar = (place: Place, value: unknown): Located => ({ place, value, keys: none, children: none });

export function locatedList(place: Place, items: readonly Located[]): Located {
  return {
    place,
    value: items.map((item) => item.value),
    keys: none,
    children: new Map(items.map((item, index) => [index, item])),
  };
}

export function locatedMap(
  place: Place,
  keys: ReadonlyMap<string, Place>,
  children: ReadonlyMap<string, Located>,
): Located {
  // fromEntries defines own properties: a key `__proto__` stays a key.
  const value = Object.fromEntries([...children].map(([key, child]) => [key, child.value]));
  return { place, value, keys, children };
}

/** The place of the value at the path; of the deepest part that exists where it (a missing key) does not. */
export function placeOf(root: Located, path: Path): Place {
  let node = root;
  for (const step of path) {
    const child = node.children.get(step);
    if (!child) break;
    node = child;
  }
  return node.place;
}

/** The place where the key at the end of the path is written; that of its value or parent where there is none. */
export function placeOfKey(root: Located, path: Path): Place {
  const last = path.at(-1);
  let node: Located | undefined = root;
  for (const step of path.slice(0, -1)) node = node?.children.get(step);
  return (typeof last === "string" ? node?.keys.get(last) : undefined) ?? placeOf(root, path);
}

/** The items of the list at the key, each with its index; empty where there is no list. */
export function itemsOf(node: Located | undefined, key: string): readonly Located[] {
  const list = node?.children.get(key);
  return list && Array.isArray(list.value) ? [...list.children.values()] : [];
}

/** The text at the key; undefined where there is none. */
export function textOf(node: Located | undefined, key: string): string | undefined {
  const value = node?.children.get(key)?.value;
  return typeof value === "string" ? value : undefined;
}
