// Whether a notice reaches operators and above alone, by a way of their own: only then may it say what a blind area hides. Pure.

import type { Notice } from "../model/notice.ts";
import type { Role, Site } from "../model/site.ts";
import { channelsOf } from "./channels-of.ts";

const insiders: readonly (Role | undefined)[] = ["operator", "supervisor", "manager"];

/**
 * A mail or a signed webhook that is for named people, all of them operators or above; of a mail also every address of the
 * channel's own must be theirs. A robot speaks to a room, and the stream of notices to whoever may hear it.
 */
export function tellsAll({ channel, to }: Pick<Notice, "channel" | "to">, site: Site): boolean {
  const config = channelsOf(site).find(({ id }) => id === channel);
  if (config?.type !== "email" && config?.type !== "webhook") return false;
  const own = site.staff.filter(({ role }) => insiders.includes(role));
  const isOwn = (address: string): boolean => own.some(({ email }) => email === address);
  const readers = to.every((id) => own.some((person) => person.id === id));
  return to.length > 0 && readers && (config.type === "webhook" || config.to.every(isOwn));
}
