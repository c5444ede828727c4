// Files that remember every operation, so that what a power cut may leave of them can be built for any instant.

import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { type JournalFiles, nodeFiles } from "../../src/journal/journal-files.ts";

/** Changes of one file in the order made; `file` tells files of one name apart. */
type Change =
  | { readonly kind: "write"; readonly file: number; readonly position: number; readonly bytes: Buffer }
  | { readonly kind: "truncate"; readonly file: number; readonly length: number };

type Entry =
  | { readonly kind: "create"; readonly name: string; readonly file: number }
  | { readonly kind: "unlink"; readonly name: string };

/** `sync` makes the changes before `since` last; `lost` is a failed sync: changes before it last only by chance, for ever. */
type Happened =
  | Change
  | Entry
  | { readonly kind: "sync" | "lost"; readonly file: number; readonly since: number }
  | { readonly kind: "sync folder"; readonly since: number }
  | { readonly kind: "note"; readonly acknowledged?: number; readonly settled?: number };

export type Recording = {
  readonly files: JournalFiles;
  readonly happened: Happened[];
  /** So many operations stand for what the folder held before; no power cut is earlier. */
  readonly begun: number;
  /** The next syncs fail so many times. */
  readonly failSyncs: (times: number) => void;
};

/** Records what is done in `folder`; what it holds now counts as synced. */
export function record(folder: string): Recording {
  const happened: Happened[] = [];
  const names = new Map<string, number>();
  const descriptors = new Map<number, number>();
  let lastFile = 0;
  let failures = 0;

  const create = (name: string): number => {
    const file = ++lastFile;
    names.set(name, file);
    happened.push({ kind: "create", name, file });
    return file;
  };
  for (const name of readdirSync(folder)) {
    const file = create(name);
    happened.push({ kind: "write", file, position: 0, bytes: readFileSync(join(folder, name)) });
    happened.push({ kind: "sync", file, since: happened.length });
  }
  happened.push({ kind: "sync folder", since: happened.length });
  const begun = happened.length;

  const sync = async (descriptor: number) => {
    const file = descriptors.get(descriptor);
    const since = happened.length;
    await new Promise((done) => setImmediate(done));
    if (failures > 0) {
      failures--;
      if (file !== undefined) happened.push({ kind: "lost", file, since });
      throw Object.assign(new Error("EIO: i/o error, fdatasync"), { code: "EIO" });
    }
    happened.push(file === undefined ? { kind: "sync folder", since } : { kind: "sync", file, since });
  };

  const files: JournalFiles = {
    ...nodeFiles,
    open: async (path, flags) => {
      const descriptor = await nodeFiles.open(path, flags);
      const name = basename(path);
      descriptors.delete(descriptor);
      if (path !== folder) descriptors.set(descriptor, flags === "wx" ? create(name) : (names.get(name) as number));
      return descriptor;
    },
    write: async (descriptor, bytes, offset, length, position) => {
      const copy = Buffer.from(bytes.subarray(offset, offset + length));
      happened.push({ kind: "write", file: descriptors.get(descriptor) as number, position, bytes: copy });
      return nodeFiles.write(descriptor, bytes, offset, length, position);
    },
    ftruncate: async (descriptor, length) => {
      happened.push({ kind: "truncate", file: descriptors.get(descriptor) as number, length });
      return nodeFiles.ftruncate(descriptor, length);
    },
    fdatasync: sync,
    fsync: sync,
    unlink: async (path) => {
      if (names.delete(basename(path))) happened.push({ kind: "unlink", name: basename(path) });
      return nodeFiles.unlink(path);
    },
  };
  return {
    files,
    happened,
    begun,
    failSyncs: (times) => {
      failures = times;
    },
  };
}

/**
 * Builds in `folder` one of the states that a power cut after the first `instant` operations may leave: synced changes are
 * there; each other change is there, is not, or (a write) only some of its sectors are; each folder entry not synced may be
 * missing, each unlink undone. `chance` gives numbers from 0 to 1.
 */
export function afterPowerCut(recording: Recording, instant: number, folder: string, chance: () => number): void {
  const happened = recording.happened.slice(0, instant);
  const lasting = lastingOf(happened);
  const habit = chance(); // states where nearly all or nearly nothing was kept are as likely as mixed ones
  const isKept = () => chance() < (habit < 0.25 ? 0.05 : habit > 0.75 ? 0.95 : 0.5);
  const contents = new Map<number, Buffer>();
  const names = new Map<string, number>();
  for (const [index, one] of happened.entries()) {
    if (one.kind === "create" || one.kind === "unlink") {
      if (!lasting.has(index) && !isKept()) continue;
      if (one.kind === "create") names.set(one.name, one.file);
      else names.delete(one.name);
    } else if (one.kind === "truncate" && (lasting.has(index) || isKept())) {
      const before = contents.get(one.file) ?? Buffer.alloc(0);
      contents.set(one.file, Buffer.concat([before, Buffer.alloc(one.length)]).subarray(0, one.length));
    } else if (one.kind === "write") {
      const before = contents.get(one.file) ?? Buffer.alloc(0);
      contents.set(one.file, written(before, one, lasting.has(index) ? () => true : isKept));
    }
  }
  mkdirSync(folder, { recursive: true });
  for (const [name, file] of names) writeFileSync(join(folder, name), contents.get(file) ?? "");
}

/** Which operations are sure to have reached the disk. */
function lastingOf(happened: readonly Happened[]): ReadonlySet<number> {
  const lasting = new Set<number>();
  const lost = new Set<number>();
  for (const one of happened) {
    if (one.kind !== "sync" && one.kind !== "lost" && one.kind !== "sync folder") continue;
    for (const [index, earlier] of happened.slice(0, one.since).entries()) {
      const isEntry = earlier.kind === "create" || earlier.kind === "unlink";
      if (one.kind === "sync folder" ? !isEntry : !("file" in earlier) || isEntry || earlier.file !== one.file)
        continue;
      if (one.kind === "lost" && !lasting.has(index)) lost.add(index);
      else if (!lost.has(index)) lasting.add(index);
    }
  }
  return lasting;
}

function written(before: Buffer, change: Change & { kind: "write" }, isKept: () => boolean): Buffer {
  const sector = 512;
  let content = before;
  const end = change.position + change.bytes.length;
  for (let start = change.position; start < end; start = (Math.floor(start / sector) + 1) * sector) {
    const stop = Math.min(end, (Math.floor(start / sector) + 1) * sector);
    if (!isKept()) continue;
    if (content.length < stop) content = Buffer.concat([content, Buffer.alloc(stop - content.length)]);
    else if (content === before) content = Buffer.from(before);
    change.bytes.copy(content, start, start - change.position, stop - change.position);
  }
  return content;
}
