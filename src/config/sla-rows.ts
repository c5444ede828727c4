// The SLA table as it holds on this site: defaults, then the site's differences, then inheritance from the row `default`.

import { milliseconds } from "../model/duration.ts";
import type { SlaLimit, SlaRow } from "../model/site.ts";
import { type Milestone, milestones } from "../model/ticket.ts";
import type { RawSlaRow } from "./schema/sla.ts";
import { lifeSafety, neverPaused, slaDefaults } from "./sla-defaults.ts";

/** @param differences the site's `sla`; `none` drops an inherited milestone */
export function slaRows(differences: Readonly<Record<string, RawSlaRow>> = {}): Readonly<Record<string, SlaRow>> {
  const written = (id: string): RawSlaRow => ({ ...slaDefaults[id], ...differences[id] });
  const base = written("default");
  const ids = new Set([...Object.keys(slaDefaults), ...Object.keys(differences)]);
  return Object.fromEntries([...ids].map((id) => [id, resolveRow(id, { ...base, ...written(id) })]));
}

function resolveRow(id: string, row: RawSlaRow): SlaRow {
  const limits: Partial<Record<Milestone, SlaLimit>> = {};
  for (const milestone of milestones) {
    const value = row[milestone];
    if (value !== undefined && value !== "none") limits[milestone] = readLimit(value);
  }
  return {
    id,
    milestones: limits,
    calendar: row.calendar ?? "24x7",
    pausable: !neverPaused.includes(id),
    lifeSafety: lifeSafety.includes(id),
    ...(row.dispatch !== undefined && { dispatch: row.dispatch }),
    also: row.also ?? [],
  };
}

function readLimit(value: string): SlaLimit {
  if (value === "same-day") return { type: "sameDay" };
  if (value === "agreed") return { type: "agreed" };
  const working = /^P(\d+)WD$/.exec(value);
  if (working) return { type: "workingDays", days: Number(working[1]) };
  return { type: "duration", after: milliseconds(value) };
}
