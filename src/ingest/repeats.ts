// Tells a message that was sent again from news: the last few of each device, as one row of numbers (CONTRACT 2, "Time and order").

import type { PointValue } from "../model/reading.ts";

/**
 * Messages taken, oldest first, three numbers each: its own time, NaN where it gave none; its number, NaN where it gave none; and the
 * hash of its values, followed by a fourth, its arrival. What lies before `first` is forgotten.
 */
export type Seen = {
  rows: number[];
  first: number;
  /** No remembered own time, and no remembered number of a message without one, is greater. */
  newestTime: number;
  newestNumber: number;
};

/** As it is stored, four numbers a message: time and arrival as steps from the message before, null where there is none. */
export type StoredSeen = readonly (number | null)[];
/** As earlier versions stored it: their hash was another one, so that only times and numbers are told apart. */
type OldSeen = readonly (readonly [ts: number | null, seq: number | null, hash: number, at: number])[];

const WIDTH = 4;
const REMEMBERED = 32;
const MOST_REMEMBERED = 1024;
const SAME_WITHOUT_TIME = 10 * 60_000;
/** Forgotten messages are cut off so many at a time. */
const SLACK = 16 * WIDTH;

const bits = new Float64Array(1);
const halves = new Int32Array(bits.buffer);

/** Mixes 32 bits into a hash. */
const mix = (hash: number, value: number): number => {
  const mixed = Math.imul(hash ^ value, 0x9e3779b1);
  return mixed ^ (mixed >>> 15);
};

export function hashText(text: string): number {
  let hash = text.length;
  for (let i = 0; i < text.length; i += 1) hash = mix(hash, text.charCodeAt(i));
  return hash;
}

/** The hash of one value under its name's hash. */
export function hashValue(name: number, value: PointValue): number {
  if (typeof value === "number") {
    // -0 is 0.
    bits[0] = value + 0;
    return mix(mix(name, halves[0] as number), halves[1] as number);
  }
  return mix(name, typeof value === "string" ? hashText(value) : value ? 0x5bd1e995 : 0x1b873593);
}

export const nothingSeen = (): Seen => ({
  rows: [],
  first: 0,
  newestTime: Number.NEGATIVE_INFINITY,
  newestNumber: Number.NEGATIVE_INFINITY,
});

export type Sent = {
  /** Own time, epoch ms, and number; NaN where it gave none. */
  readonly ts: number;
  readonly seq: number;
  /** Of its values, whatever order they came in. */
  readonly hash: number;
  /** Arrival, epoch ms. */
  readonly at: number;
};

/** Whether it was seen before; if not, it is remembered. Messages with neither time nor number are always news. */
export function isRepeat(seen: Seen, { ts, seq, hash, at }: Sent): boolean {
  const timed = !Number.isNaN(ts);
  if (!timed && Number.isNaN(seq)) return false;
  // What is newer than all that is remembered needs no search: the ordinary case.
  const old = timed ? ts <= seen.newestTime : seq <= seen.newestNumber;
  if (old && (timed ? timeSeen(seen, ts, seq, hash) : numberSeen(seen, seq, hash, at))) return true;
  if (timed) seen.newestTime = Math.max(seen.newestTime, ts);
  else seen.newestNumber = Math.max(seen.newestNumber, seq);
  seen.rows.push(ts, seq, hash, at);
  if (seen.rows.length - seen.first > MOST_REMEMBERED * WIDTH) forget(seen, 1);
  return false;
}

function timeSeen({ rows, first }: Seen, ts: number, seq: number, hash: number): boolean {
  for (let i = rows.length - WIDTH; i >= first; i -= WIDTH)
    if (rows[i] === ts && (rows[i + 2] === hash || rows[i + 1] === seq)) return true;
  return false;
}

/** Finds what the newest number now is, too: a device that began anew counts from the beginning. */
function numberSeen(seen: Seen, seq: number, hash: number, at: number): boolean {
  const { rows, first } = seen;
  let newest = Number.NEGATIVE_INFINITY;
  for (let i = rows.length - WIDTH; i >= first; i -= WIDTH) {
    if (!Number.isNaN(rows[i])) continue;
    const number = rows[i + 1] as number;
    if (number === seq && rows[i + 2] === hash && at - (rows[i + 3] as number) <= SAME_WITHOUT_TIME) return true;
    if (number > newest) newest = number;
  }
  seen.newestNumber = newest;
  return false;
}

/**
 * Forgets the oldest after a message of `elements`, `news` of which were new. A long list is remembered as a whole, so that it
 * is known when it is sent again; what it took shrinks step by step as shorter messages follow.
 */
export function forgetOldest(seen: Seen, elements: number, news: number): void {
  const excess = (seen.rows.length - seen.first) / WIDTH - Math.max(REMEMBERED, elements);
  if (excess > 0) forget(seen, Math.min(excess, news + 1));
}

function forget(seen: Seen, messages: number): void {
  seen.first += messages * WIDTH;
  if (seen.first < SLACK) return;
  seen.rows.splice(0, seen.first);
  seen.first = 0;
}

const plain = (value: number): number | null => (Number.isNaN(value) ? null : value);

export function storeSeen({ rows, first }: Seen): StoredSeen {
  const stored: (number | null)[] = [];
  let time = 0;
  let arrival = 0;
  for (let i = first; i < rows.length; i += WIDTH) {
    const [ts, seq, hash, at] = [rows[i], rows[i + 1], rows[i + 2], rows[i + 3]] as [number, number, number, number];
    // Arrival counts only where there is no time.
    const timed = !Number.isNaN(ts);
    stored.push(plain(ts - time), plain(seq), hash, timed ? 0 : at - arrival);
    if (timed) time = ts;
    else arrival = at;
  }
  return stored;
}

/** What was stored, by this or an earlier version; nothing else is believed. */
export function recallSeen(stored: StoredSeen | OldSeen | undefined): Seen {
  const seen = nothingSeen();
  if (!stored) return seen;
  let time = 0;
  let arrival = 0;
  const add = (ts: number, seq: number, hash: number, at: number): void => {
    seen.rows.push(ts, seq, hash, at);
    if (Number.isNaN(ts)) seen.newestNumber = Math.max(seen.newestNumber, seq);
    else seen.newestTime = Math.max(seen.newestTime, ts);
  };
  if (Array.isArray(stored[0])) {
    for (const [ts, seq, , at] of stored as OldSeen) add(ts ?? Number.NaN, seq ?? Number.NaN, Number.NaN, at);
    return seen;
  }
  const flat = stored as StoredSeen;
  for (let i = 0; i + WIDTH <= flat.length; i += WIDTH) {
    const [step, seq, hash, wait] = [flat[i], flat[i + 1], flat[i + 2], flat[i + 3]];
    const timed = typeof step === "number";
    if (timed) time += step;
    else arrival += wait ?? 0;
    add(timed ? time : Number.NaN, seq ?? Number.NaN, hash ?? Number.NaN, timed ? 0 : arrival);
  }
  return seen;
}
