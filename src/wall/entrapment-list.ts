// The entrapment cards at the top of the wall: one in full, several compact; what has just moved takes no press.

import type { Language } from "../model/text.ts";
import { element, follow, place } from "./dom.ts";
import { card, cardSignature, needsCard } from "./entrapment-card.ts";
import { isUnfolded } from "./entrapment-press.ts";
import { watchInside } from "./inside.ts";
import type { Present } from "./present.ts";
import { quieten } from "./press-guard.ts";
import { isTest, refreshSilences } from "./silences.ts";
import { say } from "./words.ts";

/** No press is taken for so long after cards changed place, ms. */
const afterMove = 1000;
let places = "";

/** Every car with people in it, longest first, at the top of the wall; several are compact, so that all can be seen. */
export function showEntrapmentCards(present: Present, now: number, language: Language): void {
  const tickets = [...present.tickets.values()]
    .filter((ticket) => needsCard(present, ticket))
    .sort((a, b) => Date.parse(a.since) - Date.parse(b.since));
  watchInside(new Set(tickets.map(({ asset }) => asset ?? "").filter((asset) => asset !== "")));
  const section = place("entrapment");
  const ids = tickets.map(({ id }) => id).join();
  if (ids !== places) {
    quieten(afterMove);
    // Whether it is a test is asked at once.
    void refreshSilences();
  }
  places = ids;
  section.hidden = tickets.length === 0;
  section.dataset.several = tickets.length > 1 ? "yes" : "no";
  const of = tickets.length;
  const lines = tickets.map((ticket, at) => ({ ticket, standing: { n: at + 1, of, test: isTest(ticket, now) } }));
  const cards = lines.map(({ ticket, standing }) => ({
    key: ticket.id,
    signature: `${cardSignature(present, ticket, standing.test, language)} ${standing.n} ${of} ${isUnfolded(ticket.id)}`,
    draw: () => card(present, ticket, standing, language),
  }));
  const head = {
    key: "several",
    signature: `${language} ${of}`,
    draw: () => element("p", { class: "several" }, say(language, "card.several", { n: of })),
  };
  follow(
    section,
    of > 1 ? [head, ...cards] : cards,
    ({ key }) => key,
    ({ signature }) => signature,
    ({ draw }) => draw(),
  );
}
