// Exact reasoning about MQTT topic filters, for the access rules: which topics a filter can reach, without trying any.

/** Topics that start with `$` are never reached by a filter that starts with a wildcard (MQTT 3.1.1, 4.7.2). */
const hidesFrom = (wildcard: string | undefined, literal: string | undefined): boolean =>
  (wildcard === "#" || wildcard === "+") && literal !== undefined && literal.startsWith("$");

/** True if every topic that `inner` matches is matched by `outer` too. A topic without wildcards is a filter for itself. */
export const filterCovers = (outer: string, inner: string): boolean => {
  const wide = outer.split("/");
  const narrow = inner.split("/");
  if (hidesFrom(wide[0], narrow[0])) return false;
  // Every topic has a first level, so `+/#` and `#` are the same filter.
  if (wide[0] === "+" && wide[1] === "#") wide.shift();
  for (let level = 0; ; level++) {
    const allowed = wide[level];
    const wanted = narrow[level];
    if (allowed === "#") return wanted !== undefined || level > 0;
    if (allowed === undefined || wanted === undefined) return allowed === wanted;
    if (wanted === "#") return false;
    if (allowed !== "+" && allowed !== wanted) return false;
  }
};

/** True if some topic is matched by both filters. */
export const filtersOverlap = (one: string, other: string): boolean => {
  const left = one.split("/");
  const right = other.split("/");
  if (hidesFrom(left[0], right[0]) || hidesFrom(right[0], left[0])) return false;
  for (let level = 0; ; level++) {
    const a = left[level];
    const b = right[level];
    if (a === "#" || b === "#") return true;
    if (a === undefined || b === undefined) return a === b;
    if (a !== b && a !== "+" && b !== "+") return false;
  }
};
