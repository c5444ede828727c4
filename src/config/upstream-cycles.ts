// Links and devices that hang on themselves by way of others: such a loop has no root cause, so it is refused.

import { text } from "../model/text.ts";
import { itemsOf, type Located, textOf } from "./located.ts";
import type { Path } from "./problem.ts";
import type { Report } from "./reference-words.ts";

/** Reports each loop once, at the item that closes it. */
export function upstreamCycles(root: Located, report: Report): void {
  const nodes = new Map<string, { node: Located; path: Path; upstream: readonly string[] }>();
  for (const list of ["links", "devices"])
    for (const [index, node] of itemsOf(root, list).entries()) {
      const id = textOf(node, "id");
      const upstream = itemsOf(node, "upstream").flatMap((item) =>
        typeof item.value === "string" ? [item.value] : [],
      );
      if (id !== undefined && !nodes.has(id)) nodes.set(id, { node, path: [list, index, "upstream"], upstream });
    }
  const finished = new Set<string>();
  for (const start of nodes.keys()) {
    // Depth first with a stack of its own: a chain of thousands of links must not exhaust the machine's.
    const trail: { id: string; next: number }[] = finished.has(start) ? [] : [{ id: start, next: 0 }];
    const onTrail = new Set(trail.map(({ id }) => id));
    for (let top = trail.at(-1); top; top = trail.at(-1)) {
      const current = nodes.get(top.id);
      const id = current?.upstream[top.next++];
      if (id === undefined || !current) {
        trail.pop();
        onTrail.delete(top.id);
        finished.add(top.id);
      } else if (onTrail.has(id)) {
        const loop = [...trail.map((step) => step.id).slice(trail.findIndex((step) => step.id === id)), id].join(" → ");
        report(
          current.node.children.get("upstream") ?? current.node,
          current.path,
          text(`hangs on itself: ${loop}`, `上游形成了环：${loop}`),
        );
      } else if (nodes.has(id) && !finished.has(id)) {
        trail.push({ id, next: 0 });
        onTrail.add(id);
      }
    }
  }
}
