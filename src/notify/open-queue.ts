// The loop of one channel: takes what is due from the outbox, sends it within the channel's limits, and writes down what became of it.

import type { Outbox, OutboxEntry } from "../model/notice.ts";
import type { Site } from "../model/site.ts";
import type { Channel, Delivery } from "./channel.ts";
import { compose } from "./compose.ts";
import { createRateLimit } from "./rate-limit.ts";

export type Log = {
  readonly info: (fields: object, message: string) => void;
  readonly warn: (fields: object, message: string) => void;
  readonly error: (fields: object, message: string) => void;
};
/** `since`: epoch ms of the first failure in a row. */
export type ChannelState = { readonly failing: boolean; readonly error?: string; readonly since?: number };

export type Queue = {
  readonly nudge: () => void;
  readonly state: () => ChannelState;
  /** Nothing is under way and nothing more may be sent now. */
  readonly quiet: () => boolean;
  /** Takes nothing new; settles when what is under way has been answered and written down. */
  readonly stop: () => Promise<void>;
  /** From now on the outbox is not touched any more. */
  readonly abandon: () => void;
};

export type QueueParts = {
  readonly id: string;
  readonly channel: Channel;
  readonly site: Site;
  readonly outbox: Outbox;
  readonly log: Log;
  readonly now: () => number;
};

const lookEvery = 1_000;
const firstRetry = 1_000;
const lastRetry = 600_000;
const giveUpAfter = 86_400_000;
/** Most entries merged at once; the rest is the next message's. */
const batch = 500;

/** 1 s, 2 s, 4 s … 10 min, shortened by up to half at random, so that many do not come back at once. */
const backOff = (failures: number) =>
  Math.round(Math.min(lastRetry, firstRetry * 2 ** Math.min(failures, 20)) * (0.5 + Math.random() / 2));

/**
 * Starts the loop: it looks at the outbox when nudged and once a second. A failed send pauses the whole channel, longer
 * each time or as long as the far end asked. A notice is delivered only once the channel said so: a crash in between
 * tells it twice, never not at all. Notices older than a day are given up when they fail again.
 */
export function openQueue({ id, channel, site, outbox, log, now }: QueueParts): Queue {
  const limit = createRateLimit(channel.limits);
  let state: ChannelState = { failing: false };
  let failures = 0;
  let pause = { from: 0, until: 0 };
  let unwritten: (() => void) | undefined;
  let stopped = false;
  let abandoned = false;
  let quiet = false;
  let nudged = false;
  let wake = () => {};

  /** Sends one message; false where nothing may or need be sent now. */
  async function step(): Promise<boolean> {
    unwritten?.();
    unwritten = undefined;
    const at = now();
    if (at >= pause.from && at < pause.until) return false;
    const room = limit.room(at);
    if (room === 0) return false;
    const parcel = compose(due(at, room), room, channel.limits, site, at);
    if (parcel === undefined) return false;
    quiet = false;
    const delivery = await channel.send(parcel.message);
    if (abandoned) return false;
    limit.take(now());
    unwritten = () => settle(parcel.entries, delivery);
    note(delivery);
    unwritten();
    unwritten = undefined;
    return true;
  }

  /** One entry is enough, unless more wait than may go out and they can be merged. */
  function due(at: number, room: number): readonly OutboxEntry[] {
    if (channel.limits.digestBytes === undefined) return outbox.due(id, at, 1);
    const some = outbox.due(id, at, room + 1);
    return some.length > room ? outbox.due(id, at, batch) : some;
  }

  function settle(entries: readonly OutboxEntry[], delivery: Delivery): void {
    const at = Math.floor(now());
    for (const { notice, attempts } of entries) {
      if (delivery.ok) outbox.delivered(notice.id, at);
      else if (delivery.retry && at - notice.at < giveUpAfter)
        outbox.retryAt(notice.id, at + Math.max(delivery.afterMs ?? 0, backOff(attempts)), delivery.error);
      else {
        outbox.gaveUp(notice.id, at, delivery.error);
        log.error({ channel: id, notice: notice.id, ticket: notice.ticket, error: delivery.error }, "notice given up");
      }
    }
  }

  /** Keeps the channel's own state and its pause. */
  function note(delivery: Delivery): void {
    const at = now();
    if (delivery.ok) {
      if (state.failing) log.info({ channel: id }, "channel works again");
      state = { failing: false };
      failures = 0;
      return;
    }
    const { error } = delivery;
    if (!state.failing) log.warn({ channel: id, error }, "channel fails");
    state = { failing: true, error, since: state.since ?? at };
    if (delivery.retry) pause = { from: at, until: at + (delivery.afterMs ?? backOff(failures++)) };
  }

  async function run(): Promise<void> {
    while (!stopped) {
      nudged = false;
      const sent = await step().catch((error: unknown) => {
        log.error({ channel: id, error: String(error) }, "the outbox cannot be read or written");
        return false;
      });
      if (sent) await new Promise((resolve) => setImmediate(resolve));
      if (sent || nudged || stopped) continue;
      quiet = true;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, lookEvery);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }

  const running = run();
  return {
    nudge: () => {
      nudged = true;
      quiet = false;
      wake();
    },
    state: () => state,
    quiet: () => quiet,
    stop: () => {
      stopped = true;
      wake();
      return running;
    },
    abandon: () => {
      abandoned = true;
    },
  };
}
