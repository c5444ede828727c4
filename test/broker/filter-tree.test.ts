// The tree of filters against the exact reasoning of topic-filter.ts.

import fc from "fast-check";
import { expect, test } from "vitest";
import { createFilterTree } from "../../src/broker/filter-tree.ts";
import { filterCovers } from "../../src/broker/topic-filter.ts";

const level = fc.constantFrom("a", "b", "", "$a");
const topic = fc.array(level, { minLength: 1, maxLength: 4 }).map((levels) => levels.join("/"));
const filter = fc
  .tuple(fc.array(fc.oneof(level, fc.constant("+")), { maxLength: 4 }), fc.boolean())
  .map(([levels, open]) => (open ? [...levels, "#"] : levels.length === 0 ? ["a"] : levels).join("/"));

test("matches exactly what one of its filters covers, through additions and removals", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(filter, fc.boolean()), { maxLength: 12 }), fc.array(topic), (steps, topics) => {
      const tree = createFilterTree();
      const held: string[] = [];
      for (const [one, added] of steps) {
        if (added) {
          held.push(one);
          tree.add(one);
          continue;
        }
        tree.remove(one);
        const at = held.indexOf(one);
        if (at >= 0) held.splice(at, 1);
      }
      expect(tree.size()).toBe(held.length);
      for (const one of topics)
        expect([one, tree.matches(one)]).toEqual([one, held.some((held) => filterCovers(held, one))]);
    }),
    { numRuns: 500 },
  );
});
