// How the list is written that was expected somewhere: by the key it belongs to, out of what was written where that can be told.

import type { Path } from "./problem.ts";

/** Points of a drawing and lists of them. */
const drawn: Readonly<Record<string, string>> = {
  polygon: "[[0, 0], [8, 0], [8, 6], [0, 6]]",
  outline: "[[0, 0], [120, 0], [120, 80], [0, 80]]",
  walls: "[[[10, 10], [10, 30]], [[40, 0], [40, 12]]]",
  pixels: "[2560, 1440]",
};

/** "" where no example tells more than the word list. */
export function listExample(input: unknown, path: Path): string {
  const key = path.at(-1);
  if (typeof key === "string") {
    if (drawn[key]) return drawn[key];
    // A single id where a list of them is wanted.
    return typeof input === "string" && /^[\p{L}\p{N}:-]{1,64}$/u.test(input) ? `[${input}]` : "";
  }
  const list = path.findLast((step) => typeof step === "string");
  const depth = path.length - 1 - path.lastIndexOf(list ?? "");
  const isPoint = ((list === "polygon" || list === "outline") && depth === 1) || (list === "walls" && depth === 2);
  if (isPoint) return point(input);
  return list === "walls" ? "[[10, 10], [10, 30]]" : "";
}

/** { x: 5, y: 6 } → [5, 6]. */
function point(input: unknown): string {
  const { x, y } = (typeof input === "object" && input !== null ? input : {}) as { x?: unknown; y?: unknown };
  return typeof x === "number" && typeof y === "number" ? `[${x}, ${y}]` : "[x, y]";
}
