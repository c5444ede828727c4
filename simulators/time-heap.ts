// Who speaks next: a binary heap over each device's next instant; of two at the same instant the first in the site.

export type TimeHeap = {
  /** The index with the earliest instant, and that instant; Infinity when nobody speaks again. */
  readonly first: () => number;
  readonly firstAt: () => number;
  /** Gives the first another instant. */
  readonly replaceFirst: (at: number) => void;
};

/** @param times by index; the heap keeps them from here on. */
export function createTimeHeap(times: Float64Array): TimeHeap {
  const heap = Int32Array.from(times, (_, index) => index);
  const before = (a: number, b: number): boolean => {
    const atA = times[a] as number;
    const atB = times[b] as number;
    return atA < atB || (atA === atB && a < b);
  };
  const sink = (from: number): void => {
    const moving = heap[from] as number;
    let hole = from;
    for (;;) {
      let child = 2 * hole + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && before(heap[child + 1] as number, heap[child] as number)) child++;
      if (!before(heap[child] as number, moving)) break;
      heap[hole] = heap[child] as number;
      hole = child;
    }
    heap[hole] = moving;
  };
  for (let index = (heap.length >> 1) - 1; index >= 0; index--) sink(index);
  return {
    first: () => heap[0] ?? -1,
    firstAt: () => (heap.length === 0 ? Number.POSITIVE_INFINITY : (times[heap[0] as number] as number)),
    replaceFirst: (at) => {
      if (heap.length === 0) return;
      times[heap[0] as number] = at;
      sink(0);
    },
  };
}
