// Sending an act to the gateway, and telling the wall at once what became of the ticket: the stream may be slower than the answer.

import type { Language } from "../model/text.ts";
import type { Act } from "../model/ticket.ts";
import type { TicketJson } from "../model/ticket-json.ts";
import { ask, post } from "./gateway-answer.ts";
import type { Present } from "./present.ts";
import { personName } from "./present.ts";
import { when } from "./site-time.ts";
import { words as allWords, say } from "./words.ts";

export type Said = { readonly ok: boolean; readonly words: string };

let onTicket: (ticket: TicketJson) => void = () => undefined;

/** @param hear is told every ticket that an answer brings, so that the next act goes out with its version. */
export function openActs(hear: (ticket: TicketJson) => void): void {
  onTicket = hear;
}

/** Passes on a ticket that the gateway answered with. */
export const tellTicket = (ticket: TicketJson): void => onTicket(ticket);

/** Asks for the ticket as it stands, where an answer did not bring it. */
export async function refreshTicket(id: string): Promise<TicketJson | undefined> {
  const ticket = await ask<TicketJson>(`/api/v1/tickets/${id}`);
  if (ticket) onTicket(ticket);
  return ticket;
}

/** Who was faster, in words: the last of the log that a person did. */
async function whoWasFirst(present: Present, id: string, language: Language): Promise<string> {
  const ticket = await refreshTicket(id);
  const last = ticket?.events.findLast(({ by }) => by !== "system") ?? ticket?.events.at(-1);
  if (!last) return "";
  const who = personName(present, last.by, language);
  return say(language, "wasFirst", {
    who,
    what: say(language, `event.${last.type}`),
    at: when(present, last.at, language),
  });
}

const escaped = (words: string): string => words.replace(/[^\p{L}\p{N}_ -]/gu, "\\$&");

/** The gateway names staff by their ids: their names are put in, but for ids that are words of the sentence as well. */
export function withNames({ site }: Present, words: string, language: Language): string {
  let named = words;
  for (const { id, name } of site?.staff ?? []) {
    if (`role.${id}` in allWords) continue;
    const code = escaped(id);
    named = named
      .replace(new RegExp(`${escaped(name[language])} ?[(（]${code}[)）]`, "g"), name[language])
      .replace(new RegExp(`(?<![\\w-])${code}(?![\\w-])`, "g"), name[language]);
  }
  return named;
}

/**
 * Sends an act on the ticket and says how it went.
 * @param body with `by` and `version`; a `stale` answer tells who was first.
 */
export async function sendAct(present: Present, id: string, act: Act, body: object, language: Language): Promise<Said> {
  const answer = await post(`/api/v1/tickets/${id}/${act}`, body, language);
  if (answer.ok) {
    onTicket(answer.value);
    return { ok: true, words: say(language, "done") };
  }
  const first = answer.code === "stale" ? ` ${await whoWasFirst(present, id, language)}` : "";
  return { ok: false, words: `${withNames(present, answer.words, language)}${first}` };
}
