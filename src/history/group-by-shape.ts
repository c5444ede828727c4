// Lines of one batch grouped by measurement, names and value types: what a server refuses for its type it refuses for all of that shape.

import { batchOf, type LineBatch, linesOf } from "./line-batch.ts";

const strings = /"(?:[^"\\]|\\.)*"/g;
const names = /[^\s,=]+=(?:""|-?[\d.eE+-]+[iu]?|[tTfF]\w*|[^\s,]*)/g;

/** Only a hint of how to search: a line with escapes may fall into a group of its own. */
function shapeOf(line: string): string {
  const bare = line.replace(strings, '""');
  const measurement = bare.slice(0, bare.search(/[, ]|$/));
  const typed = bare.match(names)?.map((pair) => {
    const at = pair.indexOf("=");
    const value = pair.slice(at + 1);
    const type = value === '""' ? "s" : /^-?[\d.]/.test(value) ? (/[iu]$/.exec(value)?.[0] ?? "n") : "b";
    return pair.slice(0, at) + type;
  });
  return `${measurement} ${typed?.join(",") ?? ""}`;
}

/** The batch's lines in groups, in order within each; one group where they are all alike or hardly any two are. */
export function groupByShape(batch: LineBatch): readonly LineBatch[] {
  const groups = Map.groupBy(linesOf(batch), shapeOf);
  if (groups.size === 1 || groups.size > batch.lines / 4) return [batch];
  return Array.from(groups.values(), batchOf);
}
