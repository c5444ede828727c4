// Many waiting notices as one message: a robot's limit must not swallow an alarm. Pure; used by the queue.

import type { OutboxEntry, TicketNotice } from "../model/notice.ts";
import { severities } from "../model/severity.ts";
import type { Site } from "../model/site.ts";
import type { Text } from "../model/text.ts";
import { digestLine, digestMore, digestTitle, fill, severityWords } from "./sentences.ts";
import { utf8Bytes } from "./truncate.ts";
import { ticketUrl, type Wording, word } from "./wording.ts";

/** What can be merged: the daily count is a message of its own. */
export type TicketEntry = OutboxEntry & { readonly notice: TicketNotice };
export type Digest = { readonly entries: readonly TicketEntry[]; readonly wording: Wording };

/**
 * Merges as many entries as fit `limit` UTF-8 bytes (title, body and link), one line each, the worst first, then the
 * oldest; at least one. What does not fit is counted in the last line and stays in the outbox for the next message.
 * @param waiting at least one
 */
export function digest(waiting: readonly TicketEntry[], site: Site, now: number, limit: number): Digest {
  const sorted = [...waiting].sort((a, b) => rank(a) - rank(b) || a.notice.at - b.notice.at);
  const worst = sorted[0]?.notice.snapshot.severity ?? "minor";
  const title = (count: number) => fill(digestTitle, { severity: severityWords[worst], count: String(count) });
  const more = (count: number) => fill(digestMore, { count: String(count) });
  const link = ticketUrl(site);
  let room = limit - size(title(sorted.length)) - size(more(sorted.length)) - utf8Bytes(link.url ?? "") - 3;
  const told: { entry: TicketEntry; line: Text }[] = [];
  for (const entry of sorted) {
    const line = fill(digestLine, { title: word(entry.notice, site, now).title, id: entry.notice.ticket });
    room -= size(line) + 1;
    if (room < 0 && told.length > 0) break;
    told.push({ entry, line });
  }
  const rest = sorted.length - told.length;
  const lines = [...told.map(({ line }) => line), ...(rest > 0 ? [more(rest)] : [])];
  const body = { en: lines.map(({ en }) => en).join("\n"), zh: lines.map(({ zh }) => zh).join("\n") };
  return { entries: told.map(({ entry }) => entry), wording: { title: title(told.length), body, ...link } };
}

const rank = ({ notice }: TicketEntry) => severities.indexOf(notice.snapshot.severity);
const size = ({ en, zh }: Text) => Math.max(utf8Bytes(en), utf8Bytes(zh));
