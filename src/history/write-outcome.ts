// HTTP answer of an InfluxDB → what became of the batch, with the setting that cures a refusal. Statuses as 1.x, 2.x and 3.x document them.

import { type Connection, NoAnswer, wordsOf } from "./connection.ts";
import type { WriteOutcome } from "./history.ts";
import type { Answer } from "./send-request.ts";

/** How the settings are called for this version. */
export type Cures = { readonly credentials: string; readonly place: string };

/** Only at the start of the message: further on stands text from the refused line itself. */
const placeMissing =
  /^(?:the )?(?:database|retention policy|bucket|organization|dbrp)\b.{0,120}\bnot found|^please provide either orgID or org$/i;
/** 1.x and 2.x end with how many they dropped; newer ones, of lines older than the retention, add where. */
const droppedOf = /\bpartial write: .*\bdropped=(\d+)(?: for database: .*)?$/s;

/** What the server said, out of its JSON or plain text. */
export function serverWords(body: string): string {
  try {
    const said = JSON.parse(body) as { error?: unknown; message?: unknown; data?: unknown } | null;
    const words = [said?.message, said?.error].filter((text) => typeof text === "string" && text !== "").join(": ");
    const detail = said?.data === undefined || said.data === null ? "" : ` ${JSON.stringify(said.data)}`;
    if (words !== "") return words + detail;
  } catch {
    // not JSON: the text itself
  }
  return body;
}

/** Retry-After (seconds or a date, RFC 9110 10.2.3) as ms from now; undefined when absent or unreadable. */
export function retryAfter(value: string | null | undefined): number | undefined {
  if (!value) return undefined;
  const wait = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.now();
  return Number.isFinite(wait) && wait > 0 ? wait : undefined;
}

/**
 * 204 is the only yes. 400, 422 and 201 (3.x: "some rows were written"): something in the batch. 413: too large.
 * All else is no verdict on the lines: a missing database, a wrong token, a proxy's page, a server in trouble.
 */
export function outcomeOf(answer: Answer, connection: Connection, cures: Cures): WriteOutcome {
  const { status } = answer;
  if (status === 204) return { ok: true };
  if (status === 413) return { ok: false, kind: "too-large" };
  const said = serverWords(answer.body);
  const words = connection.scrub(said);
  if ((status === 400 || status === 422 || status === 201) && !placeMissing.test(words)) {
    const [, dropped] = droppedOf.exec(said.trimEnd()) ?? [];
    const error = words || `HTTP ${status}`;
    return { ok: false, kind: "refused", error, ...(dropped !== undefined && { dropped: Number(dropped) }) };
  }
  const wait = retryAfter(answer.headers.get("retry-after"));
  const error = `InfluxDB at ${connection.base} answered ${status}${words && `: ${words}`}${cureOf(status, cures)}`;
  return { ok: false, kind: "retry", status, error, ...(wait === undefined ? {} : { retryAfter: wait }) };
}

/** As a clause to append: which setting to look at. */
export function cureOf(status: number, cures: Cures): string {
  if (status === 401 || status === 403) return ` (check ${cures.credentials})`;
  if (status === 404 || status === 400) return ` (run \`npm run anju -- influx prepare\`, or check ${cures.place})`;
  if (status < 400) return " (is ANJU_INFLUX_URL an InfluxDB?)";
  return "";
}

export const unreachable = (error: unknown): WriteOutcome => ({
  ok: false,
  kind: "retry",
  error: `InfluxDB cannot be reached: ${wordsOf(error)}`,
  ...(error instanceof NoAnswer ? { slow: true } : {}),
});
