// Who of a role is on duty at an instant, by the rota; without a rota, or in a gap of it, everybody of the role.

import type { Role, Shift, Site, Staff } from "./site.ts";

const covers = ({ days, window: { from, to } }: Shift, weekday: number, minute: number): boolean => {
  if (from < to) return days.includes(weekday) && minute >= from && minute < to;
  const yesterday = ((weekday + 5) % 7) + 1;
  return (days.includes(weekday) && minute >= from) || (days.includes(yesterday) && minute < to);
};

/** @param at epoch ms. Staff in rota order, then in the site's order. */
export function onDuty(site: Pick<Site, "rota" | "staff" | "timezone">, role: Role, at: number): readonly Staff[] {
  const ofRole = site.staff.filter((person) => person.role === role);
  const rostered = new Set(site.rota.flatMap((shift) => shift.staff));
  if (!ofRole.some(({ id }) => rostered.has(id))) return ofRole;
  const local = Temporal.Instant.fromEpochMilliseconds(Math.floor(at)).toZonedDateTimeISO(site.timezone);
  const minute = local.hour * 60 + local.minute;
  const now = site.rota.filter((shift) => covers(shift, local.dayOfWeek, minute)).flatMap((shift) => shift.staff);
  const present = ofRole.filter(({ id }) => now.includes(id)).sort((a, b) => now.indexOf(a.id) - now.indexOf(b.id));
  return present.length > 0 ? present : ofRole;
}
