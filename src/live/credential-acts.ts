// What an administrator may do with credentials, and when it is refused: one set of rules for the command line and the API.

import type { ErrorCode } from "../model/error-code.ts";
import type { CredentialStore, StoredCredential } from "../store/create-credentials.ts";

/** What people make credentials for. */
export type IssuableType = "device" | "reader";
/** The secret can be read here and nowhere else. */
export type IssuedCredential = StoredCredential & { readonly secret: string };
export type RefusedAct = {
  readonly ok: false;
  readonly refusals: readonly { readonly id: string; readonly code: ErrorCode }[];
};
export type Acted<T> = { readonly ok: true; readonly value: T } | RefusedAct;

/** Each takes several ids and does all of them or, where one is refused, none. */
export type CredentialActs = {
  readonly list: () => readonly StoredCredential[];
  readonly add: (ids: readonly string[], type: IssuableType) => Acted<readonly IssuedCredential[]>;
  /** New secrets; the types stay. */
  readonly rotate: (ids: readonly string[]) => Acted<readonly IssuedCredential[]>;
  readonly revoke: (ids: readonly string[]) => Acted<readonly string[]>;
};

export type CredentialActsOptions = {
  readonly credentials: CredentialStore;
  /** The site has a device of this id. */
  readonly isDevice: (id: string) => boolean;
  readonly now: () => number;
  /** After every change. */
  readonly onChange?: () => void;
};

const readerName = /^[A-Za-z0-9][\w.-]{0,62}$/;

export function createCredentialActs(options: CredentialActsOptions): CredentialActs {
  const { credentials, isDevice, now, onChange = () => {} } = options;
  const stored = (): Map<string, StoredCredential> => new Map(credentials.list().map((one) => [one.id, one]));
  const judge = (ids: readonly string[], of: (id: string) => ErrorCode | undefined): RefusedAct | undefined => {
    const refusals = ids.flatMap((id) => {
      const code = of(id);
      return code === undefined ? [] : [{ id, code }];
    });
    return refusals.length === 0 ? undefined : { ok: false, refusals };
  };
  /** A device's id that is a reader's name would lock the device out. */
  const mayBe = (id: string, type: IssuableType): ErrorCode | undefined => {
    if (type === "device") return isDevice(id) ? undefined : "unknown-device";
    return readerName.test(id) && !isDevice(id) ? undefined : "bad-reader-name";
  };
  const unknown = (known: ReadonlyMap<string, StoredCredential>) => (id: string) =>
    known.has(id) ? undefined : "unknown-credential";

  return {
    list: credentials.list,
    add(asked, type) {
      const ids = [...new Set(asked)];
      const known = stored();
      const refused = judge(ids, (id) => (known.has(id) ? "credential-exists" : mayBe(id, type)));
      if (refused) return refused;
      const at = now();
      const secrets = credentials.issueAll(ids, type, at);
      onChange();
      return { ok: true, value: ids.map((id, i) => ({ id, type, createdAt: at, secret: secrets[i] as string })) };
    },
    rotate(asked) {
      const ids = [...new Set(asked)];
      const known = stored();
      const refused = judge(ids, unknown(known));
      if (refused) return refused;
      const secrets = new Map<string, string>();
      for (const [type, of] of Map.groupBy(ids, (id) => (known.get(id) as StoredCredential).type)) {
        const made = credentials.issueAll(of, type, now());
        of.forEach((id, i) => void secrets.set(id, made[i] as string));
      }
      onChange();
      const fresh = stored();
      return {
        ok: true,
        value: ids.map((id) => ({ ...(fresh.get(id) as StoredCredential), secret: secrets.get(id) as string })),
      };
    },
    revoke(asked) {
      const ids = [...new Set(asked)];
      const refused = judge(ids, unknown(stored()));
      if (refused) return refused;
      for (const id of ids) credentials.revoke(id);
      onChange();
      return { ok: true, value: ids };
    },
  };
}
