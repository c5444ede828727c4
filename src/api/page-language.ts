// In which language a page without login speaks: what its link asks for, else the browser's wish, else the site's language.

import type { Language } from "../model/text.ts";

const isLanguage = (written: string | undefined): written is Language => written === "en" || written === "zh";

/** @param accepted the Accept-Language header (RFC 9110, 12.5.4). */
export function pageLanguage(asked: string | undefined, accepted: string | undefined, site: Language): Language {
  if (isLanguage(asked)) return asked;
  const wishes = (accepted ?? "").split(",").flatMap((part, order) => {
    const [range = "", ...parameters] = part.trim().toLowerCase().split(";");
    const quality = Number(/q=([\d.]+)/.exec(parameters.join(";"))?.[1] ?? 1);
    const language = range.split("-", 1)[0];
    return isLanguage(language) && quality > 0 ? [{ language, quality, order }] : [];
  });
  wishes.sort((a, b) => b.quality - a.quality || a.order - b.order);
  return wishes[0]?.language ?? site;
}
