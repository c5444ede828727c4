// The schema of site.yaml (CONTRACT section 4), with the options and parameters of every known kind folded in.

import { z } from "zod";
import type { DeviceDefinition } from "../model/device-definition.ts";
import { coverage, type RawCoverage } from "./schema/coverage.ts";
import { defaults, devices, type RawDefaults, type RawDevice } from "./schema/device.ts";
import { notify, type RawNotify } from "./schema/notify.ts";
import { calendar, company, desk, link, staffMember, zone } from "./schema/people.ts";
import { type RawSlaRow, sla } from "./schema/sla.ts";
import { source } from "./schema/sources.ts";
import { calendarSpan, dailyWindow, id, lightingTime, textSchema } from "./schema/words.ts";

/** Strict throughout: an unknown key is an error. Which ids exist is checked in references.ts. */
export function siteSchema(definitions: Readonly<Record<string, DeviceDefinition>>) {
  const kinds = Object.values(definitions);
  return z.strictObject({
    site: id,
    name: textSchema.optional(),
    timezone: z.string(),
    language: z.enum(["en", "zh"]).optional(),
    location: z.strictObject({ latitude: z.number().min(-90).max(90), longitude: z.number().min(-180).max(180) }),
    calendar: calendar.optional(),
    desk: desk.optional(),
    lighting: z.record(id, z.array(z.tuple([lightingTime, lightingTime]))).optional(),
    peak: z.array(dailyWindow).optional(),
    zones: z.array(zone),
    companies: z.array(company).optional(),
    staff: z.array(staffMember).optional(),
    defaults: defaults(kinds).optional(),
    links: z.array(link).optional(),
    devices: devices(kinds),
    sources: z.array(source(Object.keys(definitions))).optional(),
    sla: sla.optional(),
    coverage: coverage.optional(),
    notify: notify.optional(),
    // Preventive plans and patrols: each has an id, its other keys belong to whoever plans the work.
    upkeep: z.array(z.looseObject({ id })).optional(),
    retention: z
      .strictObject({
        passages: calendarSpan.optional(),
        reporterPhone: calendarSpan.optional(),
        attachments: calendarSpan.optional(),
        audit: calendarSpan.optional(),
      })
      .optional(),
    include: z.array(z.string()).optional(),
  });
}

type RawText = string | { readonly en: string; readonly zh: string };

/** The validated file, before anything is resolved. */
export type RawSite = {
  readonly site: string;
  readonly name?: RawText;
  readonly timezone: string;
  readonly language?: "en" | "zh";
  readonly location: { readonly latitude: number; readonly longitude: number };
  readonly calendar?: z.infer<typeof calendar>;
  readonly desk?: z.infer<typeof desk>;
  readonly lighting?: Readonly<Record<string, readonly (readonly [string, string])[]>>;
  readonly peak?: readonly string[];
  readonly zones: readonly z.infer<typeof zone>[];
  readonly companies?: readonly z.infer<typeof company>[];
  readonly staff?: readonly z.infer<typeof staffMember>[];
  readonly defaults?: readonly RawDefaults[];
  readonly links?: readonly z.infer<typeof link>[];
  readonly devices: readonly RawDevice[];
  readonly sla?: Readonly<Record<string, RawSlaRow>>;
  readonly coverage?: RawCoverage;
  readonly notify?: RawNotify;
  readonly retention?: { readonly attachments?: string };
};
