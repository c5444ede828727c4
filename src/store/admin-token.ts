// The administrator's token: given by the environment, or made on the first start and kept in the data folder, mode 600.

import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export type AdminToken = {
  readonly token: string /** It was made just now: show the login link once. */;
  readonly isNew: boolean;
};

export function adminToken(folder: string, given: string | undefined): AdminToken {
  if (given) return { token: given, isNew: false };
  const file = join(folder, "admin.token");
  if (existsSync(file)) return { token: readFileSync(file, "utf8").trim(), isNew: false };
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const token = randomBytes(24).toString("base64url");
  writeFileSync(file, `${token}\n`, { mode: 0o600 });
  return { token, isNew: true };
}
