// Slows down whoever keeps doing what should be rare: after some times its next attempts wait longer and longer.

type Record = { times: number; nextAt: number; forgetAt: number };

export type LoginBrake = {
  /** Milliseconds to wait before the attempt is looked at; null: refuse it unseen, too many are waiting already. */
  readonly wait: (key: string, now: number) => number | null;
  readonly failed: (key: string, now: number) => void;
  readonly succeeded: (key: string) => void;
};

/** After `free` failures the gap is `firstDelay`, then twice as long each time; ms. */
export type BrakeTimes = { readonly free: number; readonly firstDelay: number; readonly forgetAfter: number };

const longestDelay = 30_000;
const mostKeys = 10_000;

/** Whoever guesses passwords, by address. */
const guessing: BrakeTimes = { free: 5, firstDelay: 1_000, forgetAfter: 600_000 };

/** Pure memory; `now` in epoch ms. Attempts of one key are spaced out, so opening many connections gains nothing. */
export const createLoginBrake = ({ free, firstDelay, forgetAfter }: BrakeTimes = guessing): LoginBrake => {
  const records = new Map<string, Record>();
  const gap = (times: number): number =>
    times < free ? 0 : Math.min(longestDelay, firstDelay * 2 ** Math.min(times - free, 16));
  const current = (key: string, now: number): Record | undefined => {
    const record = records.get(key);
    if (record === undefined || record.forgetAt > now) return record;
    records.delete(key);
    return undefined;
  };

  return {
    wait: (key, now) => {
      const record = current(key, now);
      if (record === undefined || record.times < free) return 0;
      const startAt = Math.max(now, record.nextAt);
      if (startAt - now > longestDelay) return null;
      record.nextAt = startAt + gap(record.times);
      return startAt - now;
    },
    failed: (key, now) => {
      const record = current(key, now) ?? { times: 0, nextAt: 0, forgetAt: 0 };
      record.times += 1;
      record.nextAt = Math.max(record.nextAt, now + gap(record.times));
      record.forgetAt = now + forgetAfter;
      // Re-inserted at the end, so that the first key is the one longest without a failure.
      records.delete(key);
      records.set(key, record);
      const oldest = records.keys().next().value;
      if (records.size > mostKeys && oldest !== undefined) records.delete(oldest);
    },
    succeeded: (key) => {
      records.delete(key);
    },
  };
};
