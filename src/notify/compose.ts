// One outgoing message made from what waits in the outbox: a single notice, or a digest where more waits than may go out. Pure.

import type { Notice, OutboxEntry } from "../model/notice.ts";
import type { Site } from "../model/site.ts";
import type { Limits, Mention, Message } from "./channel.ts";
import { digest, type TicketEntry } from "./digest.ts";
import { tellsAll } from "./tells-all.ts";
import { wordCount } from "./word-count.ts";
import { type Wording, word } from "./wording.ts";

/** A message and the outbox entries that are told once it is delivered. */
export type Parcel = { readonly message: Message; readonly entries: readonly OutboxEntry[] };

/**
 * A digest goes to everybody whom any of its notices is for, so that it says of areas what robots may say. The daily count is never merged: it goes out by itself when its turn comes.
 * @param waiting due entries, oldest first; undefined is returned where there are none
 * @param room messages that may still go out within this minute
 */
export function compose(
  waiting: readonly OutboxEntry[],
  room: number,
  { digestBytes }: Limits,
  site: Site,
  now: number,
): Parcel | undefined {
  const [first] = waiting;
  if (first === undefined) return undefined;
  const merged = digestBytes !== undefined && waiting.length > room && isOfTicket(first);
  const { entries, wording } = merged
    ? digest(waiting.filter(isOfTicket), site, now, digestBytes)
    : { entries: [first], wording: wordNotice(first.notice, site, now, digestBytes) };
  const notice = entries[0]?.notice ?? first.notice;
  return { entries, message: { notice, ...wording, mentions: mentions(entries, site), language: site.language } };
}

const isOfTicket = (entry: OutboxEntry): entry is TicketEntry => entry.notice.reason !== "dailyCount";

const wordNotice = (notice: Notice, site: Site, now: number, bytes?: number): Wording =>
  notice.reason === "dailyCount"
    ? wordCount(notice.count, site, bytes)
    : word(notice, site, now, tellsAll(notice, site));

function mentions(entries: readonly OutboxEntry[], site: Site): readonly Mention[] {
  const ids = new Set(entries.flatMap(({ notice }) => notice.to));
  return site.staff
    .filter(({ id }) => ids.has(id))
    .map(({ name, phone, email }) => ({
      name: name[site.language],
      ...(phone === undefined ? {} : { phone }),
      ...(email === undefined ? {} : { email }),
    }));
}
