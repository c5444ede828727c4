// What stands first on the report page of an elevator or a pump: whom to call, what to do, and one press that reports it.

import type { Language } from "../../model/text.ts";
import type { Emergency } from "../emergency.ts";
import { type Html, html } from "./html.ts";
import { limits, words } from "./report-words.ts";

/** A link that a phone calls; only what can be dialled stands in its address. */
const callLinks = ({ call }: Emergency, language: Language): Html =>
  html`${call.map(
    ({ name, phone }) =>
      html`<p><a class="call" href="tel:${phone.replace(/[^+\d]/g, "")}">${words.call[language]} ${name[language]} ${phone}</a></p>`,
  )}`;

/** Advice and numbers, for whoever stands before it. */
export const emergencyAdvice = (emergency: Emergency, language: Language): Html =>
  html`<p>${emergency.advice[language]}</p>${callLinks(emergency, language)}`;

type Prefilled = { readonly path: string; readonly phone: string };

/** A form of its own: pressing Enter in the other one never reports an emergency. */
export function emergencyForm(emergency: Emergency, language: Language, fixed: Html, { path, phone }: Prefilled): Html {
  const { press } = emergency;
  const other: Language = language === "zh" ? "en" : "zh";
  return html`<div class="card urgent"><form method="post" action="${path}" enctype="multipart/form-data">${fixed}
<input type="hidden" name="emergency" value="${emergency.sla}">
<button type="submit" class="alarm">${press[language]}<span lang="${other}">${press[other]}</span></button>
${emergencyAdvice(emergency, language)}
<label for="callback">${words.phone[language]}</label>
<input id="callback" name="phone" type="tel" inputmode="tel" maxlength="${String(limits.phone)}" autocomplete="tel" value="${phone}">
</form></div>
<h2>${words.otherwise[language]}</h2>`;
}
