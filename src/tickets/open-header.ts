// The header of a new ticket: title, owner and row, from a fault or from a person's report.

import type { Asset } from "../model/asset.ts";
import { assetOf } from "../model/asset.ts";
import { faultLabel } from "../model/built-in-fault.ts";
import { blamedBy, type Fault } from "../model/fault.ts";
import { areaKind, selfKind } from "../model/installed.ts";
import { onDuty } from "../model/on-duty.ts";
import type { Site } from "../model/site.ts";
import type { Text } from "../model/text.ts";
import type { Reclassified, Report, Ticket, TicketHeader } from "../model/ticket.ts";

const ticketId = (number: number): string => `T-${String(number).padStart(6, "0")}`;

/** Who is accountable to the end (首问责任): the operator on duty, else whoever the zone or the site has. */
function ownerOf(site: Site, zone: string, at: number): string | null {
  const operator = onDuty(site, "operator", at)[0];
  const steward = site.zones.find(({ id }) => id === zone)?.steward;
  const anyone = site.staff.find(({ role }) => role === "supervisor" || role === "manager");
  return operator?.id ?? steward ?? anyone?.id ?? null;
}

const titleOf = (site: Site, asset: Asset, fault: string): Text => {
  const label = faultLabel(site.definitions[asset.kind], fault);
  return { en: `${asset.name.en}: ${label.en}`, zh: `${asset.name.zh}：${label.zh}` };
};

/** What a blind spot is blamed on stands in its title: whoever reads it on a phone sees at once what to mend. */
const named = ({ en, zh }: Text, because: readonly string[]): Text =>
  because.length === 0 ? { en, zh } : { en: `${en} (${because.join(", ")})`, zh: `${zh}（${because.join("、")}）` };

export function headerOfFault(site: Site, device: Asset, fault: Fault, number: number, openedAt: number): TicketHeader {
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
    source: device.kind === selfKind ? "gateway" : device.kind === areaKind ? "coverage" : "telemetry",
    owner: ownerOf(site, device.zone, openedAt),
    since: fault.since,
    openedAt,
    title: named(titleOf(site, device, fault.fault), blamedBy(fault)),
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

/** A reclassification with what it means for the rest of the header: kind, title, latch. */
export function reclassified(site: Site, ticket: Ticket, now: Reclassified): Reclassified {
  const id = now.asset ?? ticket.asset;
  const about = id === null || (now.asset === undefined && now.fault === undefined) ? undefined : assetOf(site, id);
  if (!about) return now;
  const fault = now.fault ?? ticket.fault;
  const latched = site.definitions[about.kind]?.faults[fault ?? ""]?.latched === true;
  return { ...now, kind: about.kind, latched, ...(fault !== null && { title: titleOf(site, about, fault) }) };
}

/** A small ticket that another one gives rise to: for the sensor that lied there, or for a fault that keeps clearing by itself. */
export function headerOfOrigin(
  site: Site,
  origin: Ticket,
  why: "sensor" | "self-cleared",
  number: number,
  openedAt: number,
): TicketHeader {
  const said = {
    sensor: { en: `${origin.title.en}: check the sensor`, zh: `${origin.title.zh}：检查传感器` },
    "self-cleared": {
      en: `${origin.title.en}: cleared by itself three times in 7 days`,
      zh: `${origin.title.zh}：7 天内三次自行恢复`,
    },
  } as const;
  return {
    id: ticketId(number),
    site: site.id,
    zone: origin.zone,
    asset: origin.asset,
    kind: origin.kind,
    fault: null,
    ref: null,
    severity: "minor",
    sla: "small",
    source: "telemetry",
    owner: ownerOf(site, origin.zone, openedAt),
    since: openedAt,
    openedAt,
    title: said[why],
    latched: false,
    origin: origin.id,
  };
}
