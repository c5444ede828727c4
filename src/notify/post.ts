// One HTTP POST of JSON to somebody else's server, and what its status says about trying again. Used by webhook and robots.

import type { Delivery } from "./channel.ts";

export type Answer = {
  readonly status: number;
  readonly text: string;
  /** From Retry-After, ms from now. */
  readonly afterMs?: number;
};

const timeoutMs = 10_000;
const longestWaitMs = 3_600_000;

/**
 * Sends and reads the whole answer, 10 s at most; redirects are not followed.
 * @param now epoch ms, for a Retry-After that names a date
 * @returns the answer, or a delivery to be retried where the network failed
 */
export async function post(
  url: string,
  body: string,
  headers: Readonly<Record<string, string>>,
  now: number,
): Promise<Answer | Extract<Delivery, { retry: true }>> {
  try {
    const response = await fetch(url, {
      method: "POST",
      body,
      headers: { "Content-Type": "application/json; charset=utf-8", ...headers },
      redirect: "manual",
      signal: AbortSignal.timeout(timeoutMs),
    });
    const text = await response.text();
    const afterMs = waitAsked(response.headers.get("retry-after"), now);
    return { status: response.status, text, ...(afterMs === undefined ? {} : { afterMs }) };
  } catch (error) {
    return { ok: false, retry: true, error: `no answer from the server: ${networkReason(error)}` };
  }
}

/** RFC 9110 section 10.2.3: seconds or a date; more than an hour is not waited. */
function waitAsked(value: string | null, now: number): number | undefined {
  if (value === null) return undefined;
  const wait = /^\d+$/.test(value.trim()) ? Number(value) * 1000 : Date.parse(value) - Math.floor(now);
  return Number.isFinite(wait) ? Math.min(Math.max(wait, 0), longestWaitMs) : undefined;
}

function networkReason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  if (cause instanceof Error) return "code" in cause ? `${cause.message} (${String(cause.code)})` : cause.message;
  return error.message;
}

/** What the status alone says: undefined for 2xx; 408, 425, 429 and 5xx may work later; all else never will. */
export function refusedByStatus(answer: Answer): Extract<Delivery, { ok: false }> | undefined {
  const { status, afterMs } = answer;
  if (status >= 200 && status < 300) return undefined;
  const error = `the server answered HTTP ${status}`;
  if (status === 408 || status === 425 || status === 429 || status >= 500)
    return { ok: false, retry: true, error, ...(afterMs === undefined ? {} : { afterMs }) };
  const cure = status >= 300 && status < 400 ? "; redirects are not followed, give the final address" : "";
  return { ok: false, retry: false, error: `${error}${cure}` };
}
