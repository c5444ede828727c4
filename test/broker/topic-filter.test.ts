// The exact reasoning about filters, checked against trying every topic of a small world.

import fc from "fast-check";
import { expect, test } from "vitest";
import { filterCovers, filtersOverlap } from "../../src/broker/topic-filter.ts";

/** The standard's matching of one topic, written the plain way. */
const matches = (filter: string, topic: string): boolean => {
  if (topic.startsWith("$") && /^[#+]/.test(filter)) return false;
  const walk = (levels: readonly string[], names: readonly string[]): boolean => {
    const [level, ...rest] = levels;
    if (level === "#") return true;
    if (level === undefined || names.length === 0) return level === undefined && names.length === 0;
    return (level === "+" || level === names[0]) && walk(rest, names.slice(1));
  };
  return walk(filter.split("/"), topic.split("/"));
};

const names = ["a", "b", "", "$s", "other"];
const topics: string[] = [];
for (let depth = 1, layer: string[][] = [[]]; depth <= 5; depth++) {
  layer = layer.flatMap((head) => names.map((name) => [...head, name]));
  for (const levels of layer) topics.push(levels.join("/"));
}
const filterArbitrary = fc
  .tuple(fc.array(fc.constantFrom("a", "b", "", "+", "$s"), { minLength: 0, maxLength: 3 }), fc.boolean())
  .map(([levels, open]) => [...levels, ...(open || levels.length === 0 ? ["#"] : [])].join("/"));
const matchedBy = new Map<string, ReadonlySet<string>>();
const topicsOf = (filter: string): ReadonlySet<string> => {
  const known = matchedBy.get(filter) ?? new Set(topics.filter((topic) => matches(filter, topic)));
  matchedBy.set(filter, known);
  return known;
};

test("one filter covers another exactly when every topic of the second is one of the first", () => {
  fc.assert(
    fc.property(filterArbitrary, filterArbitrary, (outer, inner) => {
      expect(filterCovers(outer, inner)).toBe(topicsOf(inner).isSubsetOf(topicsOf(outer)));
    }),
    { numRuns: 1500 },
  );
});

test("two filters overlap exactly when they share a topic", () => {
  fc.assert(
    fc.property(filterArbitrary, filterArbitrary, (one, other) => {
      expect(filtersOverlap(one, other)).toBe(!topicsOf(one).isDisjointFrom(topicsOf(other)));
    }),
    { numRuns: 1500 },
  );
});

test("a topic is a filter for itself", () => {
  fc.assert(
    fc.property(filterArbitrary, fc.constantFrom(...topics), (filter, topic) => {
      expect(filterCovers(filter, topic)).toBe(matches(filter, topic));
    }),
    { numRuns: 2000 },
  );
});
