// Figures of coverage in words: shares, square metres, an area in a sentence.

import type { Language } from "../model/text.ts";
import type { AreaPicture } from "./plan-picture.ts";
import { say } from "./words.ts";

/** Rounded down, so that what is below a promise never reads as if it were kept: "94.9 %". */
export const percent = (share: number): string => `${Math.floor(share * 1000 + 1e-6) / 10} %`;

/** "412", "3.5"; never "0" for something. */
export const squareMetres = (area: number): string =>
  area >= 10 ? String(Math.round(area)) : String(area > 0 ? Math.max(0.1, Math.round(area * 10) / 10) : 0);

/** Who is to blame for what is blind, each once. */
export const becauseOf = ({ blindSpots }: Pick<AreaPicture, "blindSpots">): readonly string[] => [
  ...new Set(blindSpots.flatMap(({ because }) => because)),
];

export const namesOf = (ids: readonly string[], language: Language, most = 6): string => {
  const more = ids.length > most ? [say(language, "more", { n: ids.length - most })] : [];
  return [...ids.slice(0, most), ...more].join(language === "zh" ? "、" : ", ");
};

export function areaSentence(area: AreaPicture, language: Language): string {
  const because = becauseOf(area);
  const parts = [
    `${say(language, "plan.seen")} ${percent(area.ratio)}`,
    say(language, "plan.promise", { n: percent(area.atLeast) }),
    area.verdict !== "kept" && say(language, `verdict.${area.verdict}`),
    area.blindArea > 0 && say(language, "plan.blindArea", { n: squareMetres(area.blindArea) }),
    because.length > 0 && say(language, "plan.because", { who: namesOf(because, language) }),
  ].filter((part) => part !== false);
  return `${area.name[language]}: ${parts.join(language === "zh" ? "，" : ", ")}`;
}
