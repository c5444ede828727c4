// Three-valued logic (Kleene), with the unknown split in two: what a device does not know just now, and what it never could know.

/** 0 false, 1 true, 2 unknown (stale), 3 missing (never reported, or the site does not say). */
export type Truth = 0 | 1 | 2 | 3;
export const FALSE = 0;
export const TRUE = 1;
export const UNKNOWN = 2;
export const MISSING = 3;

export const truth = (value: boolean): Truth => (value ? TRUE : FALSE);
