// What things of a site are called on the pages the server writes: people, zones, equipment with its kind, local times, spans.

import type { Site } from "../../model/site.ts";
import { type Language, type Text, text } from "../../model/text.ts";

const nobody = text("nobody", "无");
const others: Readonly<Record<string, Text>> = {
  system: text("the system", "系统"),
  admin: text("the administrator", "管理员"),
};
const link = text("Link", "链路");

/** The kind of a thing in words; undefined where it is none that the site knows. */
export const kindLabel = ({ definitions }: Pick<Site, "definitions">, kind: string | null): Text | undefined =>
  kind === "link" ? link : definitions[kind ?? ""]?.label;

export type Names = {
  readonly word: (text: Text) => string;
  /** "11-22 08:05" in the site's time; with its year where that is not the page's. */
  readonly time: (at: number) => string;
  /** "2026-11-22 08:05". */
  readonly date: (at: number) => string;
  /** "1 h 20 min". */
  readonly span: (ms: number) => string;
  readonly person: (id: string | null) => string;
  readonly zone: (id: string) => string;
  /** "Camera C8 · East": two things of one name are told apart by kind and id. */
  readonly thing: (of: {
    readonly kind: string | null;
    readonly asset: string | null;
    readonly zone: string;
  }) => string;
};

const spanUnits = [
  { minutes: 1440, en: "d", zh: "天" },
  { minutes: 60, en: "h", zh: "小时" },
  { minutes: 1, en: "min", zh: "分钟" },
] as const;

/** Names are looked up in the site; an id that it has lost stands for itself. @param at when the page is made, epoch ms. */
export function createNames(site: Site, language: Language, at: number): Names {
  const word = (text: Text): string => text[language];
  const local = (instant: number) =>
    Temporal.Instant.fromEpochMilliseconds(Math.floor(instant)).toZonedDateTimeISO(site.timezone);
  const { year } = local(at);
  const date = (instant: number): string => {
    const there = local(instant);
    return `${there.toPlainDate()} ${there.toPlainTime().toString({ smallestUnit: "minute" })}`;
  };
  const named = (list: readonly { readonly id: string; readonly name: Text }[], id: string): string =>
    list.find((one) => one.id === id)?.name[language] ?? id;
  return {
    word,
    date,
    time: (instant) => (local(instant).year === year ? date(instant).slice(5) : date(instant)),
    span(ms) {
      let left = Math.floor(ms / 60_000);
      const told = spanUnits.flatMap(({ minutes, ...unit }) => {
        const count = Math.floor(left / minutes);
        left -= count * minutes;
        return count > 0 ? [`${count} ${unit[language]}`] : [];
      });
      return told.slice(0, 2).join(" ") || `0 ${spanUnits[2][language]}`;
    },
    person(id) {
      if (id === null) return word(nobody);
      return others[id]?.[language] ?? named([...site.staff, ...site.companies], id);
    },
    zone: (id) => named(site.zones, id),
    thing({ kind, asset, zone }) {
      const label = kindLabel(site, kind);
      const id = asset === null ? [] : [`${label ? `${word(label)} ` : ""}${asset}`];
      return [...id, named(site.zones, zone)].join(" · ");
    },
  };
}
