// The report page behind a label's QR code: the form, the answer with the ticket's number, and what a wrong code gets.

import type { SlaRow } from "../../model/site.ts";
import type { Language, Text } from "../../model/text.ts";
import type { Emergency } from "../emergency.ts";
import { photoTypes } from "../file-type.ts";
import type { Labelled } from "../labelled.ts";
import { emergencyAdvice, emergencyForm } from "./emergency-part.ts";
import { type Html, html, type Page } from "./html.ts";
import { reportCss } from "./report-css.ts";
import { type FormRefusal, limits, refusals, words } from "./report-words.ts";

export type Written = { readonly text: string; readonly name: string; readonly phone: string };

const other = (language: Language): Language => (language === "zh" ? "en" : "zh");

/** What every page behind a label stands in: the place, and the way to the other language. */
export function frame(language: Language, place: Text, path: string, title: Text, inside: Html): Page {
  const switched = other(language);
  return {
    language,
    title: `${title[language]} · ${place[language]}`,
    css: reportCss,
    body: html`<main><header><p class="soft">${place[language]}</p><a href="${path}?lang=${switched}" hreflang="${switched}" lang="${switched}">${
      switched === "zh" ? "中文" : "English"
    }</a></header>${inside}</main>`,
  };
}

const thing = ({ name, type, kind, id, zone }: Labelled, language: Language): Html =>
  html`<div class="card"><p class="soft">${words.where[language]}</p><p><strong>${name[language]}</strong></p>${
    type === "device" &&
    html`<p class="soft">${kind[language]} ${id}</p><p class="soft">${words.zone[language]}${language === "zh" ? "：" : ": "}${zone.name[language]}</p>`
  }</div>`;

export type FormPage = {
  readonly language: Language;
  readonly place: Text;
  readonly labelled: Labelled;
  readonly token: string;
  readonly withPhoto: boolean;
  readonly emergency?: Emergency;
  readonly written?: Written;
  readonly refusal?: FormRefusal;
};

/** The form; after a refusal with what was written, so that nobody writes it twice. */
export function formPage({ language, place, labelled, token, withPhoto, emergency, written, refusal }: FormPage): Page {
  const say = (word: keyof typeof words): string => words[word][language];
  const path = `/r/${labelled.code}`;
  const fixed = html`<input type="hidden" name="token" value="${token}">
<input type="hidden" name="lang" value="${language}">`;
  const inside = html`<h1>${say("title")}</h1>
${refusal && html`<div class="card refused" role="alert"><p>${refusals[refusal][language]}</p></div>`}
${thing(labelled, language)}
${emergency && emergencyForm(emergency, language, fixed, { path, phone: written?.phone ?? "" })}
<p class="soft">${say("danger")}</p>
<form method="post" action="${path}" enctype="multipart/form-data">
${fixed}
<div class="trap" aria-hidden="true"><label for="website">${say("leaveEmpty")}</label><input id="website" name="website" tabindex="-1" autocomplete="off"></div>
<label for="text">${say("what")}</label>
<textarea id="text" name="text" required minlength="2" maxlength="${String(limits.text)}" aria-describedby="what-hint">${written?.text ?? ""}</textarea>
<p id="what-hint" class="soft">${say("whatHint")}</p>
<label for="name">${say("name")}</label>
<input id="name" name="name" maxlength="${String(limits.name)}" autocomplete="name" value="${written?.name ?? ""}">
<label for="phone">${say("phone")}</label>
<input id="phone" name="phone" type="tel" inputmode="tel" maxlength="${String(limits.phone)}" autocomplete="tel" value="${written?.phone ?? ""}">
${
  withPhoto &&
  html`<label for="photo">${say("photo")}</label>
<input id="photo" name="photo" type="file" accept="${photoTypes.join(",")}">`
}
<button type="submit" class="${refusal === "tooFast" ? "waits" : ""}">${say("send")}</button>
<p class="soft">${say("privacy")}</p>
</form>`;
  return frame(language, place, path, words.title, inside);
}

/** What happens next, from the row's promises: when somebody looks at it, and who calls back when. */
function nextSteps(row: SlaRow | undefined, respondBy: string | undefined, hasPhone: boolean): Text[] {
  const callBack = row?.milestones.callBack;
  const days = callBack?.type === "workingDays" ? callBack.days : undefined;
  const within: Text =
    days === undefined
      ? { en: "", zh: "" }
      : { en: ` within ${days} working day${days === 1 ? "" : "s"}`, zh: ` ${days} 个工作日内` };
  return [
    respondBy === undefined
      ? { en: "The property's staff look at it.", zh: "物业人员会尽快处理。" }
      : { en: `The property's staff look at it by ${respondBy}.`, zh: `物业人员将于 ${respondBy} 前响应。` },
    ...(callBack === undefined
      ? []
      : [
          hasPhone
            ? {
                en: `Once it is repaired, the steward of this area calls you back${within.en} and asks whether all is well.`,
                zh: `修复后${within.zh}，本片区管家会致电回访。`,
              }
            : {
                en: "You left no phone number, so we cannot call you back; ask with the number at the property office.",
                zh: "您未留电话，我们无法回访，可凭工单号向物业查询。",
              },
        ]),
  ];
}

export type DonePage = {
  readonly language: Language;
  readonly place: Text;
  readonly labelled: Labelled;
  readonly ticket: string;
  /** The same words had been sent before. */
  readonly isKnown: boolean;
  readonly row: SlaRow | undefined;
  /** Local time. */
  readonly respondBy: string | undefined;
  readonly hasPhone: boolean;
  readonly photoLost: boolean;
  /** It was reported with a single press. */
  readonly emergency?: Emergency;
};

/** The answer to a report. It says nothing of the ticket but its number and its promises. */
export function donePage(done: DonePage): Page {
  const { language, place, labelled, isKnown, emergency } = done;
  const path = `/r/${labelled.code}`;
  const steps = isKnown ? [words.knownNext] : nextSteps(done.row, done.respondBy, done.hasPhone);
  const title = isKnown ? words.known : emergency ? words.pressed : words.done;
  const inside = html`<h1>${title[language]}</h1>
${emergency && html`<div class="card urgent">${emergencyAdvice(emergency, language)}</div>`}
<div class="card"><p class="soft">${words.number[language]}</p><p class="big">${done.ticket}</p><p class="soft">${words.keep[language]}</p></div>
${thing(labelled, language)}
${done.photoLost && html`<div class="card refused"><p>${words.noPhoto[language]}</p></div>`}
${steps.map((step) => html`<p>${step[language]}</p>`)}
<p><a href="${path}?lang=${language}">${words.another[language]}</a></p>`;
  return frame(language, place, path, title, inside);
}

/** What any code gets that is not right: it does not say whether there is such a thing. */
export function unknownPage(language: Language): Page {
  return {
    language,
    title: words.notFound[language],
    css: reportCss,
    body: html`<main><h1>${words.notFound[language]}</h1><p>${words.notFoundHint[language]}</p></main>`,
  };
}
