// Notices credentials that were revoked or rotated, by this program or by another one, so that their live connections can be cut.

import type { CredentialStore } from "../store/create-credentials.ts";

export type CredentialWatch = {
  /** Looks at once; called after a change of our own. */
  readonly look: () => void;
  readonly [Symbol.dispose]: () => void;
};

export type CredentialWatchOptions = {
  readonly credentials: Pick<CredentialStore, "list" | "version">;
  /** A credential is no longer, or has another secret or another type. */
  readonly onGone: (id: string) => void;
  readonly log: { readonly warn: (fields: object, message: string) => void };
  /** ms. */
  readonly every?: number;
};

/** Looks twice a second. While nothing changes that costs one question to SQLite, whatever the number of credentials. */
export function openCredentialWatch(options: CredentialWatchOptions): CredentialWatch {
  const { credentials, onGone, log, every = 500 } = options;
  const read = (): ReadonlyMap<string, string> =>
    new Map(credentials.list().map(({ id, type, createdAt }) => [id, `${type} ${createdAt}`]));
  // The version first: what changes while the list is read is then looked at again.
  let version = credentials.version();
  let known = read();
  let failing = false;

  const look = (): void => {
    const now = credentials.version();
    if (now === version) return;
    const before = known;
    known = read();
    version = now;
    for (const [id, state] of before) if (known.get(id) !== state) onGone(id);
  };
  const timer = setInterval(() => {
    try {
      look();
      failing = false;
    } catch (error) {
      if (!failing) log.warn({ err: error }, "the credentials could not be read; trying again");
      failing = true;
    }
  }, every);
  timer.unref();
  return { look, [Symbol.dispose]: () => clearInterval(timer) };
}
