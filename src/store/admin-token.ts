// The administrator's token: given by the environment, or made on the first start and kept in the data folder, mode 600.

import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { keptSecret } from "./kept-secret.ts";

export type AdminToken = {
  readonly token: string;
  /** It was made just now: show the login link once. */
  readonly isNew: boolean;
};

/** @param given the environment's, which wins and is never written down. */
export function adminToken(folder: string, given: string | undefined): AdminToken {
  if (given) return { token: given, isNew: false };
  const { secret, isNew } = keptSecret(join(folder, "admin.token"), () => randomBytes(24).toString("base64url"));
  return { token: secret, isNew };
}
