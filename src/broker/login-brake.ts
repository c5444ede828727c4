// Slows down whoever guesses passwords: after some failures from an address its next attempts wait longer and longer.

type Failures = { failures: number; nextAt: number; forgetAt: number };

export type LoginBrake = {
  /** Milliseconds to wait before the attempt is looked at; null: refuse it unseen, too many are waiting already. */
  readonly wait: (address: string, now: number) => number | null;
  readonly failed: (address: string, now: number) => void;
  readonly succeeded: (address: string) => void;
};

const freeFailures = 5;
const firstDelay = 1_000;
const longestDelay = 30_000;
const forgetAfter = 600_000;
const mostAddresses = 10_000;

/** Pure memory; `now` in epoch ms. Attempts of one address are spaced out, so opening many connections gains nothing. */
export const createLoginBrake = (): LoginBrake => {
  const records = new Map<string, Failures>();
  const gap = (failures: number): number =>
    failures < freeFailures ? 0 : Math.min(longestDelay, firstDelay * 2 ** Math.min(failures - freeFailures, 16));
  const current = (address: string, now: number): Failures | undefined => {
    const record = records.get(address);
    if (record === undefined || record.forgetAt > now) return record;
    records.delete(address);
    return undefined;
  };

  return {
    wait: (address, now) => {
      const record = current(address, now);
      if (record === undefined || record.failures < freeFailures) return 0;
      const startAt = Math.max(now, record.nextAt);
      if (startAt - now > longestDelay) return null;
      record.nextAt = startAt + gap(record.failures);
      return startAt - now;
    },
    failed: (address, now) => {
      const record = current(address, now) ?? { failures: 0, nextAt: 0, forgetAt: 0 };
      record.failures += 1;
      record.nextAt = Math.max(record.nextAt, now + gap(record.failures));
      record.forgetAt = now + forgetAfter;
      // Re-inserted at the end, so that the first key is the one longest without a failure.
      records.delete(address);
      records.set(address, record);
      const oldest = records.keys().next().value;
      if (records.size > mostAddresses && oldest !== undefined) records.delete(oldest);
    },
    succeeded: (address) => {
      records.delete(address);
    },
  };
};
