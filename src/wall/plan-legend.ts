// The signs of the floor plan: each verdict and each reason by shape as well as by colour.

import type { Language } from "../model/text.ts";
import { element } from "./dom.ts";
import type { Verdict } from "./plan-picture.ts";
import { svg } from "./plan-svg.ts";
import { say } from "./words.ts";

const signs: Readonly<Record<Verdict, string>> = { kept: "✓", short: "!", blind: "✕", design: "…" };

export function verdictSign(verdict: Verdict, language: Language): HTMLElement {
  const words = say(language, `verdict.${verdict}`);
  return element(
    "i",
    { class: "plan-sign", "data-verdict": verdict, role: "img", "aria-label": words, title: words },
    signs[verdict],
  );
}

/** A piece of drawing as the plan shows it. */
const sample = (layer: string, attributes: Readonly<Record<string, string>>): SVGSVGElement =>
  svg(
    "svg",
    { viewBox: "0 0 26 18", "aria-hidden": "true", class: "plan-sample" },
    svg("g", { class: `plan-${layer}` }, svg("rect", { x: 2, y: 2, width: 22, height: 14, ...attributes })),
  );

const device = (layer: string, isLost: boolean): SVGSVGElement =>
  svg(
    "svg",
    { viewBox: "-17 -17 34 28", "aria-hidden": "true", class: "plan-sample" },
    svg(
      "g",
      { class: `plan-${layer}` },
      svg(
        "g",
        { "data-lost": isLost ? "yes" : "no" },
        ...(layer === "lamps"
          ? [svg("path", { class: "plan-body", d: "M0 -7L7 0L0 7L-7 0Z" })]
          : [
              svg("path", { class: "plan-nose", d: "M-6.500 -5L0 -16L6.500 -5Z" }),
              svg("circle", { class: "plan-body", r: 7.5 }),
            ]),
        ...(isLost ? [svg("path", { class: "plan-cross", d: "M-10 -10L10 10M-10 10L10 -10" })] : []),
      ),
    ),
  );

const entry = (drawing: Element, words: string): HTMLElement => element("span", {}, drawing, words);

export function legend(language: Language): HTMLElement {
  const verdicts = ["kept", "short", "blind", "design"] as const;
  const reasons = ["camera", "light", "design"] as const;
  return element(
    "p",
    { class: "plan-legend" },
    ...verdicts.map((verdict) =>
      entry(sample("areas", { "data-verdict": verdict }), say(language, `verdict.${verdict}`)),
    ),
    ...reasons.map((reason) => entry(sample("spots", { "data-reason": reason }), say(language, `reason.${reason}`))),
    entry(device("cameras", false), say(language, "legend.camera")),
    entry(device("cameras", true), say(language, "legend.lost")),
    entry(device("lamps", false), say(language, "legend.lamp")),
  );
}
