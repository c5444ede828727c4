// Chance that can be repeated: a small seeded generator (mulberry32) and the hash that gives every device its own.

/** The next number in [0, 1). */
export type Random = () => number;

/** A 32-bit hash of a text (FNV-1a with a final mix), the same on every machine. */
export function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  value = Math.imul(value ^ (value >>> 16), 0x45d9f3b);
  return (value ^ (value >>> 15)) >>> 0;
}

/** A generator of its own for each seed: the same seed gives the same numbers for ever. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let value = Math.imul(state ^ (state >>> 15), state | 1);
    value ^= value + Math.imul(value ^ (value >>> 7), value | 61);
    return ((value ^ (value >>> 14)) >>> 0) / 4294967296;
  };
}

export const between = (random: Random, low: number, high: number): number => low + random() * (high - low);

/** A whole number from low to high, both included. */
export const integerBetween = (random: Random, low: number, high: number): number =>
  low + Math.floor(random() * (high - low + 1));

/** A waiting time (ms) for something that happens so often an hour on average. */
export const waitFor = (random: Random, perHour: number): number => (-Math.log(1 - random()) * 3_600_000) / perHour;

/** Rounded to a resolution such as 10 (tenths) or 1000 (thousandths), as instruments do. */
export const rounded = (value: number, perUnit: number): number => Math.round(value * perUnit) / perUnit;
