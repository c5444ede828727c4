// Lets one line a minute through per key, so that a client that repeats its mistake does not fill the log.

const mostKeys = 10_000;

/** Returns a function that answers true at most once a minute per key; `now` in epoch ms. */
export const createOnceAMinute = (): ((key: string, now: number) => boolean) => {
  const saidAt = new Map<string, number>();
  return (key, now) => {
    const before = saidAt.get(key);
    if (before !== undefined && now - before < 60_000) return false;
    if (saidAt.size >= mostKeys) saidAt.clear();
    saidAt.set(key, now);
    return true;
  };
};
