// Answers are given in the order in which messages came, however their disk writes finish: MQTT's order of messages and acknowledgements rests on it.

type Entry = {
  settled: boolean;
  error: Error | null;
  readonly answer: (error: Error | null) => void;
  next: Entry | null;
};

export type AnswerQueue = {
  /** Calls `answer` once `work` has settled and everything added before has been answered. */
  readonly add: (work: Promise<unknown> | undefined, answer: (error: Error | null) => void) => void;
  /** Messages not yet answered. */
  readonly size: () => number;
  /** Resolves when nothing waits. */
  readonly idle: () => Promise<void>;
};

const asError = (reason: unknown): Error => (reason instanceof Error ? reason : new Error(String(reason)));

/** A first-in first-out queue of answers; pure memory. */
export const createAnswerQueue = (): AnswerQueue => {
  let first: Entry | null = null;
  let last: Entry | null = null;
  let size = 0;
  let waiters: (() => void)[] = [];

  const flush = (): void => {
    while (first?.settled) {
      const entry: Entry = first;
      first = entry.next;
      if (first === null) last = null;
      size -= 1;
      entry.answer(entry.error);
    }
    if (size > 0 || waiters.length === 0) return;
    const waiting = waiters;
    waiters = [];
    for (const wake of waiting) wake();
  };
  const settle = (entry: Entry, error: Error | null): void => {
    entry.settled = true;
    entry.error = error;
    if (entry === first) flush();
  };

  return {
    add: (work, answer) => {
      if (work === undefined && first === null) {
        answer(null);
        return;
      }
      const entry: Entry = { settled: work === undefined, error: null, answer, next: null };
      if (last === null) first = entry;
      else last.next = entry;
      last = entry;
      size += 1;
      work?.then(
        () => settle(entry, null),
        (reason) => settle(entry, asError(reason)),
      );
    },
    size: () => size,
    idle: () => (size === 0 ? Promise.resolve() : new Promise((resolve) => waiters.push(resolve))),
  };
};
