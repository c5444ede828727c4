// The gateway's own key, in the data folder with mode 600: it hashes the credentials and seals the codes on labels.

import { randomBytes } from "node:crypto";
import { keptSecret } from "./kept-secret.ts";

/** 32 random bytes, made on the first start. */
export const serverKey = (file: string): Buffer =>
  Buffer.from(keptSecret(file, () => randomBytes(32).toString("hex")).secret, "hex");
