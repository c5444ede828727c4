// The files that came with tickets: one per random id in the data folder's attachments/, readable by the gateway's user alone.

import { randomBytes } from "node:crypto";
import { chmod, mkdir, open, readFile, rm } from "node:fs/promises";
import { join } from "node:path";

export type AttachmentStore = {
  /** Resolves with the id once the file is on disk. @throws the system's error where it cannot be written. */
  readonly put: (bytes: Uint8Array) => Promise<string>;
  /** undefined where there is no such file (any more). */
  readonly read: (id: string) => Promise<Buffer | undefined>;
  readonly remove: (id: string) => Promise<void>;
};

const isId = (id: string): boolean => /^[0-9a-f]{32}$/.test(id);

async function sync(path: string): Promise<void> {
  await using handle = await open(path, "r");
  await handle.sync();
}

/** The store in that folder, which is made with the first file. */
export function attachmentStore(folder: string): AttachmentStore {
  return {
    async put(bytes) {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await chmod(folder, 0o700);
      const id = randomBytes(16).toString("hex");
      const path = join(folder, id);
      try {
        await using handle = await open(path, "wx", 0o600);
        await handle.writeFile(bytes);
        await handle.sync();
      } catch (error) {
        await rm(path, { force: true });
        throw error;
      }
      await sync(folder);
      return id;
    },
    async read(id) {
      if (!isId(id)) return undefined;
      try {
        return await readFile(join(folder, id));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
        throw error;
      }
    },
    async remove(id) {
      if (isId(id)) await rm(join(folder, id), { force: true });
    },
  };
}
