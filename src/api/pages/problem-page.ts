// What a browser sees where a page cannot be shown: what is wrong with its address, in both languages, and the ways on.

import type { Language, Text } from "../../model/text.ts";
import type { Problem } from "../problem.ts";
import { countWords as say } from "./count-words.ts";
import { type Html, html, type Page } from "./html.ts";
import { paperCss } from "./paper-css.ts";

/** @param path of the page without what was asked of it */
export function problemPage(document: Problem, place: Text, path: string, language: Language): Page {
  const { title, titleZh, detail, detailZh } = document;
  const words = { en: [title, detail], zh: [titleZh, detailZh] };
  const told = (spoken: Language): Html =>
    html`<div lang="${spoken}"><h1>${words[spoken][0] ?? ""}</h1><p>${words[spoken][1] ?? ""}</p></div>`;
  return {
    language,
    title: `${words[language][0]} · ${place[language]}`,
    css: paperCss,
    body: html`${told(language)}${told(language === "zh" ? "en" : "zh")}
<nav><a href="/">${say.wall.zh} ${say.wall.en}</a> <a href="${path}">${path}</a></nav>`,
  };
}
