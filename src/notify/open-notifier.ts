// Last stage of telling: empties the outbox through the site's channels, each with a queue of its own, so that none holds up another.

import { setTimeout as sleep } from "node:timers/promises";
import type { Outbox } from "../model/notice.ts";
import type { Site } from "../model/site.ts";
import type { Publish } from "./channels/mqtt.ts";
import { channelsOf } from "./channels-of.ts";
import { openChannel } from "./open-channel.ts";
import { type ChannelState, type Log, openQueue, type Queue } from "./open-queue.ts";

export type Notifier = {
  /** Look now: something was added to the outbox. */
  readonly nudge: () => void;
  /** By channel id. */
  readonly state: () => Readonly<Record<string, ChannelState>>;
  /** Sends what may be sent now, for `timeoutMs` at most; what waits for a limit or a retry stays in the outbox. */
  readonly flush: (timeoutMs: number) => Promise<void>;
  /** Takes nothing new, waits up to 5 s for what is under way; afterwards the outbox is not touched. */
  readonly [Symbol.asyncDispose]: () => Promise<void>;
};

const lastAnswersMs = 5_000;

/**
 * Opens every channel of the site and starts telling what waits in the outbox.
 * @param publish to the gateway's own broker: (topic, payload), QoS and retain are the caller's; may return a promise
 * @param now epoch ms
 */
export function openNotifier({
  site,
  outbox,
  publish,
  log,
  now = Date.now,
}: {
  readonly site: Site;
  readonly outbox: Outbox;
  readonly publish: Publish;
  readonly log: Log;
  readonly now?: () => number;
}): Notifier {
  giveUpRemoved(site, outbox, log, now());
  const queues = new Map<string, Queue>(
    channelsOf(site).map((config) => {
      const channel = openChannel(config, { site, publish, now });
      return [config.id, openQueue({ id: config.id, channel, site, outbox, log, now })];
    }),
  );
  const all = [...queues.values()];
  const nudge = () => {
    for (const queue of all) queue.nudge();
  };
  return {
    nudge,
    state: () => Object.fromEntries([...queues].map(([id, queue]) => [id, queue.state()])),
    flush: async (timeoutMs) => {
      nudge();
      const end = performance.now() + timeoutMs;
      while (!all.every((queue) => queue.quiet()) && performance.now() < end) await sleep(10);
    },
    [Symbol.asyncDispose]: async () => {
      const late = new AbortController();
      const stopped = Promise.all(all.map((queue) => queue.stop()));
      await Promise.race([stopped, sleep(lastAnswersMs, undefined, { signal: late.signal }).catch(() => {})]);
      late.abort();
      for (const queue of all) queue.abandon();
    },
  };
}

/** Notices for a channel that the site no longer has would wait for ever. */
function giveUpRemoved(site: Site, outbox: Outbox, log: Log, at: number): void {
  const known = new Set(channelsOf(site).map(({ id }) => id));
  for (const [channel, count] of Object.entries(outbox.waiting())) {
    if (known.has(channel) || count === 0) continue;
    const error = `the site has no channel "${channel}" any more`;
    for (const { notice } of outbox.due(channel, Number.MAX_SAFE_INTEGER, count)) outbox.gaveUp(notice.id, at, error);
    log.error({ channel, count, error }, "notices given up");
  }
}
