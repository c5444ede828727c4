// GET /api/v1/tickets/{id}/advice: what to do first, whom to call, and which rows the ticket can be turned into.

import { z } from "zod";
import type { GatewayView } from "../../model/gateway-view.ts";
import { areaKind } from "../../model/installed.ts";
import { onDuty } from "../../model/on-duty.ts";
import type { Site, Staff } from "../../model/site.ts";
import { type Text, text } from "../../model/text.ts";
import type { Ticket } from "../../model/ticket.ts";
import type { ApiServer } from "../api-server.ts";
import { refused } from "../problem.ts";
import * as schemas from "../schemas.ts";

const contactRoles = ["intercom", "reporter", "company", "assignee", "guard", "technician", "steward"] as const;

/** Whoever left a number and no name. */
const nameless = text("no name left", "未留称呼");

export type Contact = {
  readonly role: (typeof contactRoles)[number];
  readonly name: Text;
  readonly phone: string;
};

export type TicketAdvice = {
  readonly advice: Text | null;
  readonly contacts: readonly Contact[];
  readonly rows: readonly string[];
};

const advice = z.object({
  advice: schemas.words.nullable(),
  contacts: z.array(z.object({ role: z.enum(contactRoles), name: schemas.words, phone: z.string() })).readonly(),
  rows: z.array(z.string()).readonly().meta({ description: "SLA rows of the site 本小区的时限行" }),
});

/** Of the zone's technicians those with the skill, and of these who is on duty; all of them where nobody is. */
function techniciansOf(site: Site, ids: readonly string[], kind: string | null, now: number): readonly Staff[] {
  const all = ids.flatMap((id) => site.staff.find((each) => each.id === id) ?? []);
  // A blind area is mended at its cameras and lamps.
  const wanted = kind === areaKind ? ["camera", "streetlight"] : [kind];
  const skilled = all.filter(({ skills }) => skills.some((skill) => wanted.includes(skill)));
  const able = skilled.length > 0 ? skilled : kind === null ? [] : all;
  const present = onDuty(site, "technician", now);
  const here = able.filter((each) => present.includes(each));
  return here.length > 0 ? here : able;
}

/** Whom to call about a ticket: the car's own intercom, whoever reported it, the company with the skill, who has it, the zone's people; each number once. */
function contactsOf(site: Site, { asset, kind, zone, assignee, reporter }: Ticket, now: number): readonly Contact[] {
  const found: Contact[] = [];
  const add = (role: Contact["role"], who: { readonly name: Text; readonly phone?: string } | undefined): void => {
    if (who?.phone !== undefined && !found.some(({ phone }) => phone === who.phone))
      found.push({ role, name: who.name, phone: who.phone });
  };
  const person = (id: string | null | undefined) => site.staff.find((each) => each.id === id);
  const device = site.devices.find(({ id }) => id === asset);
  const own = site.zones.find(({ id }) => id === zone);
  if (device?.intercom !== undefined) add("intercom", { name: device.name, phone: device.intercom });
  if (reporter?.phone !== undefined) {
    const { name, phone } = reporter;
    add("reporter", { name: name === undefined ? nameless : { en: name, zh: name }, phone });
  }
  for (const { name, dutyPhone, skills } of site.companies)
    if (dutyPhone !== undefined && kind !== null && skills.includes(kind)) add("company", { name, phone: dutyPhone });
  add("assignee", person(assignee));
  // A place that is blind needs eyes before it needs hands.
  if (kind === areaKind) add("guard", person(own?.guard));
  for (const technician of techniciansOf(site, own?.technicians ?? [], kind, now)) add("technician", technician);
  add("guard", person(own?.guard));
  add("steward", person(own?.steward));
  return found;
}

/** `advice` null where the device's definition gives none. @param now epoch ms, for who is on duty */
export const adviceFor = (site: Site, ticket: Ticket, now: number): TicketAdvice => ({
  advice: site.definitions[ticket.kind ?? ""]?.faults[ticket.fault ?? ""]?.advice ?? null,
  contacts: contactsOf(site, ticket, now),
  rows: Object.keys(site.sla),
});

export function addAdvice(app: ApiServer, view: GatewayView): void {
  app.get(
    "/api/v1/tickets/:id/advice",
    {
      schema: {
        summary: "What to do first, and whom to call 处置要点与联系电话",
        tags: ["tickets"],
        params: z.object({ id: z.string() }),
        response: { 200: advice },
      },
    },
    async ({ params }) => {
      const found = view.ticket(params.id);
      if (!found) throw refused("unknown-ticket", params.id);
      return adviceFor(view.site, found, view.now());
    },
  );
}
