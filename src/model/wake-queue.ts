// Who must be woken when: an indexed binary heap over small integers (device or ticket numbers), earliest first, ties by number. What is put off,
// as nearly every device is by nearly every message, stays where it is until its turn would have come.

export type WakeQueue = {
  /** Sets the instant (epoch ms) of an entry; Infinity takes it out. */
  readonly set: (entry: number, at: number) => void;
  /** The earliest instant; Infinity when empty. */
  readonly nextAt: () => number;
  /** Removes and returns the entry with the earliest instant; undefined when empty. */
  readonly pop: () => number | undefined;
};

/** Pure memory; every operation is O(log n), putting off is O(1). */
export function createWakeQueue(): WakeQueue {
  const heap: number[] = [];
  const position: (number | undefined)[] = [];
  /** By entry: the instant it is sorted by, and the one that is meant; the second is never the earlier. */
  const instant: number[] = [];
  const meant: number[] = [];

  const earlier = (a: number, b: number): boolean => {
    const x = instant[a] as number;
    const y = instant[b] as number;
    return x < y || (x === y && a < b);
  };
  const place = (entry: number, index: number): void => {
    heap[index] = entry;
    position[entry] = index;
  };
  const up = (entry: number, from: number): void => {
    let index = from;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      const above = heap[parent] as number;
      if (!earlier(entry, above)) break;
      place(above, index);
      index = parent;
    }
    place(entry, index);
  };
  const down = (entry: number, from: number): void => {
    let index = from;
    for (;;) {
      let child = 2 * index + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && earlier(heap[child + 1] as number, heap[child] as number)) child += 1;
      const under = heap[child] as number;
      if (!earlier(under, entry)) break;
      place(under, index);
      index = child;
    }
    place(entry, index);
  };
  const remove = (entry: number): void => {
    const index = position[entry];
    if (index === undefined) return;
    position[entry] = undefined;
    const last = heap.pop() as number;
    if (last === entry) return;
    up(last, index);
    down(last, position[last] as number);
  };

  /** Sorts the foremost entries anew until one of them stands where it is meant to. */
  const settle = (): number | undefined => {
    for (;;) {
      const first = heap[0];
      if (first === undefined || instant[first] === meant[first]) return first;
      instant[first] = meant[first] as number;
      down(first, 0);
    }
  };

  return {
    set(entry, at) {
      if (at === Number.POSITIVE_INFINITY) return remove(entry);
      const index = position[entry];
      meant[entry] = at;
      if (index === undefined) {
        instant[entry] = at;
        heap.push(entry);
        up(entry, heap.length - 1);
      } else if (at < (instant[entry] as number)) {
        instant[entry] = at;
        up(entry, index);
      }
    },
    nextAt() {
      const first = settle();
      return first === undefined ? Number.POSITIVE_INFINITY : (instant[first] as number);
    },
    pop() {
      const first = settle();
      if (first !== undefined) remove(first);
      return first;
    },
  };
}
