// all and any, in three-valued logic: any is true if one part is, all is false if one part is; what can never be known is left out of any.
// Every part is asked each time, because some (held) keep count of what they are asked.

import type { Node } from "../node.ts";
import { FALSE, MISSING, TRUE, type Truth, UNKNOWN } from "../truth.ts";

const nextOf =
  (parts: readonly Node[]): Node["nextChange"] =>
  (runtime, at) => {
    let next = Number.POSITIVE_INFINITY;
    for (const part of parts) next = Math.min(next, part.nextChange(runtime, at));
    return next;
  };

export const combineAll = (parts: readonly Node[]): Node => ({
  evaluate(runtime, at, loose) {
    let worst: Truth = TRUE;
    let denied = false;
    for (const part of parts) {
      const value = part.evaluate(runtime, at, loose);
      if (value === FALSE) denied = true;
      else if (value > worst) worst = value;
    }
    return denied ? FALSE : worst;
  },
  nextChange: nextOf(parts),
});

export const combineAny = (parts: readonly Node[]): Node => ({
  evaluate(runtime, at, loose) {
    let met = false;
    let unknown = false;
    let missing = 0;
    for (const part of parts) {
      const value = part.evaluate(runtime, at, loose);
      if (value === TRUE) met = true;
      if (value === UNKNOWN) unknown = true;
      if (value === MISSING) missing += 1;
    }
    if (met) return TRUE;
    if (unknown) return UNKNOWN;
    return missing === parts.length ? MISSING : FALSE;
  },
  nextChange: nextOf(parts),
});
