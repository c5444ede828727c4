// How often somebody may do something: a count per key over several stretches of time, bounded in memory.

export type RateRule = { readonly count: number; readonly within: number };

export type RateLimit = {
  /** Whether one more is allowed at this instant (epoch ms); nothing is counted. */
  readonly allows: (key: string, at: number) => boolean;
  readonly add: (key: string, at: number) => void;
};

/**
 * At most `count` per key within each rule's `within` ms.
 * @param mostKeys beyond it the keys used longest ago are forgotten: an attacker with many addresses fills no memory.
 */
export function createRateLimit(rules: readonly RateRule[], mostKeys = 10_000): RateLimit {
  const longest = Math.max(...rules.map(({ within }) => within));
  const used = new Map<string, readonly number[]>();
  return {
    allows(key, at) {
      const times = used.get(key) ?? [];
      return rules.every(({ count, within }) => times.filter((time) => time > at - within).length < count);
    },
    add(key, at) {
      const times = (used.get(key) ?? []).filter((time) => time > at - longest);
      used.delete(key);
      used.set(key, [...times, at]);
      const [oldest] = used.keys();
      if (used.size > mostKeys && oldest !== undefined) used.delete(oldest);
    },
  };
}
