// The wall's memory: the community's present as the stream told it. It is never emptied, only replaced.

import type { FaultJson } from "../model/fault-json.ts";
import type { Language, Text } from "../model/text.ts";
import type { TicketJson } from "../model/ticket-json.ts";
import type { Counts, Device, WallMessage, WallSite } from "./wire.ts";
import { say, sayIfKnown } from "./words.ts";

export type Present = {
  readonly site: WallSite | null;
  readonly counts: Counts | null;
  readonly tickets: ReadonlyMap<string, TicketJson>;
  readonly faults: ReadonlyMap<string, FaultJson>;
  readonly devices: ReadonlyMap<string, Device>;
  /** When any device was last heard, by the gateway's clock, epoch ms. */
  readonly dataAt: number | null;
  /** The gateway's clock (epoch ms) at the last message, and our own steady clock (ms) at that moment. */
  readonly serverAt: number;
  readonly heardAt: number;
};

export const nothingYet: Present = {
  site: null,
  counts: null,
  tickets: new Map(),
  faults: new Map(),
  devices: new Map(),
  dataAt: null,
  serverAt: 0,
  heardAt: Number.NEGATIVE_INFINITY,
};

const faultKey = ({ asset, fault, openedAt }: FaultJson): string => `${asset}~${fault}~${openedAt}`;
const finished = new Set(["closed", "archived", "cancelled"]);
export const isOpen = ({ state }: TicketJson): boolean => !finished.has(state);

const instant = (at: string | null): number | null => (at === null ? null : Date.parse(at));

/** An answer may have told a later state than the stream's next message: a ticket never goes back. */
const isNews = (tickets: ReadonlyMap<string, TicketJson>, { id, version }: TicketJson): boolean =>
  version >= (tickets.get(id)?.version ?? 0);

/** The present with a ticket that an answer brought, ahead of the stream. */
export const withTicket = (present: Present, ticket: TicketJson): Present =>
  isNews(present.tickets, ticket) ? { ...present, tickets: new Map(present.tickets).set(ticket.id, ticket) } : present;

/** The present after a message. @param heardAt a steady clock's ms: the browser's own time of day is not trusted. */
export function hear(present: Present, message: WallMessage, heardAt: number): Present {
  const heard = { serverAt: Date.parse(message.at), heardAt };
  if (message.type === "tick") return { ...present, ...heard, dataAt: instant(message.dataAt) };
  const fresh = message.type === "snapshot";
  const tickets = new Map(fresh ? [] : present.tickets);
  const faults = new Map(fresh ? [] : present.faults);
  const devices = new Map(fresh ? [] : present.devices);
  for (const ticket of message.tickets) if (isNews(tickets, ticket)) tickets.set(ticket.id, ticket);
  for (const fault of message.faults)
    if (fault.clearedAt === null) faults.set(faultKey(fault), fault);
    else faults.delete(faultKey(fault));
  for (const device of message.devices) devices.set(device.id, device);
  return {
    ...present,
    ...heard,
    counts: message.counts ?? present.counts,
    tickets,
    faults,
    devices,
    ...(fresh && { site: message.site, dataAt: instant(message.dataAt) }),
  };
}

/** The gateway's clock now, epoch ms. @param steady our steady clock, ms. */
export const serverNow = ({ serverAt, heardAt }: Present, steady: number): number => serverAt + (steady - heardAt);

/** The name of an asset for people: the device's or the link's, else the id. */
export const assetName = (present: Present, asset: string, language: Language): string =>
  (present.devices.get(asset) ?? present.site?.links?.find(({ id }) => id === asset))?.name[language] ?? asset;

export const zoneName = (present: Present, zone: string, language: Language): string =>
  present.site?.zones.find(({ id }) => id === zone)?.name[language] ?? zone;

export const staffName = (present: Present, person: string, language: Language): string =>
  present.site?.staff.find(({ id }) => id === person)?.name[language] ?? person;

/** As `staffName`, for whoever a log or a field may name: nobody, the gateway itself, the administrator. */
export function personName(present: Present, id: string | null, language: Language): string {
  if (id === null) return say(language, "nobody");
  return id === "system" || id === "admin" || id === "resident" ? say(language, id) : staffName(present, id, language);
}

/** What is wrong, in words: the kind's own label (any kind's where the kind is not known), else ours, else `otherwise`. */
export function faultName(
  present: Present,
  { kind, fault }: { readonly kind: string | null; readonly fault: string },
  language: Language,
  otherwise?: Text,
): string {
  const kinds = present.site?.kinds ?? {};
  const all = kind === null ? Object.values(kinds) : [kinds[kind]];
  const label = all.map((each) => each?.faults[fault]).find((words) => words !== undefined);
  return label?.[language] ?? sayIfKnown(language, `fault.${fault}`, otherwise?.[language] ?? fault);
}
