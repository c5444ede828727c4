// A tree of subscription filters that answers one question fast: whether anybody listens to a topic.

type Node = { readonly next: Map<string, Node>; count: number };

export type FilterTree = {
  readonly add: (filter: string) => void;
  readonly remove: (filter: string) => void;
  /** True if some filter matches; wildcards at the first level do not reach `$` topics (MQTT 3.1.1, 4.7.2). */
  readonly matches: (topic: string) => boolean;
  readonly size: () => number;
};

const newNode = (): Node => ({ next: new Map(), count: 0 });

/** Pure memory; a filter that is added twice must be removed twice. */
export const createFilterTree = (): FilterTree => {
  const root = newNode();
  let size = 0;

  const walk = (node: Node, levels: readonly string[], level: number): boolean => {
    const first = level === 0 && levels[0]?.startsWith("$");
    // `a/#` matches `a` too.
    if (!first && (node.next.get("#")?.count ?? 0) > 0) return true;
    const name = levels[level];
    if (name === undefined) return node.count > 0;
    const exact = node.next.get(name);
    if (exact !== undefined && walk(exact, levels, level + 1)) return true;
    const any = first ? undefined : node.next.get("+");
    return any !== undefined && walk(any, levels, level + 1);
  };

  return {
    add: (filter) => {
      let node = root;
      for (const name of filter.split("/")) {
        let next = node.next.get(name);
        if (next === undefined) {
          next = newNode();
          node.next.set(name, next);
        }
        node = next;
      }
      node.count += 1;
      size += 1;
    },
    remove: (filter) => {
      const names = filter.split("/");
      const path = [root];
      for (const name of names) {
        const next = path.at(-1)?.next.get(name);
        if (next === undefined) return;
        path.push(next);
      }
      const last = path.at(-1);
      if (last === undefined || last.count === 0) return;
      last.count -= 1;
      size -= 1;
      for (let level = names.length; level > 0; level--) {
        const node = path[level];
        if (node === undefined || node.count > 0 || node.next.size > 0) return;
        path[level - 1]?.next.delete(names[level - 1] as string);
      }
    },
    matches: (topic) => size > 0 && walk(root, topic.split("/"), 0),
    size: () => size,
  };
};
