// The silences in force: asked of the gateway every half minute, told by a badge in the header, listed at #/silences.

import type { Language } from "../model/text.ts";
import type { TicketJson } from "../model/ticket-json.ts";
import { element } from "./dom.ts";
import { ask } from "./gateway-answer.ts";
import type { Present } from "./present.ts";
import { assetName, faultName, personName, zoneName } from "./present.ts";
import { when } from "./site-time.ts";
import { say, sayIfKnown } from "./words.ts";

type SilenceJson = {
  readonly id: string;
  readonly kind: string;
  readonly scope: Readonly<Partial<Record<"zones" | "kinds" | "assets" | "faults" | "severities", readonly string[]>>>;
  readonly from: string;
  readonly until: string;
  readonly untilRepaired?: boolean;
  readonly reason: string;
  readonly by: string;
  readonly ticket?: string | null;
  readonly endedAt?: string | null;
  readonly weekly?: { readonly days: readonly number[]; readonly window: string } | null;
};

const every = 30_000;
let known: readonly SilenceJson[] = [];

/** Asks now and every half minute; `redraw` is called when there is something new. */
export function openSilences(redraw: () => void): void {
  const read = async (): Promise<void> => {
    const answer = await ask<{ readonly items?: readonly SilenceJson[] }>("/api/v1/silences?running=true");
    const fresh = answer?.items ?? [];
    const isNew = JSON.stringify(fresh) !== JSON.stringify(known);
    known = fresh;
    if (isNew) redraw();
    setTimeout(() => void read(), every);
  };
  void read();
}

/** Those that hold at `now`, the gateway's clock in epoch ms. */
export const silencesInForce = (now: number): readonly SilenceJson[] =>
  known.filter(
    ({ endedAt, from, until }) => (endedAt ?? null) === null && Date.parse(from) <= now && now < Date.parse(until),
  );

/** A technician tests this ticket's equipment now: its notices are marked, and so is it. */
export const isTest = ({ asset }: Pick<TicketJson, "asset">, now: number): boolean =>
  asset !== null &&
  silencesInForce(now).some(({ kind, scope }) => kind === "test" && (scope.assets ?? []).includes(asset));

/** "Elevator 1, East · motor too hot": what a silence withholds. */
function scopeWords(present: Present, { scope }: SilenceJson, language: Language): string {
  const { zones = [], kinds = [], assets = [], faults = [], severities = [] } = scope;
  const kindOf = (asset: string | undefined): string | null => present.devices.get(asset ?? "")?.kind ?? null;
  const words = [
    zones.map((id) => zoneName(present, id, language)),
    kinds.map((kind) => present.site?.kinds[kind]?.label[language] ?? kind),
    assets.map((id) => assetName(present, id, language)),
    faults.map((fault) => faultName(present, { kind: kinds[0] ?? kindOf(assets[0]), fault }, language)),
    severities.map((severity) => sayIfKnown(language, `severity.${severity}`, severity)),
  ].filter((list) => list.length > 0);
  if (words.length === 0) return say(language, "everything");
  return words.map((list) => list.join(language === "zh" ? "、" : ", ")).join(" · ");
}

/** ISO weekdays by name: 2026-03-02 was a Monday. */
const weekDays = (days: readonly number[], language: Language): string =>
  days
    .map((day) =>
      new Date(Date.UTC(2026, 2, 1 + day)).toLocaleDateString(language === "zh" ? "zh-CN" : "en-GB", {
        weekday: "short",
        timeZone: "UTC",
      }),
    )
    .join(" ");

function row(present: Present, silence: SilenceJson, language: Language): HTMLElement {
  const { kind, reason, by, until, untilRepaired, ticket, weekly } = silence;
  return element(
    "li",
    { "data-silence": kind },
    element("b", {}, scopeWords(present, silence, language)),
    element(
      "span",
      {},
      element("i", { class: "mark" }, sayIfKnown(language, `silence.${kind}`, kind)),
      ` ${say(language, "until", { at: when(present, until, language) })}`,
      weekly ? ` · ${weekDays(weekly.days, language)} ${weekly.window}` : null,
      untilRepaired === true && ` ${say(language, "untilRepaired")}`,
    ),
    element("small", {}, `${personName(present, by, language)}: ${reason}`),
    typeof ticket === "string" && element("a", { href: `#/tickets/${ticket}`, class: "link" }, ticket),
  );
}

/** The sheet at #/silences. */
export function silenceSheet(present: Present, now: number, language: Language): HTMLElement {
  const all = silencesInForce(now);
  return element(
    "div",
    {},
    element("h2", {}, say(language, "silencesInForce")),
    all.length === 0
      ? element("p", { class: "note" }, say(language, "noSilences"))
      : element("ul", { class: "silences" }, ...all.map((silence) => row(present, silence, language))),
  );
}
