// The bytes of the journal: a group is a header of 40 bytes and a body of records, wholly there or not at all.

import { crc32 } from "node:zlib";

/** Bytes of a group's header; its last four are its own CRC-32 in every format version, so that the version can be trusted. */
export const HEADER_BYTES = 40;
/** Bytes before a record's head: type (u8), at (f64), length of the head (u16), length of the body (u32); little-endian. */
export const RECORD_BYTES = 15;
export const HEAD_MOST = 0xffff;
export const FORMAT = 1;
export const MAGIC = Buffer.from("ANJG", "latin1");
const MAGIC_NUMBER = MAGIC.readUInt32LE(0);

/** What a group's header says. `salt` is the journal's own random number: no sender can forge a header inside a payload. */
export type GroupHeader = {
  readonly format: number;
  readonly bodyLength: number;
  readonly count: number;
  readonly first: number;
  readonly salt: bigint;
  readonly bodySum: number;
};

/** Writes the header of the group whose body stands at `HEADER_BYTES` .. `length` of `buffer`. */
export function writeHeader(buffer: Buffer, length: number, count: number, first: number, salt: bigint): void {
  buffer.writeUInt32LE(MAGIC_NUMBER, 0);
  buffer.writeUInt32LE(FORMAT, 4);
  buffer.writeUInt32LE(length - HEADER_BYTES, 8);
  buffer.writeUInt32LE(count, 12);
  buffer.writeBigUInt64LE(BigInt(first), 16);
  buffer.writeBigUInt64LE(salt, 24);
  buffer.writeUInt32LE(crc32(buffer.subarray(HEADER_BYTES, length)), 32);
  buffer.writeUInt32LE(crc32(buffer.subarray(0, HEADER_BYTES - 4)), HEADER_BYTES - 4);
}

/** The header at `offset` of `buffer`, or null where the bytes there are none (too few, another magic, a wrong sum). */
export function readHeader(buffer: Buffer, offset: number): GroupHeader | null {
  if (buffer.length - offset < HEADER_BYTES || buffer.readUInt32LE(offset) !== MAGIC_NUMBER) return null;
  const sum = buffer.readUInt32LE(offset + HEADER_BYTES - 4);
  if (crc32(buffer.subarray(offset, offset + HEADER_BYTES - 4)) !== sum) return null;
  return {
    format: buffer.readUInt32LE(offset + 4),
    bodyLength: buffer.readUInt32LE(offset + 8),
    count: buffer.readUInt32LE(offset + 12),
    first: Number(buffer.readBigUInt64LE(offset + 16)),
    salt: buffer.readBigUInt64LE(offset + 24),
    bodySum: buffer.readUInt32LE(offset + 32),
  };
}
