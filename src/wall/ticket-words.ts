// A ticket in a few words: which asset, and what is wrong with it.

import type { Language } from "../model/text.ts";
import type { TicketState } from "../model/ticket.ts";
import type { TicketJson } from "../model/ticket-json.ts";
import { assetLabel } from "./asset-label.ts";
import type { Present } from "./present.ts";
import { faultName, zoneName } from "./present.ts";

/** ["Elevator, building 1", "People trapped"]; a report has its own text. */
export function ticketWords(present: Present, ticket: TicketJson, language: Language): readonly [string, string] {
  const { asset, zone, kind, fault, title } = ticket;
  const what = fault === null ? title[language] : faultName(present, { kind, fault }, language, title);
  return [asset === null ? zoneName(present, zone, language) : assetLabel(present, asset, language), what];
}

const before: readonly TicketState[] = ["open", "dispatched", "accepted", "onSite"];

/** Its fault is gone, and it stands all the same: nobody has said what became of it. */
export const awaitsPerson = ({ fault, present, state }: Pick<TicketJson, "fault" | "present" | "state">): boolean =>
  fault !== null && !present && before.includes(state);
