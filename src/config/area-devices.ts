// The areas of the plan as devices of the site, so that their faults live like any other: one fault, one ticket, one course.

import { area as definition } from "../../devices/area.ts";
import type { WatchArea } from "../model/coverage.ts";
import type { Device, Site } from "../model/site.ts";
import { resolveDevice } from "./resolve-device.ts";

const SLOW_REPORTS = "PT1H";

/** High priority: critical, by the row `security`. Source: CONTRACT 6, area fault `blindSpot`. */
function withPriority(device: Device, { priority }: WatchArea): Device {
  const own = device.faults.blindSpot;
  if (priority !== "high" || !own) return device;
  const from = "priority";
  const blindSpot = { ...own, severity: { value: "critical", from }, sla: { value: "security", from } } as const;
  return { ...device, faults: { ...device.faults, blindSpot } };
}

/** The site with its areas among its devices. They are told of as they change, and never silent. */
export function withAreas(site: Site): Site {
  const { areas } = site.coverage;
  if (areas.length === 0) return site;
  const context = { timezone: site.timezone, defaults: [], indoorLevels: new Set<string>() };
  const devices = areas.map((area) => {
    const { id, zone, name } = area;
    const raw = { id, kind: definition.kind, zone, name, reportEvery: SLOW_REPORTS, off: ["offline", "clockSkew"] };
    const device = resolveDevice(raw, definition, context);
    return withPriority({ ...device, staleAfter: { value: Number.POSITIVE_INFINITY, from: "definition" } }, area);
  });
  return {
    ...site,
    devices: [...site.devices, ...devices],
    definitions: { ...site.definitions, [definition.kind]: definition },
  };
}
