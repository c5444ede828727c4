// The sheet beside the wall for what is no ticket: the report form at #/report, the silences at #/silences.

import type { Language } from "../model/text.ts";
import { element, follow, place } from "./dom.ts";
import { labelled, whoField } from "./fields.ts";
import type { Present } from "./present.ts";
import { serverNow } from "./present.ts";
import { reportForm } from "./report-form.ts";
import { silenceForm } from "./silence-form.ts";
import { isWithinHours } from "./silence-hours.ts";
import { ledgerList, silenceRow } from "./silence-list.ts";
import type { SilenceJson } from "./silences.ts";
import { readSilences, silenceLedger, silencesInForce, silencesPlanned } from "./silences.ts";
import { say } from "./words.ts";

type Sheet = "report" | "silences";
/** A part is drawn anew only when its signature changes: nobody loses what is half written. */
type Part = { readonly key: string; readonly signature: string; readonly draw: () => HTMLElement };

export const askedSheet = (hash: string): Sheet | null =>
  hash === "#/report" ? "report" : hash === "#/silences" ? "silences" : null;

/** Who acts on the sheet of silences. */
let who: HTMLSelectElement | undefined;
const by = (): string => who?.value ?? "";

function silenceParts(present: Present, now: number, known: string, language: Language): Part[] {
  const [inForce, planned, ledger] = [silencesInForce(now), silencesPlanned(now), silenceLedger()];
  const list = (all: readonly SilenceJson[]): HTMLElement =>
    element("ul", { class: "silences" }, ...all.map((each) => silenceRow(present, each, now, by, language)));
  const holds = inForce.map((each) => isWithinHours(each, now, present.site?.timezone ?? "UTC"));
  return [
    {
      key: "who",
      signature: known,
      draw: () => {
        who = whoField(present, language);
        return element(
          "div",
          { class: "acts acting-as" },
          element("h2", {}, say(language, "silences")),
          labelled(say(language, "by"), who),
        );
      },
    },
    {
      key: "list",
      signature: `${known} ${JSON.stringify([inForce, planned, holds])}`,
      draw: () =>
        element(
          "div",
          {},
          element("h3", {}, `${say(language, "silencesInForce")} ${inForce.length}`),
          inForce.length === 0 ? element("p", { class: "note" }, say(language, "noSilences")) : list(inForce),
          planned.length > 0 && element("h3", {}, `${say(language, "silencesPlanned")} ${planned.length}`),
          planned.length > 0 && list(planned),
        ),
    },
    { key: "form", signature: known, draw: () => silenceForm(present, by, language) },
    {
      key: "ledger",
      signature: `${known} ${JSON.stringify(ledger)}`,
      draw: () => ledgerList(present, ledger, language),
    },
  ];
}

/** @param steady our steady clock, ms */
export function showSheet(present: Present, hash: string, steady: number, language: Language): void {
  const sheet = askedSheet(hash);
  const panel = place("sheet");
  panel.hidden = sheet === null;
  readSilences(sheet === "silences");
  const known = `${sheet} ${language} ${present.site === null}`;
  const back: Part = {
    key: "back",
    signature: known,
    draw: () => element("a", { href: "#/", class: "back" }, `← ${say(language, "back")}`),
  };
  const parts: Part[] =
    sheet === "silences"
      ? silenceParts(present, serverNow(present, steady), known, language)
      : [{ key: "report", signature: known, draw: () => reportForm(present, language) }];
  follow(
    panel,
    sheet === null ? [] : [back, ...parts],
    ({ key }) => key,
    ({ signature }) => signature,
    ({ draw }) => draw(),
  );
}
