// Chat robots answer HTTP 200 whatever happens: the verdict is a code in the body. One table per robot says what codes mean.

import type { Delivery } from "./channel.ts";
import { type Answer, refusedByStatus } from "./post.ts";

/** What a code other than 0 means. Codes without a row are retried: a notice is not lost to a code nobody knew. */
export type Verdicts = Readonly<
  Record<number, { readonly retry: true; readonly afterMs?: number } | { readonly retry: false; readonly cure: string }>
>;

/** Reads a robot's answer; `codeField` is "errcode" or "code", `textField` holds the server's own words. */
export function robotAnswer(answer: Answer, codeField: string, textField: string, verdicts: Verdicts): Delivery {
  const body = asRecord(answer.text);
  const code = body?.[codeField];
  if (typeof code !== "number") {
    const error = "the answer is not a robot's: check baseUrl";
    return refusedByStatus(answer) ?? { ok: false, retry: true, error };
  }
  if (code === 0) return refusedByStatus(answer) ?? { ok: true };
  const verdict = verdicts[code];
  const error = `the robot refused with code ${code}: ${String(body?.[textField] ?? "").slice(0, 200)}`;
  if (verdict === undefined) return { ok: false, retry: true, error };
  if (!verdict.retry) return { ok: false, retry: false, error: `${error} (${verdict.cure})` };
  return { ok: false, retry: true, error, ...(verdict.afterMs === undefined ? {} : { afterMs: verdict.afterMs }) };
}

function asRecord(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
