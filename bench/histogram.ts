// Latencies in buckets that are 3 % wide, from a microsecond to minutes: recording costs nanoseconds and no memory.

const SUB = 32;

export type Latency = {
  readonly count: number;
  /** ms */
  readonly p50: number;
  readonly p99: number;
  readonly p999: number;
  readonly max: number;
};

export type Histogram = {
  /** @param milliseconds of one event. */
  readonly add: (milliseconds: number) => void;
  readonly summary: () => Latency;
};

export function createHistogram(): Histogram {
  const buckets = new Float64Array(40 * SUB);
  let count = 0;
  let max = 0;
  const of = (share: number): number => {
    let left = Math.ceil(count * share);
    for (let index = 0; index < buckets.length; index += 1) {
      left -= buckets[index] as number;
      if (left <= 0) return Math.min(max, (2 ** Math.floor(index / SUB) * (1 + ((index % SUB) + 1) / SUB)) / 1000);
    }
    return max;
  };
  return {
    add(milliseconds) {
      const micros = Math.max(1, milliseconds * 1000);
      const power = Math.floor(Math.log2(micros));
      const index = power * SUB + Math.floor((micros / 2 ** power - 1) * SUB);
      buckets[Math.min(index, buckets.length - 1)] = (buckets[Math.min(index, buckets.length - 1)] as number) + 1;
      count += 1;
      if (milliseconds > max) max = milliseconds;
    },
    summary: () => ({ count, p50: count && of(0.5), p99: count && of(0.99), p999: count && of(0.999), max }),
  };
}
