// Whether history can be reached, as the shipper tells it.

export type HistoryState = {
  readonly reachable: boolean;
  /** Since when it has been so, epoch ms. */
  readonly since: number;
  /** Why not; names the setting that cures it. */
  readonly error: string | null;
};
