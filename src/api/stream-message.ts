// What the WebSocket /api/v1/stream says: a snapshot first, then changes in batches, and a tick while nothing changes.

import type { AreaState } from "../model/coverage.ts";
import type { FaultJson } from "../model/fault-json.ts";
import { faultJson } from "../model/fault-json.ts";
import type { DeviceView, GatewayView } from "../model/gateway-view.ts";
import type { Role, Site } from "../model/site.ts";
import type { Language, Text } from "../model/text.ts";
import type { TicketJson } from "../model/ticket-json.ts";
import { isoInstant, ticketJson } from "../model/ticket-json.ts";
import { isOverdue } from "./overdue.ts";

/** A device in few words. */
export type DeviceBrief = {
  readonly id: string;
  readonly kind: string;
  readonly name: Text;
  readonly zone: string;
  readonly building: string | null;
  readonly online: boolean | null;
  readonly faults: readonly string[];
};

/** What is seen of an area now. */
export type AreaBrief = Pick<AreaState, "ratio" | "blindArea" | "blind"> & { readonly id: string };
export const areaBrief = ({ area, ratio, blindArea, blind }: AreaState): AreaBrief => ({
  id: area,
  ratio,
  blindArea,
  blind,
});

export type StreamCounts = {
  readonly tickets: { readonly open: number; readonly overdue: number; readonly critical: number };
  readonly faults: number;
  readonly devices: Readonly<Record<string, { readonly total: number; readonly online: number }>>;
};

export type StreamSite = {
  readonly id: string;
  readonly name: Text;
  readonly timezone: string;
  readonly language: Language;
  readonly zones: readonly { readonly id: string; readonly name: Text }[];
  readonly staff: readonly { readonly id: string; readonly name: Text; readonly role: Role }[];
  /** Faults and tickets may also be about what devices hang on, and about the areas that cameras watch; these with their plan's level. */
  readonly links: readonly { readonly id: string; readonly name: Text; readonly level?: string }[];
  readonly kinds: Readonly<Record<string, { readonly label: Text; readonly faults: Readonly<Record<string, Text>> }>>;
  /** Silence of all devices, in ms, after which something upstream of the gateway must be wrong. */
  readonly quietAfter: number;
};

export type Snapshot = {
  readonly type: "snapshot";
  readonly at: string;
  readonly dataAt: string | null;
  readonly site: StreamSite;
  readonly counts: StreamCounts;
  readonly tickets: readonly TicketJson[];
  readonly faults: readonly FaultJson[];
  readonly devices: readonly DeviceBrief[];
};
export type Changes = {
  readonly type: "changes";
  readonly at: string;
  readonly tickets: readonly TicketJson[];
  readonly faults: readonly FaultJson[];
  readonly devices: readonly DeviceBrief[];
  /** Areas of the plan whose coverage changed. */
  readonly areas?: readonly AreaBrief[];
  /** Absent in what is sent at once, before its batch. */
  readonly counts?: StreamCounts;
};
export type Tick = { readonly type: "tick"; readonly at: string; readonly dataAt: string | null };
export type StreamMessage = Snapshot | Changes | Tick;

const finished = new Set(["closed", "archived", "cancelled"]);

export const deviceBrief = ({ device, online, faults }: DeviceView): DeviceBrief => ({
  id: device.id,
  kind: device.kind,
  name: device.name,
  zone: device.zone,
  building: device.building ?? null,
  online,
  faults,
});

/** When any device was last heard. */
export function lastHeard(view: GatewayView): string | null {
  const { lastHeardAt } = view.presence();
  return lastHeardAt === null ? null : isoInstant(lastHeardAt);
}

export function countAll(view: GatewayView): StreamCounts {
  const now = view.now();
  const open = view.tickets().filter(({ state }) => !finished.has(state));
  return {
    tickets: {
      open: open.length,
      overdue: open.filter((ticket) => isOverdue(ticket, now)).length,
      critical: open.filter(({ severity }) => severity === "critical").length,
    },
    faults: view.faults().filter(({ clearedAt }) => clearedAt === null).length,
    devices: view.presence().kinds,
  };
}

const streamSite = (site: Site): StreamSite => ({
  id: site.id,
  name: site.name,
  timezone: site.timezone,
  language: site.language,
  zones: site.zones.map(({ id, name }) => ({ id, name })),
  staff: site.staff.map(({ id, name, role }) => ({ id, name, role })),
  links: [
    ...site.links.map(({ id, name }) => ({ id, name })),
    ...site.coverage.areas.map(({ id, name, drawn }) => ({ id, name, ...(drawn && { level: drawn.level }) })),
  ],
  kinds: Object.fromEntries(
    Object.values(site.definitions).map(({ kind, label, faults }) => [
      kind,
      { label, faults: Object.fromEntries(Object.entries(faults).map(([name, fault]) => [name, fault.label])) },
    ]),
  ),
  quietAfter: Math.max(10_000, Math.min(...site.devices.map(({ reportEvery }) => reportEvery), 300_000) + 5_000),
});

/** Everything a wall needs to start from nothing. */
export const snapshot = (view: GatewayView): Snapshot => ({
  type: "snapshot",
  at: isoInstant(view.now()),
  dataAt: lastHeard(view),
  site: streamSite(view.site),
  counts: countAll(view),
  tickets: view
    .tickets()
    .filter(({ state }) => !finished.has(state))
    .map(ticketJson),
  faults: view
    .faults()
    .filter(({ clearedAt }) => clearedAt === null)
    .map(faultJson),
  devices: view.devices().map(deviceBrief),
});
