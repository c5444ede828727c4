// Goes through one segment group by group, and tells a torn end (a power cut) from damage in the middle.

import { readSync } from "node:fs";
import { crc32 } from "node:zlib";
import { FORMAT, type GroupHeader, HEADER_BYTES, MAGIC, readHeader } from "./group-format.ts";
import type { SegmentFile } from "./segment-files.ts";

/** A whole group: its first record's position, and the file's length up to its end. `body` is its own memory. */
export type Group = { readonly first: number; readonly count: number; readonly body: Buffer; readonly end: number };

/** What is known before the walk: the journal's salt (null: not yet), and the first position of the next segment (null: none). */
export type WalkContext = { readonly salt: bigint | null; readonly next: number | null };

const SCAN_BYTES = 1024 * 1024;

/**
 * The whole groups of a segment, in order. A segment ends where the next one begins: what stands behind that is the remainder
 * of a write that failed and was made again in the next segment. The newest segment ends before the first group that is not
 * whole. Throws an Error that names file and offset where a group is broken and later ones exist, or of a newer format.
 */
export function* walkSegment(file: number, segment: SegmentFile, context: WalkContext): Generator<Group> {
  let offset = 0;
  let expected = segment.first;
  let salt = context.salt;
  while (expected !== context.next) {
    const header = readHeader(readAt(file, offset, HEADER_BYTES), 0);
    if (header !== null && header.format !== FORMAT) throw newer(segment, offset, header.format);
    const body = header === null ? null : wholeBody(file, segment, offset, header, expected, salt);
    if (header === null || body === null) {
      if (context.next !== null || isDamaged(file, segment, offset, expected, salt ?? header?.salt ?? null)) {
        throw damage(segment, offset, expected);
      }
      return;
    }
    salt = header.salt;
    offset += HEADER_BYTES + body.length;
    expected += header.count;
    if (context.next !== null && expected > context.next) throw damage(segment, offset, expected);
    yield { first: header.first, count: header.count, body, end: offset };
  }
}

/** The salt of a segment's first group; null where that is not readable. */
export function saltOf(file: number): bigint | null {
  return readHeader(readAt(file, 0, HEADER_BYTES), 0)?.salt ?? null;
}

/** The error of a place where records are missing or wrong, with the cure. */
export function damage(segment: { readonly path: string }, offset: number, position: number): Error {
  return new Error(
    `The journal is damaged: ${segment.path}, byte ${offset}, record ${position}. Restore a backup of the data folder, or move the journal folder away to start without what it holds. / ` +
      `日志文件已损坏:${segment.path},第 ${offset} 字节,第 ${position} 条记录。请恢复数据目录的备份,或移走日志目录后启动(其中的记录将不再处理)。`,
  );
}

function newer(segment: SegmentFile, offset: number, format: number): Error {
  return new Error(
    `The journal was written by a newer version (format ${format}, this version reads ${FORMAT}): ${segment.path}, byte ${offset}. Start the newer version. / ` +
      `日志由更新的版本写入(格式 ${format},本版本只能读取 ${FORMAT}):${segment.path},第 ${offset} 字节。请使用更新的版本启动。`,
  );
}

function wholeBody(
  file: number,
  segment: SegmentFile,
  offset: number,
  header: GroupHeader,
  expected: number,
  salt: bigint | null,
): Buffer | null {
  if (header.first !== expected || header.count === 0 || (salt !== null && header.salt !== salt)) return null;
  if (offset + HEADER_BYTES + header.bodyLength > segment.bytes) return null;
  const body = readAt(file, offset + HEADER_BYTES, header.bodyLength);
  return body.length === header.bodyLength && crc32(body) === header.bodySum ? body : null;
}

/**
 * Whether something broken at `offset` is more than the end of an unfinished write. Only one group is ever unsynced, so a later
 * header of this journal proves that the broken group had been whole. Without a salt (the very first group) a header that is
 * neither empty nor alone is damage: a disk writes the first sector wholly or not at all.
 */
function isDamaged(file: number, segment: SegmentFile, offset: number, position: number, salt: bigint | null): boolean {
  if (salt === null) {
    const header = readAt(file, offset, HEADER_BYTES);
    if (header.length < HEADER_BYTES || header.every((byte) => byte === 0)) return false;
    return !isEmptyFrom(file, offset + HEADER_BYTES);
  }
  for (let at = offset + 1; at + HEADER_BYTES <= segment.bytes; at += SCAN_BYTES) {
    const chunk = readAt(file, at, SCAN_BYTES + HEADER_BYTES);
    for (let hit = chunk.indexOf(MAGIC); hit !== -1; hit = chunk.indexOf(MAGIC, hit + 1)) {
      const header = readHeader(chunk, hit);
      if (header !== null && header.salt === salt && header.first > position) return true;
    }
  }
  return false;
}

function isEmptyFrom(file: number, offset: number): boolean {
  for (let at = offset; ; at += SCAN_BYTES) {
    const chunk = readAt(file, at, SCAN_BYTES);
    if (chunk.length === 0) return true;
    if (chunk.some((byte) => byte !== 0)) return false;
  }
}

/** Up to `length` bytes at `offset`; fewer at the file's end. */
function readAt(file: number, offset: number, length: number): Buffer {
  const bytes = Buffer.allocUnsafeSlow(length);
  let read = 0;
  while (read < length) {
    const more = readSync(file, bytes, read, length - read, offset + read);
    if (more === 0) break;
    read += more;
  }
  return bytes.subarray(0, read);
}
