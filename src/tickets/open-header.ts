// The header of a new ticket: title, owner and row, from a fault or from a person's report.

import { faultLabel } from "../model/built-in-fault.ts";
import type { Fault } from "../model/fault.ts";
import { onDuty } from "../model/on-duty.ts";
import type { Device, Site } from "../model/site.ts";
import type { Report, TicketHeader } from "../model/ticket.ts";

const ticketId = (number: number): string => `T-${String(number).padStart(6, "0")}`;

/** Who is accountable to the end (首问责任): the operator on duty, else whoever the zone or the site has. */
function ownerOf(site: Site, zone: string, at: number): string | null {
  const operator = onDuty(site, "operator", at)[0];
  const steward = site.zones.find(({ id }) => id === zone)?.steward;
  const anyone = site.staff.find(({ role }) => role === "supervisor" || role === "manager");
  return operator?.id ?? steward ?? anyone?.id ?? null;
}

export function headerOfFault(
  site: Site,
  device: Device,
  fault: Fault,
  number: number,
  openedAt: number,
): TicketHeader {
  const label = faultLabel(site.definitions[device.kind], fault.fault);
  return {
    id: ticketId(number),
    site: site.id,
    zone: device.zone,
    asset: device.id,
    kind: device.kind,
    fault: fault.fault,
    ref: null,
    severity: fault.severity,
    sla: fault.sla,
    source: device.kind === "gateway" ? "gateway" : "telemetry",
    owner: ownerOf(site, device.zone, openedAt),
    since: fault.since,
    openedAt,
    title: { en: `${device.name.en}: ${label.en}`, zh: `${device.name.zh}：${label.zh}` },
    latched: fault.latched,
  };
}

export function headerOfReport(site: Site, report: Report, number: number, openedAt: number): TicketHeader {
  const device = report.asset === undefined ? undefined : site.devices.find(({ id }) => id === report.asset);
  const steward = site.zones.find(({ id }) => id === report.zone)?.steward;
  const sla = report.sla ?? "default";
  return {
    id: ticketId(number),
    site: site.id,
    zone: report.zone,
    asset: device?.id ?? null,
    kind: device?.kind ?? null,
    fault: null,
    ref: report.ref ?? null,
    severity: sla === "urgent" ? "major" : "minor",
    sla,
    source: "report",
    owner: steward ?? ownerOf(site, report.zone, openedAt),
    since: openedAt,
    openedAt,
    title: { en: report.text, zh: report.text },
    latched: false,
    reporter: {
      resident: report.by === "resident",
      ...(report.name !== undefined && { name: report.name }),
      ...(report.phone !== undefined && { phone: report.phone }),
    },
  };
}
