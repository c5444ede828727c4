// Reads what shim.c noted, and works out which disk contents a power cut after any record may leave behind.

import { closeSync, fstatSync, mkdirSync, openSync, readSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

const ops = [
  "",
  "open",
  "write",
  "truncate",
  "rename",
  "unlink",
  "syncBegin",
  "syncEnd",
  "sent",
  "makeFolder",
  "removeFolder",
  "strange",
  "link",
] as const;

export type Entry = {
  readonly op: (typeof ops)[number];
  readonly flag: number;
  /** Of a socket: the peer's port. */
  readonly port: number;
  /** Inode: the same number may mean another file after an `open` that created one. */
  readonly file: bigint;
  /** Offset of a write, length of a truncate, number of a sync. */
  readonly number: number;
  /** Path below the folder, "" for the folder itself. */
  readonly name: string;
  readonly data: Buffer;
};

const HEAD = 28;

/** @throws Error when the recording holds a call whose effect cannot be told. */
export function readRecording(path: string): Entry[] {
  const fd = openSync(path, "r");
  const { size } = fstatSync(fd);
  const bytes = Buffer.allocUnsafe(size);
  for (let at = 0; at < size; ) at += readSync(fd, bytes, at, Math.min(1 << 28, size - at), at);
  closeSync(fd);
  const entries: Entry[] = [];
  for (let at = 0; at + HEAD <= size; ) {
    const end = at + 4 + bytes.readUInt32LE(at);
    if (end > size) break;
    const nameEnd = at + HEAD + bytes.readUInt16LE(at + 6);
    entries.push({
      op: ops[bytes[at + 4] as number] ?? "strange",
      flag: bytes[at + 5] as number,
      port: bytes.readUInt32LE(at + 8),
      file: bytes.readBigUInt64LE(at + 12),
      number: Number(bytes.readBigUInt64LE(at + 20)),
      name: bytes.toString("utf8", at + HEAD, nameEnd).replace(/^\//, ""),
      data: bytes.subarray(nameEnd, end),
    });
    at = end;
  }
  const strange = entries.find(({ op }) => op === "strange");
  if (strange) throw new Error(`the gateway changed a file by ${strange.name}, which this recording cannot follow`);
  return entries;
}

/** The index of the first record that ends behind so many bytes of the recording. */
export function firstBehind(entries: readonly Entry[], bytes: number): number {
  const base = entries[0]?.data.byteOffset ?? 0;
  const start = base - HEAD - Buffer.byteLength(entries[0]?.name ?? "");
  return Math.max(
    0,
    entries.findIndex(({ data }) => data.byteOffset + data.length - start > bytes),
  );
}

type Change = { readonly at: number; readonly offset: number; readonly data: Buffer | null };
type Content = { bytes: Buffer; length: number };
type FileState = { readonly durable: Content; pending: Change[] };
/** A change of names: what stands at `to` (nothing, where a name went away), and the name that went. */
type Naming = {
  readonly at: number;
  readonly to: string | null;
  readonly gone: string | null;
  readonly file: FileState | null;
  readonly folders: readonly string[];
};

function apply(content: Content, { offset, data }: Change): void {
  const end = data === null ? offset : offset + data.length;
  if (end > content.bytes.length) {
    const larger = Buffer.alloc(Math.max(end, content.bytes.length * 2, 4096));
    content.bytes.copy(larger, 0, 0, content.length);
    content.bytes = larger;
  }
  if (data === null) {
    if (offset < content.length) content.bytes.fill(0, offset, content.length);
    content.length = offset;
  } else {
    data.copy(content.bytes, offset);
    content.length = Math.max(content.length, end);
  }
}

/** How the disk treats what was not synced. */
export type Mood = "drops" | "keeps" | "random";

export type Disk = {
  /** Moves on to just behind this record. */
  readonly advance: (to: number) => void;
  /** Writes one of the folders that a cut here may leave. */
  readonly cut: (into: string, mood: Mood, random: () => number) => void;
};

const folderOf = (path: string): string => (dirname(path) === "." ? "" : dirname(path));

/**
 * The disk as it is promised to be: data is certain once an fsync that began after its write has ended; a name is certain once
 * its folder was synced so, or, for a new file, once the file itself was (ext4, xfs and btrfs do that). Everything else may be
 * there, missing, or torn in the middle of a write. Names become certain in the order in which they were changed.
 */
export function createDisk(entries: readonly Entry[]): Disk {
  const files = new Map<bigint, FileState>();
  const folders = new Map<bigint, string>();
  const now = new Map<string, FileState>();
  const durable = new Map<string, FileState>();
  const made = new Set<string>();
  const begun = new Map<number, number>();
  let namings: Naming[] = [];
  let position = 0;

  const settle = (naming: Naming, names: Map<string, FileState>): void => {
    if (naming.gone !== null) names.delete(naming.gone);
    if (naming.to !== null && naming.file) names.set(naming.to, naming.file);
  };
  const name = (at: number, to: string | null, gone: string | null, file: FileState | null): void => {
    const naming = { at, to, gone, file, folders: [to, gone].filter((path) => path !== null).map(folderOf) };
    settle(naming, now);
    namings.push(naming);
  };
  const sync = (inode: bigint, began: number): void => {
    const folder = folders.get(inode);
    const file = files.get(inode);
    for (const change of file?.pending ?? []) if (change.at < began && file) apply(file.durable, change);
    if (file) file.pending = file.pending.filter(({ at }) => at >= began);
    const certain = (naming: Naming): boolean =>
      naming.at < began &&
      ((folder !== undefined && naming.folders.every((each) => each === folder)) ||
        (file !== undefined && naming.file === file && naming.gone === null));
    for (const naming of namings) if (certain(naming)) settle(naming, durable);
    namings = namings.filter((naming) => !certain(naming));
  };

  const take = (at: number, { op, flag, file: inode, number, name: path, data }: Entry): void => {
    const file = files.get(inode);
    if (op === "open") {
      if (flag & 2) folders.set(inode, path);
      else {
        const known = flag & 1 ? undefined : now.get(path);
        const state = known ?? { durable: { bytes: Buffer.alloc(0), length: 0 }, pending: [] };
        files.set(inode, state);
        folders.delete(inode);
        if (!known) name(at, path, null, state);
        else if (flag & 4) state.pending.push({ at, offset: 0, data: null });
      }
    } else if (op === "write") file?.pending.push({ at, offset: number, data });
    else if (op === "truncate") file?.pending.push({ at, offset: number, data: null });
    else if (op === "rename") name(at, data.toString().replace(/^\//, ""), path, now.get(path) ?? null);
    else if (op === "link") name(at, data.toString().replace(/^\//, ""), null, now.get(path) ?? null);
    else if (op === "unlink") name(at, null, path, null);
    else if (op === "makeFolder") made.add(path);
    else if (op === "syncBegin") begun.set(number, at);
    else if (op === "syncEnd") sync(inode, begun.get(number) ?? 0);
  };

  return {
    advance(to) {
      for (; position < to && position < entries.length; position += 1) take(position, entries[position] as Entry);
    },
    cut(into, mood, random) {
      const names = new Map(durable);
      const kept =
        mood === "keeps" ? namings.length : mood === "drops" ? 0 : Math.floor(random() * (namings.length + 1));
      for (const naming of namings.slice(0, kept)) settle(naming, names);
      mkdirSync(into, { recursive: true });
      for (const folder of made) mkdirSync(join(into, folder), { recursive: true });
      for (const [path, { durable: certain, pending }] of names) {
        // SQLite's shared memory is rebuilt at every opening: it is no part of what a disk must keep.
        if (path.endsWith("-shm")) continue;
        const content: Content = { bytes: Buffer.from(certain.bytes), length: certain.length };
        for (const change of pending) {
          const fate = mood === "keeps" ? 0 : mood === "drops" ? 1 : random();
          if (fate < 0.4) apply(content, change);
          else if (fate > 0.8 && change.data !== null)
            apply(content, { ...change, data: change.data.subarray(0, tornAt(change.data.length, random)) });
        }
        mkdirSync(dirname(join(into, path)), { recursive: true });
        writeFileSync(join(into, path), content.bytes.subarray(0, content.length), { mode: 0o600 });
      }
    },
  };
}

/** Disks tear between sectors, most of the time. */
function tornAt(length: number, random: () => number): number {
  const at = Math.floor(random() * length);
  return random() < 0.7 ? at - (at % 512) : at;
}

/** How many messages each of these peers had been acknowledged before the record: CONNACK and PUBACK have four bytes each. */
export function acknowledgedBefore(entries: readonly Entry[], cut: number, ports: readonly number[]): number[] {
  const bytes = new Map<number, number>();
  for (let at = 0; at < cut; at += 1) {
    const { op, port, data } = entries[at] as Entry;
    if (op === "sent") bytes.set(port, (bytes.get(port) ?? 0) + data.length);
  }
  return ports.map((port) => Math.max(0, ((bytes.get(port) ?? 0) >> 2) - 1));
}
