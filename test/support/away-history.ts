// A history that takes everything, as one that lives elsewhere would: for whoever drives the live memory without one.

import type { LineBatch } from "../../src/history/line-batch.ts";

/** @param take hears each batch. */
export const awayHistory = (take: (batch: LineBatch) => void = () => {}) => ({
  write: (batch: LineBatch) => take(batch),
  secure: async () => {},
  isFull: () => false,
  counts: () => ({
    waitingLines: 0,
    waitingMessages: 0,
    waitingBytes: 0,
    spoolBytes: 0,
    shippedLines: 0,
    shippedMessages: 0,
    refusedLines: 0,
    backlogOldestAt: null,
    lagMs: 0,
    dropped: 0,
    memoryBytes: 0,
    damagedLines: 0,
    damagedMessages: 0,
  }),
});
