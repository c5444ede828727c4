// InfluxDB line protocol, read back: only what encode-line.ts writes, for the embedded history.

import type { FieldValue } from "./encode-line.ts";

export type ParsedLine = {
  /** Measurement and tags as written: the series. */
  readonly series: string;
  readonly fields: readonly (readonly [string, FieldValue])[];
  /** Epoch ms. */
  readonly time: number;
};

const numeral = /^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/;
const plain = (text: string): string => (text.includes("\\") ? text.replace(/\\([,= ])/g, "$1") : text);

/** Index of the first unescaped `stop` at or after `from`, or -1. */
function find(line: string, stop: string, from: number): number {
  let at = line.indexOf(stop, from);
  while (at > from && line[at - 1] === "\\") at = line.indexOf(stop, at + 1);
  return at;
}

/** The closing quote of the string whose opening quote is at `open`, or -1. */
function closingQuote(line: string, open: number): number {
  for (let at = open + 1; at < line.length; at++) {
    if (line[at] === "\\") at++;
    else if (line[at] === '"') return at;
  }
  return -1;
}

function bareValue(text: string): FieldValue | undefined {
  if (text === "true") return true;
  if (text === "false") return false;
  return numeral.test(text) ? Number(text) : undefined;
}

/** One line's series, fields and time; undefined when it is not a line of ours. */
export function parseLine(line: string): ParsedLine | undefined {
  const space = find(line, " ", 0);
  if (space <= 0 || line.includes("\n")) return undefined;
  const fields: [string, FieldValue][] = [];
  let at = space;
  do {
    const equals = find(line, "=", at + 1);
    if (equals <= at + 1) return undefined;
    const name = plain(line.slice(at + 1, equals));
    let value: FieldValue | undefined;
    if (line[equals + 1] === '"') {
      const close = closingQuote(line, equals + 1);
      if (close < 0) return undefined;
      value = line.slice(equals + 2, close).replace(/\\(["\\])/g, "$1");
      at = close + 1;
    } else {
      at = equals + 1;
      while (at < line.length && line[at] !== "," && line[at] !== " ") at++;
      value = bareValue(line.slice(equals + 1, at));
    }
    if (value === undefined) return undefined;
    fields.push([name, value]);
  } while (line[at] === ",");
  if (line[at] !== " " || !/^-?\d+$/.test(line.slice(at + 1))) return undefined;
  const time = Number(line.slice(at + 1));
  return Number.isSafeInteger(time) ? { series: line.slice(0, space), fields, time } : undefined;
}

/** The measurement and tags of a series as parseLine gives it. */
export function parseSeries(series: string): {
  readonly measurement: string;
  readonly tags: ReadonlyMap<string, string>;
} {
  const tags = new Map<string, string>();
  let comma = find(series, ",", 0);
  const measurement = plain(series.slice(0, comma < 0 ? series.length : comma));
  while (comma >= 0) {
    const equals = find(series, "=", comma + 1);
    const next = find(series, ",", equals + 1);
    tags.set(plain(series.slice(comma + 1, equals)), plain(series.slice(equals + 1, next < 0 ? series.length : next)));
    comma = next;
  }
  return { measurement, tags };
}
