// Who of a role is on duty at an instant, by the site's rota in the site's own time zone. Pure; used when a notice is addressed.

import type { Role, Shift, Site, Staff } from "../model/site.ts";

/** Whether the shift runs at a local weekday (ISO 1…7) and minute of the day. Its days are those on which it begins. */
function covers(shift: Shift, weekday: number, minute: number): boolean {
  const { from, to } = shift.window;
  if (from < to) return shift.days.includes(weekday) && minute >= from && minute < to;
  const dayBefore = weekday === 1 ? 7 : weekday - 1;
  return (shift.days.includes(weekday) && minute >= from) || (shift.days.includes(dayBefore) && minute < to);
}

/**
 * The staff of a role whose shift covers `now` (epoch ms). Where the rota names nobody of the role for that minute,
 * everybody of the role: an alarm never falls into a gap of the rota.
 */
export function onDuty(site: Site, role: Role, now: number): readonly Staff[] {
  const all = site.staff.filter((person) => person.role === role);
  const local = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(site.timezone);
  const minute = local.hour * 60 + local.minute;
  const shifts = site.rota.filter((shift) => covers(shift, local.dayOfWeek, minute));
  const present = all.filter((person) => shifts.some((shift) => shift.staff.includes(person.id)));
  return present.length > 0 ? present : all;
}
