// Where something begins or ends on a row, in order: the sweep of a survey goes from one to the next.

/** Event i is at `xs[i]` and says `codes[i]`; `order` lists them from left to right once sorted. */
export type Events = { count: number; xs: Float64Array; codes: Int32Array; order: Int32Array; ordered: number };
export const createEvents = (): Events => ({
  count: 0,
  xs: new Float64Array(256),
  codes: new Int32Array(256),
  order: new Int32Array(256),
  ordered: 0,
});

/** Makes room for so many more. */
export function reserve(events: Events, more: number): void {
  while (events.count + more > events.xs.length) grow(events);
}

/** Room must have been reserved. */
export function putEvent(events: Events, x: number, code: number): void {
  events.xs[events.count] = x;
  events.codes[events.count] = code;
  events.count += 1;
}

function grow(events: Events): void {
  const { xs, codes, order } = events;
  events.xs = new Float64Array(xs.length * 2);
  events.codes = new Int32Array(xs.length * 2);
  events.order = new Int32Array(xs.length * 2);
  events.xs.set(xs);
  events.codes.set(codes);
  events.order.set(order);
}

const MANY = 200;

/**
 * By place, ascending. It begins with the order of the row before, which mostly is right already: so a few events are moved by
 * insertion, and only many are sorted anew.
 */
export function sortEvents(events: Events): void {
  const { count, xs, order } = events;
  let kept = 0;
  for (let i = 0; i < events.ordered; i += 1) {
    const event = order[i] as number;
    if (event >= count) continue;
    order[kept] = event;
    kept += 1;
  }
  for (let event = events.ordered; event < count; event += 1) {
    order[kept] = event;
    kept += 1;
  }
  events.ordered = count;
  if (count > MANY) {
    order.subarray(0, count).sort((a, b) => (xs[a] as number) - (xs[b] as number));
    return;
  }
  for (let i = 1; i < count; i += 1) {
    const event = order[i] as number;
    const x = xs[event] as number;
    let j = i - 1;
    for (; j >= 0 && (xs[order[j] as number] as number) > x; j -= 1) order[j + 1] = order[j] as number;
    order[j + 1] = event;
  }
}
