// How many messages may still go out: a sliding window, because a robot that hears one too many falls silent for minutes.

import type { Limits } from "./channel.ts";

/** Margin on the window, ms: the far end counts by its own clock. */
const margin = 1_000;

export type RateLimit = {
  /** Messages that may go out within this minute; 0 while one of the limits is used up. */
  readonly room: (now: number) => number;
  /** Counts one message; called when it has been answered, so that the far end's window is never shorter than ours. */
  readonly take: (now: number) => void;
};

/** At most `perMinute` in any minute and `perSecond` in any second. Times are epoch ms; a clock set back forgets what lies ahead. */
export function createRateLimit({ perMinute, perSecond = Number.POSITIVE_INFINITY }: Limits): RateLimit {
  let taken: number[] = [];
  const within = (now: number, window: number) => taken.filter((at) => at <= now && now - at < window + margin).length;
  return {
    room: (now) => (within(now, 1_000) >= perSecond ? 0 : Math.max(0, perMinute - within(now, 60_000))),
    take: (now) => {
      if (Number.isFinite(perMinute)) taken = [...taken.filter((at) => now - at < 60_000 + margin), now];
    },
  };
}
