// Where something begins or ends on a row, in order: the sweep of a survey goes from one to the next.

/** Event i is at `xs[i]` and says `codes[i]`. */
export type Events = { count: number; xs: Float64Array; codes: Int32Array };
export const createEvents = (): Events => ({ count: 0, xs: new Float64Array(256), codes: new Int32Array(256) });

export function putEvent(events: Events, x: number, code: number): void {
  if (events.count === events.xs.length) grow(events);
  events.xs[events.count] = x;
  events.codes[events.count] = code;
  events.count += 1;
}

function grow(events: Events): void {
  const [xs, codes] = [new Float64Array(events.count * 2), new Int32Array(events.count * 2)];
  xs.set(events.xs);
  codes.set(events.codes);
  events.xs = xs;
  events.codes = codes;
}

const RUN = 24;
let otherXs: Float64Array = new Float64Array(256);
let otherCodes: Int32Array = new Int32Array(256);

/** By place, ascending: short runs by insertion, then merged. */
export function sortEvents(events: Events): void {
  const { count } = events;
  for (let from = 0; from < count; from += RUN) insert(events, from, Math.min(count, from + RUN));
  if (count <= RUN) return;
  if (otherXs.length < events.xs.length) {
    otherXs = new Float64Array(events.xs.length);
    otherCodes = new Int32Array(events.xs.length);
  }
  for (let width = RUN; width < count; width *= 2) {
    for (let from = 0; from < count; from += 2 * width)
      merge(events, from, Math.min(count, from + width), Math.min(count, from + 2 * width));
    const { xs, codes } = events;
    events.xs = otherXs;
    events.codes = otherCodes;
    otherXs = xs;
    otherCodes = codes;
  }
}

function insert({ xs, codes }: Events, from: number, to: number): void {
  for (let i = from + 1; i < to; i += 1) {
    const x = xs[i] as number;
    const code = codes[i] as number;
    let j = i - 1;
    for (; j >= from && (xs[j] as number) > x; j -= 1) {
      xs[j + 1] = xs[j] as number;
      codes[j + 1] = codes[j] as number;
    }
    xs[j + 1] = x;
    codes[j + 1] = code;
  }
}

function merge({ xs, codes }: Events, from: number, middle: number, to: number): void {
  let [i, j] = [from, middle];
  for (let at = from; at < to; at += 1) {
    const takeFirst = i < middle && (j >= to || (xs[i] as number) <= (xs[j] as number));
    const taken = takeFirst ? i : j;
    otherXs[at] = xs[taken] as number;
    otherCodes[at] = codes[taken] as number;
    if (takeFirst) i += 1;
    else j += 1;
  }
}
