// InfluxDB line protocol, written: the only place where a line is made. Rules: docs.influxdata.com, "Line protocol"; where 1.x, 2.x and 3.x read a text differently, the text is refused.

/** Nothing was written; the reason names the offending part. */
export type LineRefusal = { readonly ok: false; readonly reason: string };
export type FieldValue = number | boolean | string;
export type Fields = Readonly<Record<string, FieldValue>>;
export type Tags = Readonly<Record<string, string | undefined>>;
/** Fields and epoch ms → one line (precision ms, no line feed), or why not. Never throws. */
export type LineEncoder = (fields: Fields, time: number) => string | LineRefusal;

/** A string field is cut to this many UTF-8 bytes (the limit of InfluxDB 1.x). */
export const longestString = 65_536;
/** Series key and field key together; InfluxDB's own limit is 65,535 bytes. */
const longestKey = 65_000;
/** InfluxDB keeps nanoseconds in 64 bits: 1677-09-21 … 2262-04-11. */
const lastTime = 9_223_372_036_853;
const rememberedKeys = 1_000;
const rememberedSeries = 1_000;
/** A prefix and a key of so many characters are short enough together, whatever the characters. */
const shortPrefix = 20_000;
const shortKey = 1_000;

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are exactly what must not pass
const control = /[\u0000-\u001f\u007f]/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: as above
const controls = /[\u0000-\u001f\u007f]/g;
/** A backslash is data where it stands alone; before these, or at the end, every server reads it in its own way. */
const unsoundBackslash = /\\(?:[\\,=" ]|$)/;
/** `time` is dropped or refused by all versions; the other two are InfluxDB 2's own column names. */
const shortText = 32;
const rememberedTexts = 2_000;
const reserved = new Set(["time", "_field", "_measurement"]);

const refuse = (reason: string): LineRefusal => ({ ok: false, reason });

/** Why a measurement, tag or field key cannot be written; undefined when it can. */
function fault(part: string, text: string): string | undefined {
  if (text === "") return `${part} is empty`;
  if (control.test(text)) return `${part} ${JSON.stringify(text)} has a control character`;
  if (unsoundBackslash.test(text)) {
    return `${part} ${JSON.stringify(text)} has a backslash before a comma, space, equals sign, quote or backslash, or at its end`;
  }
  return text.isWellFormed() ? undefined : `${part} ${JSON.stringify(text)} has half a surrogate pair`;
}

const escapeKey = (text: string): string => (/[,= ]/.test(text) ? text.replace(/[,= ]/g, "\\$&") : text);

/** "measurement,tag=value…" with tags in byte order of their keys, empty ones left out. */
function encodePrefix(measurement: string, tags: Tags): string | LineRefusal {
  const wrong = fault("measurement", measurement);
  if (wrong !== undefined) return refuse(wrong);
  if (measurement.startsWith("#")) return refuse("a measurement that starts with # would be a comment");
  let prefix = measurement.replace(/[, ]/g, "\\$&");
  for (const key of Object.keys(tags).sort()) {
    const value = tags[key];
    if (value === undefined || value === "") continue;
    const written = encodeTag(key, value);
    if (typeof written !== "string") return written;
    prefix += written;
  }
  return prefix;
}

/** Tags as they are written, by key and value: every ticket is of one of a few zones, rows and states. */
const writtenTags = new Map<string, Map<string, string>>();

function encodeTag(key: string, value: string): string | LineRefusal {
  const values = writtenTags.get(key);
  const known = values?.get(value);
  if (known !== undefined) return known;
  const bad = fault("tag key", key) ?? fault(`tag ${key}`, value);
  if (bad !== undefined) return refuse(bad);
  if (reserved.has(key)) return refuse(`tag key ${key} is reserved`);
  const written = `,${escapeKey(key)}=${escapeKey(value)}`;
  if (values) {
    if (values.size < rememberedTexts && value.length <= shortText) values.set(value, written);
  } else if (writtenTags.size < rememberedKeys && key.length <= shortText) writtenTags.set(key, new Map());
  return written;
}

/** The text as it is stored: whole code points, control characters as spaces, at most `longestString` bytes. */
export function storableString(text: string): string {
  const plain = control.test(text) ? text.replace(controls, " ") : text;
  const whole = plain.toWellFormed();
  if (whole.length * 3 <= longestString || Buffer.byteLength(whole) <= longestString) return whole;
  return new TextDecoder().decode(Buffer.from(whole).subarray(0, longestString), { stream: true });
}

function encodeValue(value: FieldValue): string | undefined {
  if (typeof value === "number") return Number.isFinite(value) ? String(value) : undefined;
  if (typeof value === "boolean") return value ? "true" : "false";
  return typeof value === "string" ? encodeText(value) : undefined;
}

/** States as they are written: a community knows a few dozen, and says them a thousand times a second. */
const writtenTexts = new Map<string, string>();

function encodeText(text: string): string {
  const known = writtenTexts.get(text);
  if (known !== undefined) return known;
  const written = `"${storableString(text).replace(/["\\]/g, "\\$&")}"`;
  if (text.length <= shortText && writtenTexts.size < rememberedTexts) writtenTexts.set(text, written);
  return written;
}

type Keys = Map<string, string | LineRefusal>;
/** Written field keys, by the tags beside which they stand: thousands of series share a few. */
const keysOfTags = new Map<string, Keys>();

function keysBeside(tags: Tags): Keys {
  let names = "";
  // A tag key holds no control character: it would have been refused.
  for (const key in tags) if (tags[key]) names += `${key}\n`;
  const known = keysOfTags.get(names);
  if (known) return known;
  const keys: Keys = new Map();
  if (keysOfTags.size < rememberedSeries) keysOfTags.set(names, keys);
  return keys;
}

/**
 * An encoder for one series: measurement and tags are checked and escaped once, field keys when first seen.
 * Numbers are always floats. A series that cannot be written gives the same refusal for every line.
 */
export function createLineEncoder(measurement: string, tags: Tags): LineEncoder {
  const prefix = encodePrefix(measurement, tags);
  if (typeof prefix !== "string") return () => prefix;
  const room = longestKey - Buffer.byteLength(prefix);
  const isShort = prefix.length <= shortPrefix;
  const keys = isShort ? keysBeside(tags) : new Map<string, string | LineRefusal>();
  const encodeKey = (key: string): string | LineRefusal => {
    const bad = fault("field key", key);
    if (bad !== undefined) return refuse(bad);
    if (reserved.has(key)) return refuse(`field key ${key} is reserved`);
    if (Object.hasOwn(tags, key) && tags[key]) return refuse(`${key} is both a tag and a field`);
    const escaped = escapeKey(key);
    return Buffer.byteLength(escaped) > room ? refuse("measurement, tags and field key are too long") : `${escaped}=`;
  };
  return (fields, time) => {
    if (!Number.isSafeInteger(time) || Math.abs(time) > lastTime) return refuse(`time ${time} is not epoch ms`);
    let line = prefix;
    let before = " ";
    for (const key in fields) {
      let written = keys.get(key);
      if (written === undefined) {
        written = encodeKey(key);
        // A long key may fit beside one prefix and not beside another.
        if (keys.size < rememberedKeys && (!isShort || key.length <= shortKey)) keys.set(key, written);
      }
      if (typeof written !== "string") return written;
      const value = encodeValue(fields[key] as FieldValue);
      if (value === undefined) return refuse(`field ${key} is not a finite number, boolean or string`);
      line += before + written + value;
      before = ",";
    }
    return before === " " ? refuse("no fields") : `${line} ${time}`;
  };
}

/** One line for `time` (epoch ms), or why not. For a series written again and again, createLineEncoder is faster. */
export function encodeLine(point: {
  readonly measurement: string;
  readonly tags: Tags;
  readonly fields: Fields;
  readonly time: number;
}): string | LineRefusal {
  return createLineEncoder(point.measurement, point.tags)(point.fields, point.time);
}
