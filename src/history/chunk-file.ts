// The format of one spool file: a header of 48 bytes, little-endian, then the lines as one zstd frame.

import { crc32, zstdCompressSync, zstdDecompressSync } from "node:zlib";
import type { LineBatch } from "./line-batch.ts";

/** `size`: bytes of the lines; `takenAt` when its first line was handed over, epoch ms. */
export type ChunkHeader = {
  readonly lines: number;
  readonly messages: number;
  readonly takenAt: number;
  readonly size: number;
};

const magic = Buffer.from("anjuline");
const version = 1;
/** magic 8, version 4, lines 4, messages 4, takenAt 8, size 4, body bytes 4, body CRC 4, header CRC 4, spare 4. */
export const HEADER_BYTES = 48;
const CRC_AT = 40;

export function encodeChunk(header: Omit<ChunkHeader, "size">, lines: Uint8Array): Buffer {
  const body = zstdCompressSync(lines);
  const bytes = Buffer.alloc(HEADER_BYTES + body.length);
  magic.copy(bytes);
  bytes.writeUInt32LE(version, 8);
  bytes.writeUInt32LE(header.lines, 12);
  bytes.writeUInt32LE(header.messages, 16);
  bytes.writeDoubleLE(header.takenAt, 20);
  bytes.writeUInt32LE(lines.length, 28);
  bytes.writeUInt32LE(body.length, 32);
  bytes.writeUInt32LE(crc32(body), 36);
  bytes.writeUInt32LE(crc32(bytes.subarray(0, CRC_AT)), CRC_AT);
  body.copy(bytes, HEADER_BYTES);
  return bytes;
}

/** @param fileBytes how long the whole file is. @throws Error saying what is wrong with it. */
export function decodeHeader(bytes: Buffer, fileBytes: number): ChunkHeader {
  if (bytes.length < HEADER_BYTES) throw new Error("it ends within its header");
  if (!bytes.subarray(0, 8).equals(magic)) throw new Error("it is no spool file");
  if (bytes.readUInt32LE(CRC_AT) !== crc32(bytes.subarray(0, CRC_AT))) throw new Error("its header is damaged");
  const written = bytes.readUInt32LE(8);
  if (written !== version) throw new Error(`it is of version ${written}; this gateway reads version ${version}`);
  if (fileBytes !== HEADER_BYTES + bytes.readUInt32LE(32)) throw new Error("it is cut short");
  return {
    lines: bytes.readUInt32LE(12),
    messages: bytes.readUInt32LE(16),
    takenAt: bytes.readDoubleLE(20),
    size: bytes.readUInt32LE(28),
  };
}

/** @throws Error saying what is wrong with it. */
export function decodeChunk(bytes: Buffer): LineBatch {
  const { lines } = decodeHeader(bytes, bytes.length);
  const body = bytes.subarray(HEADER_BYTES);
  if (bytes.readUInt32LE(36) !== crc32(body)) throw new Error("its lines are damaged");
  return { bytes: zstdDecompressSync(body), lines };
}
