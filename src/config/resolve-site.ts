// The validated site file → the community as the stages see it, everything resolved, in file order.

import type { DeviceDefinition } from "../model/device-definition.ts";
import type { Company, DailyWindow, Link, Site, Staff, Zone } from "../model/site.ts";
import { bothLanguages } from "./both-languages.ts";
import { resolveCoverage } from "./resolve-coverage.ts";
import { resolveDevice } from "./resolve-device.ts";
import { channelConfigs, rota, routes } from "./resolve-notify.ts";
import { createDark } from "./schedules/dark.ts";
import { createLighting } from "./schedules/lighting.ts";
import { parseDailyWindow } from "./schedules/open-hours.ts";
import type { RawSite } from "./site-schema.ts";
import { slaRows } from "./sla-rows.ts";
import { createWorkCalendar, defaultHours } from "./work-calendar.ts";

export type SiteContext = {
  readonly definitions: Readonly<Record<string, DeviceDefinition>>;
  readonly publicUrl?: string;
  readonly topicRoot: string;
};

export function resolveSite(raw: RawSite, { definitions, publicUrl, topicRoot }: SiteContext): Site {
  const { timezone, location } = raw;
  const indoorLevels = new Set(
    (raw.coverage?.levels ?? []).flatMap(({ id, indoor }) => (indoor === "lit" || indoor === "dark" ? [id] : [])),
  );
  const context = { timezone, defaults: raw.defaults ?? [], indoorLevels };
  return {
    id: raw.site,
    name: bothLanguages(raw.name, raw.site),
    timezone,
    language: raw.language ?? "zh",
    location,
    topicRoot,
    ...(publicUrl !== undefined && { publicUrl }),
    zones: raw.zones.map(
      (zone) => ({ ...zone, name: bothLanguages(zone.name, zone.id), technicians: zone.technicians ?? [] }) as Zone,
    ),
    staff: (raw.staff ?? []).map(
      (person) => ({ ...person, name: bothLanguages(person.name, person.id), skills: person.skills ?? [] }) as Staff,
    ),
    companies: (raw.companies ?? []).map(
      (company) =>
        ({ ...company, name: bothLanguages(company.name, company.id), skills: company.skills ?? [] }) as Company,
    ),
    devices: raw.devices.flatMap((device) => {
      const definition = definitions[device.kind];
      return definition ? [resolveDevice(device, definition, context)] : [];
    }),
    links: (raw.links ?? []).map(
      (link) =>
        ({
          ...link,
          name: bothLanguages(link.name, link.id),
          type: link.type ?? "link",
          upstream: link.upstream ?? [],
        }) as Link,
    ),
    definitions,
    sla: slaRows(raw.sla),
    calendar: createWorkCalendar({
      country: raw.calendar?.country ?? "CN",
      holidays: raw.calendar?.holidays ?? [],
      workdays: raw.calendar?.workdays ?? [],
      hours: raw.calendar?.hours ?? defaultHours,
      timezone,
    }),
    desk: { dispatch: raw.desk?.dispatch ?? "claim" },
    retention: { attachments: raw.retention?.attachments ?? "P2Y" },
    coverage: resolveCoverage(raw.coverage),
    peak: (raw.peak ?? []).map((window) => parseDailyWindow(window) as DailyWindow),
    dark: createDark(location),
    lighting: createLighting(raw.lighting ?? {}, location, timezone),
    rota: rota(raw.notify),
    notify: { channels: channelConfigs(raw.notify), routes: routes(raw.notify) },
  };
}
