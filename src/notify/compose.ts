// One outgoing message made from what waits in the outbox: a single notice, or a digest where more waits than may go out. Pure.

import type { OutboxEntry } from "../model/notice.ts";
import type { Site } from "../model/site.ts";
import type { Limits, Mention, Message } from "./channel.ts";
import { digest } from "./digest.ts";
import { word } from "./wording.ts";

/** A message and the outbox entries that are told once it is delivered. */
export type Parcel = { readonly message: Message; readonly entries: readonly OutboxEntry[] };

/**
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
  const merged = digestBytes !== undefined && waiting.length > room;
  const { entries, wording } = merged
    ? digest(waiting, site, now, digestBytes)
    : { entries: [first], wording: word(first.notice, site, now) };
  const notice = entries[0]?.notice ?? first.notice;
  return { entries, message: { notice, ...wording, mentions: mentions(entries, site), language: site.language } };
}

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
