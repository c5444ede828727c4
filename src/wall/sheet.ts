// The sheet beside the wall for what is no ticket: the report form at #/report, the silences at #/silences.

import type { Language } from "../model/text.ts";
import { element, follow, place } from "./dom.ts";
import type { Present } from "./present.ts";
import { serverNow } from "./present.ts";
import { reportForm } from "./report-form.ts";
import { silenceSheet, silencesInForce } from "./silences.ts";
import { say } from "./words.ts";

type Sheet = "report" | "silences";

export const askedSheet = (hash: string): Sheet | null =>
  hash === "#/report" ? "report" : hash === "#/silences" ? "silences" : null;

/** @param steady our steady clock, ms */
export function showSheet(present: Present, hash: string, steady: number, language: Language): void {
  const sheet = askedSheet(hash);
  const panel = place("sheet");
  panel.hidden = sheet === null;
  const now = serverNow(present, steady);
  const silences = sheet === "silences" ? JSON.stringify(silencesInForce(now)) : "";
  // The form is drawn once the site is known, and never again by itself: nobody loses what is half written.
  const signed = `${language} ${present.site === null} ${silences}`;
  const draw = (): HTMLElement =>
    sheet === "silences" ? silenceSheet(present, now, language) : reportForm(present, language);
  follow(
    panel,
    sheet === null ? [] : ["back", sheet],
    (part) => part,
    () => signed,
    (part) => (part === "back" ? element("a", { href: "#/", class: "back" }, `← ${say(language, "back")}`) : draw()),
  );
}
