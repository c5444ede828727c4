// Which row of the SLA table holds for a ticket and why, and what that row says of one milestone: the first steps of every explanation.

import { faultLabel } from "../model/built-in-fault.ts";
import type { Site, SlaLimit, SlaRow } from "../model/site.ts";
import type { Text } from "../model/text.ts";
import type { Milestone, Ticket, TicketEvent, TicketHeader } from "../model/ticket.ts";
import { slaLabel } from "../model/ticket-words.ts";
import type { WhyStep } from "../model/why.ts";
import { fill, limitSentences, rowSentences } from "./explain-sentences.ts";
import { instantWords, limitWords, milestoneWords, personWords } from "./explain-words.ts";

/** Who named the row when the ticket opened. */
function namedBy(site: Site, header: TicketHeader): Text {
  const { sla, asset, kind, fault } = header;
  const row = slaLabel(sla);
  if (header.source === "report")
    return fill(sla === "default" ? rowSentences.unnamed : rowSentences.reporter, { row });
  if (fault === null) return fill(rowSentences.made, { row });
  const label = faultLabel(site.definitions[kind ?? ""], fault);
  const device = site.devices.find(({ id }) => id === asset);
  const setting = device?.faults[fault]?.sla;
  return setting && setting.value === sla && setting.from !== "definition"
    ? fill(rowSentences.siteFault, { fault: label, row, from: setting.from })
    : fill(rowSentences.fault, { fault: label, row });
}

/** Which row and why, with each reclassification that named another. `row`: the one that holds. */
export function rowSteps(site: Site, header: TicketHeader, events: readonly TicketEvent[], row: SlaRow): WhyStep[] {
  const steps: WhyStep[] = [{ type: "row", at: header.openedAt, text: namedBy(site, header) }];
  let current = header.sla;
  for (const { type, at, by, now } of events) {
    if (type !== "reclassified" || now?.sla === undefined || now.sla === current) continue;
    current = now.sla;
    const slots = { who: personWords(site, by), row: slaLabel(current), at: instantWords(at, site.timezone) };
    steps.push({ type: "row", at, text: fill(rowSentences.reclassified, slots) });
  }
  if (row.id !== current)
    steps.push({
      type: "row",
      at: null,
      text: fill(rowSentences.gone, { row: slaLabel(current), default: slaLabel("default") }),
    });
  return steps;
}

const isSame = (a: SlaLimit, b: SlaLimit | undefined): boolean => JSON.stringify(a) === JSON.stringify(b);

/** What the row says of the milestone, and by whom the date was agreed. */
export function limitSteps(
  site: Site,
  { events }: Pick<Ticket, "events">,
  row: SlaRow,
  milestone: Milestone,
  limit: SlaLimit,
): WhyStep[] {
  const asDefault = row.id !== "default" && isSame(limit, site.sla.default?.milestones[milestone]);
  const { openDate, asDefault: usual, own } = limitSentences;
  const sentence = limit.type === "agreed" ? openDate : asDefault ? usual : own;
  const slots = { milestone: milestoneWords[milestone], limit: limitWords(limit) };
  const steps: WhyStep[] = [{ type: "limit", at: null, text: fill(sentence, slots) }];
  if (limit.type !== "agreed") return steps;
  for (const { type, at, by, now } of events) {
    if (type !== "reclassified" || now?.agreedAt === undefined) continue;
    const told = {
      who: personWords(site, by),
      at: instantWords(at, site.timezone),
      due: instantWords(now.agreedAt, site.timezone),
    };
    steps.push({ type: "agreed", at, text: fill(limitSentences.agreed, told) });
  }
  return steps;
}
