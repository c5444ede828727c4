// Credentials of devices, sources and readers: only a hash is kept; the secret is shown once, when it is made.

import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import type { DatabaseSync } from "node:sqlite";
import { keptSecret } from "./kept-secret.ts";

export type CredentialType = "device" | "source" | "reader" | "gateway";
export type StoredCredential = { readonly id: string; readonly type: CredentialType; readonly createdAt: number };

export type CredentialStore = {
  readonly any: () => boolean;
  readonly verify: (user: string, secret: string) => { readonly id: string; readonly type: CredentialType } | null;
  /** Makes or replaces a secret (160 random bits) and returns it: the only time it can be read. */
  readonly issue: (id: string, type: CredentialType, now: number) => string;
  readonly revoke: (id: string) => boolean;
  readonly list: () => readonly StoredCredential[];
};

/** @param keyFile holds the key of the hashes, mode 600; made when it is missing. */
export function createCredentials(database: DatabaseSync, keyFile: string): CredentialStore {
  const key = Buffer.from(keptSecret(keyFile, () => randomBytes(32).toString("hex")).secret, "hex");
  const hash = (id: string, secret: string): Buffer => createHmac("sha256", key).update(`${id}\n${secret}`).digest();
  const nobody = hash("", "");
  const find = database.prepare("SELECT type, hash FROM credential WHERE id = ?");
  const put = database.prepare(
    "INSERT INTO credential (id, type, hash, created_at) VALUES (?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET type = excluded.type, hash = excluded.hash, created_at = excluded.created_at",
  );
  const remove = database.prepare("DELETE FROM credential WHERE id = ?");
  const all = database.prepare("SELECT id, type, created_at FROM credential ORDER BY id");
  const one = database.prepare("SELECT 1 FROM credential LIMIT 1");
  // Asked for every anonymous message; another process (`anju device add`) may have made the first one meanwhile.
  let known = { any: one.get() !== undefined, at: Date.now() };
  return {
    any() {
      if (Date.now() - known.at > 1000) known = { any: one.get() !== undefined, at: Date.now() };
      return known.any;
    },
    verify(user, secret) {
      const row = find.get(user) as { type: CredentialType; hash: string } | undefined;
      const right = timingSafeEqual(hash(user, secret), row ? Buffer.from(row.hash, "hex") : nobody);
      return row && right ? { id: user, type: row.type } : null;
    },
    issue(id, type, now) {
      const secret = randomBytes(20).toString("base64url");
      put.run(id, type, hash(id, secret).toString("hex"), now);
      known = { any: true, at: Date.now() };
      return secret;
    },
    revoke: (id) => remove.run(id).changes > 0,
    list: () =>
      (all.all() as { id: string; type: CredentialType; created_at: number }[]).map(({ id, type, created_at }) => ({
        id,
        type,
        createdAt: created_at,
      })),
  };
}
