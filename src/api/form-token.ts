// The time at which a form was given out, sealed: a program that posts without reading the form, or hours later, shows itself.

import { createHmac, timingSafeEqual } from "node:crypto";

export type FormAge = "good" | "forged" | "tooFast" | "tooOld";

export const soonest = 2_000;
const latest = 2 * 3_600_000;

const sealed = (key: Uint8Array, code: string, at: string): Buffer =>
  createHmac("sha256", key).update(`anju report form\n${code}\n${at}`).digest();

/** A token for the form of that label, given out now (epoch ms). */
export const formToken = (key: Uint8Array, code: string, now: number): string =>
  `${now}.${sealed(key, code, String(now)).toString("base64url")}`;

/** How long (ms) until a token that is too fast is good. */
export const untilGood = (token: string, now: number): number => soonest - (now - Number(token.split(".", 1)[0]));

/** Whether the token is ours for that label, and at least 2 s and at most 2 h old. */
export function judgeFormToken(key: Uint8Array, code: string, token: string, now: number): FormAge {
  const [at = "", given = ""] = token.split(".");
  const shown = Buffer.from(given, "base64url");
  const right = sealed(key, code, at);
  if (shown.length !== right.length || !timingSafeEqual(shown, right)) return "forged";
  if (now - Number(at) < soonest) return "tooFast";
  return now - Number(at) > latest ? "tooOld" : "good";
}
