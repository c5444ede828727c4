// The wake queue against the plainest thing that does the same: a list sorted at every question.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createWakeQueue } from "../../src/model/wake-queue.ts";

/** The same, slowly: earliest first, ties by number. */
function createSortedList() {
  const instants = new Map<number, number>();
  const first = () => [...instants].sort(([a, x], [b, y]) => x - y || a - b)[0];
  return {
    set(entry: number, at: number): void {
      if (at === Number.POSITIVE_INFINITY) instants.delete(entry);
      else instants.set(entry, at);
    },
    nextAt: (): number => first()?.[1] ?? Number.POSITIVE_INFINITY,
    pop(): number | undefined {
      const entry = first()?.[0];
      if (entry !== undefined) instants.delete(entry);
      return entry;
    },
  };
}

const instant = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: 0, max: 20 }) },
  { weight: 2, arbitrary: fc.integer({ min: -1000, max: 2 ** 45 }) },
  { weight: 2, arbitrary: fc.constant(Number.POSITIVE_INFINITY) },
);
const step = fc.oneof(
  { weight: 3, arbitrary: fc.tuple(fc.integer({ min: 0, max: 40 }), instant) },
  { weight: 1, arbitrary: fc.constant("pop" as const) },
);

describe("the wake queue", () => {
  it("does what a sorted list does", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
        const queue = createWakeQueue();
        const list = createSortedList();
        for (const one of steps) {
          if (one === "pop") expect(queue.pop()).toBe(list.pop());
          else {
            queue.set(...one);
            list.set(...one);
          }
          expect(queue.nextAt()).toBe(list.nextAt());
        }
        for (let entry = list.pop(); entry !== undefined; entry = list.pop()) expect(queue.pop()).toBe(entry);
        expect(queue.pop()).toBeUndefined();
        expect(queue.nextAt()).toBe(Number.POSITIVE_INFINITY);
      }),
      { numRuns: 500 },
    );
  });

  it("wakes those of one instant by their number", () => {
    const queue = createWakeQueue();
    for (const entry of [5, 1, 4, 2, 3]) queue.set(entry, 100);
    queue.set(9, 99);
    expect([1, 2, 3, 4, 5, 6].map(() => queue.pop())).toEqual([9, 1, 2, 3, 4, 5]);
  });

  it("takes an entry out, and does not mind one that is not in", () => {
    const queue = createWakeQueue();
    queue.set(7, Number.POSITIVE_INFINITY);
    queue.set(1, 10);
    queue.set(2, 20);
    queue.set(1, Number.POSITIVE_INFINITY);
    expect([queue.nextAt(), queue.pop(), queue.pop(), queue.nextAt()]).toEqual([
      20,
      2,
      undefined,
      Number.POSITIVE_INFINITY,
    ]);
  });
});
