// Waiting for a condition that others change: they call `changed`, who waits looks again.

export type Watch = {
  readonly changed: () => void;
  /** Waits until `holds`, `ms` are over, or the watch is over; says whether it holds. */
  readonly until: (holds: () => boolean, ms: number) => Promise<boolean>;
  readonly end: () => void;
};

export function createWatch(): Watch {
  const watchers = new Set<() => void>();
  let over = false;
  const changed = (): void => {
    for (const watcher of watchers) watcher();
  };
  return {
    changed,
    async until(holds, ms) {
      if (over || holds()) return holds();
      const { promise, resolve } = Promise.withResolvers<void>();
      const watcher = (): void => {
        if (over || holds()) resolve();
      };
      watchers.add(watcher);
      const timer = setTimeout(resolve, ms);
      await promise;
      clearTimeout(timer);
      watchers.delete(watcher);
      return holds();
    },
    end() {
      over = true;
      changed();
    },
  };
}
