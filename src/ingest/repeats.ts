// Tells a message that was sent again from news: the last few of each device, as plain data that can be stored (CONTRACT 2, "Time and order").

import type { PointValue } from "../model/reading.ts";

/** [own time or null, sequence number or null, hash of the values, arrival] of a message already taken. */
export type Seen = readonly [ts: number | null, seq: number | null, hash: number, at: number];

const REMEMBERED = 32;
const MOST_REMEMBERED = 1024;
const SAME_WITHOUT_TIME = 10 * 60_000;

/** A 53-bit hash of a text (cyrb53): enough to tell a device's last messages apart. */
function hashText(text: string): number {
  let a = 0xdeadbeef;
  let b = 0x41c6ce57;
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    a = Math.imul(a ^ code, 2654435761);
    b = Math.imul(b ^ code, 1597334677);
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
  return 4294967296 * (2097151 & b) + (a >>> 0);
}

/** The hash of a message's values, whatever order they came in. */
function hashValues(values: Readonly<Record<string, PointValue>>): number {
  let sum = 0;
  for (const name in values) sum = (sum + hashText(`${name}=${values[name]}`)) % Number.MAX_SAFE_INTEGER;
  return sum;
}

export type Sent = {
  readonly ts: number | null;
  readonly seq: number | null;
  readonly values: Readonly<Record<string, PointValue>>;
  /** Arrival, epoch ms. */
  readonly at: number;
};

/** Whether it was seen before; if not, it is remembered. Messages with neither time nor number are always news. */
export function isRepeat(seen: Seen[], { ts, seq, values, at }: Sent): boolean {
  if (ts === null && seq === null) return false;
  const hash = hashValues(values);
  // By index: this loop runs for every message.
  for (let i = seen.length - 1; i >= 0; i -= 1) {
    const old = seen[i] as Seen;
    if (ts !== null) {
      if (old[0] === ts && (old[2] === hash || (seq !== null && old[1] === seq))) return true;
    } else if (old[0] === null && old[1] === seq && old[2] === hash && at - old[3] <= SAME_WITHOUT_TIME) return true;
  }
  seen.push([ts, seq, hash, at]);
  if (seen.length > MOST_REMEMBERED) seen.shift();
  return false;
}

/**
 * Forgets the oldest after a message of `elements`, `news` of which were new. A long list is remembered as a whole, so that it
 * is known when it is sent again; what it took shrinks step by step as shorter messages follow.
 */
export function forgetOldest(seen: Seen[], elements: number, news: number): void {
  const excess = seen.length - Math.max(REMEMBERED, elements);
  if (excess > 0) seen.splice(0, Math.min(excess, news + 1));
}
