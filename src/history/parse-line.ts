// InfluxDB line protocol, read back: only what encode-line.ts writes, for the embedded history. One pass over the text, nothing built that is not asked for.

import type { FieldValue } from "./encode-line.ts";

/** Hears a line in order: its series (measurement and tags as written), its fields, its time in epoch ms. */
export type LineSink = {
  readonly begin: (series: string) => void;
  readonly number: (name: string, value: number) => void;
  readonly other: (name: string, value: boolean | string) => void;
  readonly end: (time: number) => void;
};

export type ParsedLine = {
  /** Measurement and tags as written: the series. */
  readonly series: string;
  readonly fields: readonly (readonly [string, FieldValue])[];
  /** Epoch ms. */
  readonly time: number;
};

const numeral = /^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/;
const plain = (text: string): string => (text.includes("\\") ? text.replace(/\\([,= ])/g, "$1") : text);
const powers = Array.from({ length: 23 }, (_, exponent) => 10 ** exponent);

const backslash = 92;
const quote = 34;
const comma = 44;
const space = 32;
const minus = 45;
const dot = 46;
const zero = 48;

/** Index of the first unescaped `stop` at or after `from`, or -1. */
function find(line: string, stop: string, from: number): number {
  let at = line.indexOf(stop, from);
  while (at > from && line.charCodeAt(at - 1) === backslash) at = line.indexOf(stop, at + 1);
  return at;
}

/** The closing quote of the string whose opening quote is at `open`, or -1. */
function closingQuote(text: string, open: number, end: number): number {
  for (let at = open + 1; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code === backslash) at++;
    else if (code === quote) return at;
  }
  return -1;
}

const isDigit = (code: number): boolean => code >= zero && code <= zero + 9;

/**
 * The number written in [from, to), NaN when it is none. Up to 15 digits and 22 decimals are exact as a quotient of
 * two floats (both are exact, and division rounds once); all others take the long way.
 */
function numberIn(text: string, from: number, to: number): number {
  const negative = text.charCodeAt(from) === minus;
  const start = negative ? from + 1 : from;
  let at = start;
  let digits = 0;
  let point = -1;
  for (; at < to; at++) {
    const code = text.charCodeAt(at);
    if (isDigit(code)) digits = digits * 10 + (code - zero);
    else if (code === dot && point < 0 && at > start) point = at;
    else break;
  }
  const decimals = point < 0 ? 0 : at - point - 1;
  if (at < to || at - start > 16 || at === start || (point >= 0 && decimals === 0) || digits > 1e15) {
    const part = text.slice(from, to);
    return numeral.test(part) ? Number(part) : Number.NaN;
  }
  const value = decimals === 0 ? digits : digits / (powers[decimals] as number);
  return negative ? -value : value;
}

/** Reads the fields and the time of a line whose series ends at `at`; false when they are not as we write them. */
function scanFields(text: string, from: number, end: number, sink: LineSink): boolean {
  let at = from;
  do {
    const start = at + 1;
    const equals = find(text, "=", start);
    if (equals <= start || equals >= end) return false;
    const name = plain(text.slice(start, equals));
    at = equals + 1;
    if (text.charCodeAt(at) === quote) {
      const close = closingQuote(text, at, end);
      if (close < 0) return false;
      const inside = text.slice(at + 1, close);
      sink.other(name, inside.includes("\\") ? inside.replace(/\\(["\\])/g, "$1") : inside);
      at = close + 1;
      continue;
    }
    const value = at;
    for (let code = text.charCodeAt(at); at < end && code !== comma && code !== space; code = text.charCodeAt(at)) at++;
    const number = numberIn(text, value, at);
    if (!Number.isNaN(number)) {
      // What is written as more than a float can hold is not ours.
      if (!Number.isFinite(number)) return false;
      sink.number(name, number);
      continue;
    }
    const word = text.slice(value, at);
    if (word !== "true" && word !== "false") return false;
    sink.other(name, word === "true");
  } while (at < end && text.charCodeAt(at) === comma);
  if (at >= end || text.charCodeAt(at) !== space) return false;
  return scanTime(text, at + 1, end, sink);
}

function scanTime(text: string, from: number, end: number, sink: LineSink): boolean {
  const negative = text.charCodeAt(from) === minus;
  const start = negative ? from + 1 : from;
  if (start >= end || end - start > 16) return false;
  let time = 0;
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at);
    if (!isDigit(code)) return false;
    time = time * 10 + (code - zero);
  }
  if (!Number.isSafeInteger(time)) return false;
  sink.end(negative && time !== 0 ? -time : time);
  return true;
}

/** Tells the line in [from, end) of a text to `sink`; false, with the sink told a part, when it is not a line of ours. */
export function scanLine(text: string, from: number, end: number, sink: LineSink): boolean {
  const at = find(text, " ", from);
  if (at <= from || at >= end) return false;
  sink.begin(text.slice(from, at));
  return scanFields(text, at, end, sink);
}

/** One line's series, fields and time; undefined when it is not a line of ours. */
export function parseLine(line: string): ParsedLine | undefined {
  if (line.includes("\n")) return undefined;
  const fields: [string, FieldValue][] = [];
  let series = "";
  let time = 0;
  const whole = scanLine(line, 0, line.length, {
    begin: (key) => {
      series = key;
    },
    number: (name, value) => fields.push([name, value]),
    other: (name, value) => fields.push([name, value]),
    end: (at) => {
      time = at;
    },
  });
  return whole ? { series, fields, time } : undefined;
}

/** The measurement and tags of a series as parseLine gives it. */
export function parseSeries(series: string): {
  readonly measurement: string;
  readonly tags: ReadonlyMap<string, string>;
} {
  const tags = new Map<string, string>();
  let separator = find(series, ",", 0);
  const measurement = plain(series.slice(0, separator < 0 ? series.length : separator));
  while (separator >= 0) {
    const equals = find(series, "=", separator + 1);
    const next = find(series, ",", equals + 1);
    const value = series.slice(equals + 1, next < 0 ? series.length : next);
    tags.set(plain(series.slice(separator + 1, equals)), plain(value));
    separator = next;
  }
  return { measurement, tags };
}
