// Lines that history has not confirmed yet, on disk. The store implements it; the shipper drains it.

export type Spool = {
  /** Adds at the end, synchronously, inside the store's current transaction. */
  readonly append: (lines: readonly string[]) => void;
  /** The oldest lines, at most `maxLines`; null when none wait. */
  readonly peek: (maxLines: number) => { readonly upTo: number; readonly lines: string[] } | null;
  /** Forgets everything up to and including `upTo` of a peek. */
  readonly drop: (upTo: number) => void;
  readonly waiting: () => { readonly lines: number; readonly bytes: number };
};
