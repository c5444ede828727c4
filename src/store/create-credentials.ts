// Credentials of devices, sources and readers: only a hash is kept; the secret is shown once, when it is made.

import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import type { DatabaseSync } from "node:sqlite";
import { serverKey } from "./server-key.ts";

export type CredentialType = "device" | "source" | "reader" | "gateway";
export type StoredCredential = { readonly id: string; readonly type: CredentialType; readonly createdAt: number };

export type CredentialStore = {
  readonly any: () => boolean;
  /** One look-up and one hash, for unknown users too: about 10 µs. */
  readonly verify: (user: string, secret: string) => { readonly id: string; readonly type: CredentialType } | null;
  /** Makes or replaces a secret (160 random bits) and returns it: the only time it can be read. */
  readonly issue: (id: string, type: CredentialType, now: number) => string;
  /** The same for several, in one transaction: all of them or none. The secrets come in the order of the ids. */
  readonly issueAll: (ids: readonly string[], type: CredentialType, now: number) => readonly string[];
  readonly revoke: (id: string) => boolean;
  /** By id. `createdAt` grows with every rotation, whatever the clock does. */
  readonly list: () => readonly StoredCredential[];
  /** Another number than before where credentials may have changed since, by this program or by another one. Cheap. */
  readonly version: () => number;
};

const HASH_BYTES = 32;
/** How long `any` believes what it knows, ms. */
const BELIEVED_FOR = 1000;

/** @param keyFile holds the key of the hashes, mode 600; made when it is missing. */
export function createCredentials(database: DatabaseSync, keyFile: string): CredentialStore {
  const key = serverKey(keyFile);
  const hash = (id: string, secret: string): Buffer => createHmac("sha256", key).update(`${id}\n${secret}`).digest();
  // What an unknown user's secret is compared with: such a name takes the same way as a known one, and as long.
  const nobody = hash("", "").toString("hex");
  const find = database.prepare(
    "SELECT type, coalesce(hash, ?) AS hash FROM (SELECT 1) LEFT JOIN credential ON credential.id = ?",
  );
  const put = database.prepare(
    "INSERT INTO credential (id, type, hash, created_at) VALUES (?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET type = excluded.type, hash = excluded.hash, created_at = max(excluded.created_at, created_at + 1)",
  );
  const remove = database.prepare("DELETE FROM credential WHERE id = ?");
  const all = database.prepare("SELECT id, type, created_at FROM credential ORDER BY id");
  const one = database.prepare("SELECT 1 FROM credential LIMIT 1");
  // SQLite's own count of the commits of other connections; ours do not move it.
  const foreign = database.prepare("PRAGMA data_version");
  let seen = foreign.get()?.data_version;
  let changes = 0;
  // Asked for every anonymous message; another process (`anju device add`) may have made the first one meanwhile.
  let known = { any: one.get() !== undefined, at: Date.now() };
  const changed = (): void => {
    changes += 1;
    known = { any: one.get() !== undefined, at: Date.now() };
  };

  const issueAll: CredentialStore["issueAll"] = (ids, type, now) => {
    // Hashed before the transaction: another program's writes wait for it.
    const made = ids.map((id) => {
      const secret = randomBytes(20).toString("base64url");
      return { id, secret, hash: hash(id, secret).toString("hex") };
    });
    database.exec("BEGIN IMMEDIATE");
    try {
      for (const each of made) put.run(each.id, type, each.hash, now);
      database.exec("COMMIT");
    } catch (error) {
      if (database.isTransaction) database.exec("ROLLBACK");
      throw error;
    }
    changed();
    return made.map(({ secret }) => secret);
  };

  return {
    any() {
      if (Date.now() - known.at > BELIEVED_FOR) known = { any: one.get() !== undefined, at: Date.now() };
      return known.any;
    },
    verify(user, secret) {
      const row = find.get(nobody, user) as { type: CredentialType | null; hash: string };
      const kept = Buffer.alloc(HASH_BYTES);
      kept.write(row.hash, "hex");
      const right = timingSafeEqual(hash(user, secret), kept);
      return row.type !== null && right ? { id: user, type: row.type } : null;
    },
    issue: (id, type, now) => issueAll([id], type, now)[0] as string,
    issueAll,
    revoke(id) {
      const gone = remove.run(id).changes > 0;
      if (gone) changed();
      return gone;
    },
    list: () =>
      (all.all() as { id: string; type: CredentialType; created_at: number }[]).map(({ id, type, created_at }) => ({
        id,
        type,
        createdAt: created_at,
      })),
    version() {
      const now = foreign.get()?.data_version;
      if (now !== seen) changes += 1;
      seen = now;
      return changes;
    },
  };
}
