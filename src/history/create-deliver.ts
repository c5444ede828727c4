// One batch to the server until every line of it is stored or refused: halved where too large, bisected where something in it is refused.

import type { Gate } from "./gate.ts";
import { groupByShape } from "./group-by-shape.ts";
import type { History, WriteOutcome } from "./history.ts";
import { cutAfter, joined, type LineBatch, linesOf } from "./line-batch.ts";

/** A line, and why the server refuses it even alone. */
export type Refused = readonly [line: string, serverWords: string];
type Verdict = Exclude<WriteOutcome, { kind: "retry" }>;

/** Batches without trouble before larger ones are tried again. */
const patience = 8;
/** A server that is late is not handed fewer lines than this: below it is not the size that makes it late. */
const fewestWhenSlow = 500;
/** A refused batch above this is first parted by shape: where a whole shape is refused, bisecting would ask for every line. */
const worthGrouping = 64;

/** @returns what the server refuses, in order; undefined when the gate closed first. Batches may be delivered side by side. */
export function createDeliver(
  history: Pick<History, "write">,
  gate: Gate,
  batchLines: number,
): (batch: LineBatch) => Promise<readonly Refused[] | undefined> {
  let limit = batchLines;
  let calm = 0;

  const verdict = async (batch: LineBatch): Promise<Verdict | undefined> => {
    for (;;) {
      const pass = await gate.admit();
      if (pass === undefined) return undefined;
      const outcome = await history
        .write(batch)
        .catch((error): WriteOutcome => ({ ok: false, kind: "retry", error: String(error) }));
      if (outcome.ok || outcome.kind !== "retry") {
        gate.good();
        return outcome;
      }
      gate.bad(pass, outcome.error, outcome.retryAfter);
      if (outcome.slow && batch.lines >= 2 * fewestWhenSlow) return { ok: false, kind: "too-large" };
    }
  };

  return async (batch) => {
    const rejects: Refused[] = [];
    const parts: LineBatch[] = [batch];
    let troubled = false;
    let grouped = false;
    for (let part = parts.pop(); part !== undefined; part = parts.pop()) {
      let sent = part;
      if (part.lines > limit) {
        const [head, rest] = cutAfter(part, limit);
        parts.push(rest);
        sent = head;
      }
      const outcome = await verdict(sent);
      if (outcome === undefined) return undefined;
      if (outcome.ok) continue;
      const words = outcome.kind === "refused" ? outcome.error : "413: too large even alone";
      // All of them dropped: nothing to search for.
      const all = outcome.kind === "refused" && outcome.dropped === sent.lines;
      if (all || sent.lines === 1) {
        for (const line of linesOf(sent)) rejects.push([line, words]);
        continue;
      }
      if (outcome.kind === "refused" && !grouped && sent.lines > worthGrouping) {
        // What was not sent yet is parted too: it is of the same mixture.
        grouped = true;
        const rest = parts.splice(0).reverse();
        parts.push(...groupByShape(joined([sent, ...rest])).toReversed());
        if (parts.length > 1) continue;
        parts.length = 0;
        parts.push(...rest.reverse());
      }
      const half = Math.ceil(sent.lines / 2);
      if (outcome.kind === "too-large") {
        limit = Math.min(limit, half);
        troubled = true;
      }
      const [first, second] = cutAfter(sent, half);
      parts.push(second, first);
    }
    calm = troubled ? 0 : calm + 1;
    if (limit < batchLines && calm >= patience) {
      limit = Math.min(batchLines, limit * 2);
      calm = 0;
    }
    return rejects;
  };
}
