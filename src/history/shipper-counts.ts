// What the shipper counts since it opened, and what waits now.

export type ShipperCounts = {
  readonly waitingLines: number;
  readonly waitingMessages: number;
  readonly waitingBytes: number;
  /** The part of it that is in memory. */
  readonly memoryBytes: number;
  readonly spoolBytes: number;
  readonly shippedLines: number;
  readonly shippedMessages: number;
  readonly refusedLines: number;
  /** When the oldest waiting chunk on disk was taken, epoch ms. */
  readonly backlogOldestAt: number | null;
  /** Since when history lacks lines of the live lane, epoch ms; null when it has the newest. */
  readonly behindSince: number | null;
  /** Lines not taken because memory and disk were full: only a restart brings them back, from the journal. */
  readonly dropped: number;
  /** Lines in chunks that could not be read again. */
  readonly damagedLines: number;
  readonly damagedMessages: number;
};
