// Numbers and values of the embedded history as bytes: whole and decimal numbers as varint differences, other floats as they are, states by dictionary and run.

import { constants, zstdCompressSync, zstdDecompressSync } from "node:zlib";
import type { PointValue } from "../model/reading.ts";

/** Values of one column: numbers alone, or anything. */
export type Values = Float64Array | readonly PointValue[];
export type Writer = { bytes: Buffer; at: number };
export type Reader = { readonly bytes: Buffer; at: number };

const powers = [1, 10, 100, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9] as const;
/** Modes of a column: a float as it is, one value for all, a dictionary; from `scaled` on: whole numbers of 10^-(mode - scaled). */
const plain = 0;
const constant = 1;
const dictionary = 2;
const scaled = 3;

const poolSize = 65_536;
let pool = new Float64Array(poolSize);
let pooled = 0;

/** Room for `count` numbers, all 0. Short ones share their memory: keep none for long. */
export function floats(count: number): Float64Array {
  if (count > poolSize / 16) return new Float64Array(count);
  if (pooled + count > poolSize) {
    pool = new Float64Array(poolSize);
    pooled = 0;
  }
  pooled += count;
  return pool.subarray(pooled - count, pooled);
}

export const createWriter = (): Writer => ({ bytes: Buffer.allocUnsafe(1 << 16), at: 0 });
export const writtenBy = (writer: Writer): Buffer => Buffer.from(writer.bytes.subarray(0, writer.at));

function reserve(writer: Writer, size: number): void {
  if (writer.at + size <= writer.bytes.length) return;
  const wider = Buffer.allocUnsafe(Math.max(writer.bytes.length * 2, writer.at + size));
  writer.bytes.copy(wider, 0, 0, writer.at);
  writer.bytes = wider;
}

/** A whole number from 0 below 2^53. */
export function putWhole(writer: Writer, value: number): void {
  reserve(writer, 8);
  const { bytes } = writer;
  let rest = value;
  while (rest >= 0x80) {
    bytes[writer.at++] = (rest % 0x80) | 0x80;
    rest = rest < 0x80000000 ? rest >>> 7 : Math.floor(rest / 0x80);
  }
  bytes[writer.at++] = rest;
}

export function getWhole(reader: Reader): number {
  const { bytes } = reader;
  let byte = bytes[reader.at++] as number;
  if (byte < 0x80) return byte;
  let value = byte & 0x7f;
  let scale = 0x80;
  do {
    byte = bytes[reader.at++] as number;
    value += (byte & 0x7f) * scale;
    scale *= 0x80;
  } while (byte >= 0x80);
  return value;
}

const putSigned = (writer: Writer, value: number): void => putWhole(writer, value >= 0 ? value * 2 : -value * 2 - 1);
function getSigned(reader: Reader): number {
  const value = getWhole(reader);
  return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
}

function putFloat(writer: Writer, value: number): void {
  reserve(writer, 8);
  writer.at = writer.bytes.writeDoubleLE(value, writer.at);
}
function getFloat(reader: Reader): number {
  reader.at += 8;
  return reader.bytes.readDoubleLE(reader.at - 8);
}

/** Runs `write` and puts the length of what it wrote before it, so that a reader may pass over it. */
export function putSized(writer: Writer, write: () => void): void {
  reserve(writer, 4);
  const start = writer.at;
  writer.at += 4;
  write();
  writer.bytes.writeUInt32LE(writer.at - start - 4, start);
}
export function getSize(reader: Reader): number {
  reader.at += 4;
  return reader.bytes.readUInt32LE(reader.at - 4);
}

/** Ascending epoch ms, as differences of differences. */
export function putTimes(writer: Writer, times: Float64Array): void {
  putWhole(writer, times.length);
  let before = 0;
  let step = 0;
  for (const time of times) {
    putSigned(writer, time - before - step);
    step = time - before;
    before = time;
  }
}
export function getTimes(reader: Reader): Float64Array {
  const times = floats(getWhole(reader));
  let time = 0;
  let step = 0;
  for (let index = 0; index < times.length; index++) {
    step += getSigned(reader);
    time += step;
    times[index] = time;
  }
  return times;
}

/** The number of decimals, from `least`, that give `value` back exactly; more than nine: none. */
export function decimalsOf(value: number, least = 0): number {
  let decimals = least;
  for (; decimals < powers.length; decimals++) {
    const power = powers[decimals] as number;
    const whole = Math.round(value * power);
    if (whole / power === value && whole < 2 ** 50 && whole > -(2 ** 50)) break;
  }
  return decimals;
}

function modeOf(values: Float64Array): number {
  let decimals = 0;
  let same = true;
  for (const value of values) {
    if (value !== values[0]) same = false;
    decimals = decimalsOf(value, decimals);
    if (decimals === powers.length && !same) return plain;
  }
  return same ? constant : scaled + decimals;
}

function putNumbers(writer: Writer, values: Float64Array): void {
  const mode = modeOf(values);
  putWhole(writer, mode);
  if (mode === constant) {
    putFloat(writer, values[0] ?? 0);
    return;
  }
  if (mode === plain) {
    for (const value of values) putFloat(writer, value);
    return;
  }
  const power = powers[mode - scaled] as number;
  let before = 0;
  for (const value of values) {
    const whole = Math.round(value * power);
    putSigned(writer, whole - before);
    before = whole;
  }
}

function putValue(writer: Writer, value: PointValue): void {
  if (typeof value === "boolean") putWhole(writer, value ? 1 : 0);
  else if (typeof value === "number") {
    putWhole(writer, 3);
    putFloat(writer, value);
  } else {
    const size = Buffer.byteLength(value);
    putWhole(writer, 2);
    putWhole(writer, size);
    reserve(writer, size);
    writer.at += writer.bytes.write(value, writer.at);
  }
}
function getValue(reader: Reader): PointValue {
  const kind = getWhole(reader);
  if (kind < 2) return kind === 1;
  if (kind === 3) return getFloat(reader);
  const size = getWhole(reader);
  reader.at += size;
  return reader.bytes.toString("utf8", reader.at - size, reader.at);
}

export function putValues(writer: Writer, values: Values): void {
  if (values instanceof Float64Array) putNumbers(writer, values);
  else putWords(writer, values);
}

function putWords(writer: Writer, values: readonly PointValue[]): void {
  const words = new Map<PointValue, number>();
  for (const value of values) if (!words.has(value)) words.set(value, words.size);
  putWhole(writer, dictionary);
  putWhole(writer, words.size);
  for (const word of words.keys()) putValue(writer, word);
  for (let start = 0, end = 0; start < values.length; start = end) {
    while (end < values.length && values[end] === values[start]) end++;
    putWhole(writer, words.get(values[start] as PointValue) as number);
    putWhole(writer, end - start);
  }
}

/** The `count` values that putValues wrote. */
export function getValues(reader: Reader, count: number): Values {
  const mode = getWhole(reader);
  if (mode === dictionary) {
    const words = Array.from({ length: getWhole(reader) }, () => getValue(reader));
    const values: PointValue[] = [];
    while (values.length < count) {
      const word = words[getWhole(reader)] as PointValue;
      for (let left = getWhole(reader); left > 0; left--) values.push(word);
    }
    return values;
  }
  const values = floats(count);
  if (mode === constant) return values.fill(getFloat(reader));
  if (mode === plain) {
    for (let index = 0; index < count; index++) values[index] = getFloat(reader);
    return values;
  }
  const power = powers[mode - scaled] as number;
  let whole = 0;
  for (let index = 0; index < count; index++) {
    whole += getSigned(reader);
    values[index] = whole / power;
  }
  return values;
}

/** Below this, compressing costs more than it saves. */
const worthwhile = 2_000;
const fast = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };

/** The bytes as they are stored: behind a 1 compressed, where that saves a tenth, else behind a 0. */
export function pack(bytes: Buffer): Buffer {
  if (bytes.length >= worthwhile) {
    const small = zstdCompressSync(bytes, fast);
    if (small.length < bytes.length * 0.9) return Buffer.concat([Buffer.of(1), small]);
  }
  return Buffer.concat([Buffer.of(0), bytes]);
}
export function unpack(stored: Uint8Array): Buffer {
  const bytes = Buffer.from(stored.buffer, stored.byteOffset + 1, stored.length - 1);
  return stored[0] === 1 ? zstdDecompressSync(bytes) : bytes;
}
