// A value or a refusal: bad input and refused commands are values, never exceptions.

import type { ErrorCode } from "./error-code.ts";

export type Refusal = { readonly code: ErrorCode; readonly detail?: string };
export type Result<T> = { readonly ok: true; readonly value: T } | ({ readonly ok: false } & Refusal);

export const ok = <T>(value: T): Result<T> => ({ ok: true, value });
export const refuse = (code: ErrorCode, detail?: string): { readonly ok: false } & Refusal =>
  detail === undefined ? { ok: false, code } : { ok: false, code, detail };
