// Whom a notice for a role on duty reaches: the rota's answer, and never nobody. Pure; used when a notice is addressed.

import { onDuty as byRota } from "../model/on-duty.ts";
import type { Role, Site, Staff } from "../model/site.ts";

/**
 * The staff of a role whose shift covers `now` (epoch ms) at the site. Where the rota names nobody of the role for that
 * minute, everybody of the role: an alarm never falls into a gap of the rota.
 */
export function onDuty(site: Site, role: Role, now: number): readonly Staff[] {
  const present = byRota(site, role, now);
  return present.length > 0 ? present : site.staff.filter((person) => person.role === role);
}
