// A value or a refusal: bad input and refused commands are values, never exceptions.

import type { ErrorCode } from "./error-code.ts";
import type { Text } from "./text.ts";

/** `detail`: whole sentences in both languages; or the bare id, or a machine's words, that the code is about. */
export type Refusal = { readonly code: ErrorCode; readonly detail?: string | Text };
export type Result<T> = { readonly ok: true; readonly value: T } | ({ readonly ok: false } & Refusal);

export const ok = <T>(value: T): Result<T> => ({ ok: true, value });
export const refuse = (code: ErrorCode, detail?: string | Text): { readonly ok: false } & Refusal =>
  detail === undefined ? { ok: false, code } : { ok: false, code, detail };
