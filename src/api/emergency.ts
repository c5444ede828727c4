// What cannot wait for words: the one thing behind a label that is reported with a single press, and whom to call about it.

import type { Site } from "../model/site.ts";
import { type Text, text } from "../model/text.ts";

export type Emergency = {
  /** The row of the SLA table under which it is reported. */
  readonly sla: string;
  /** The report's words, in both languages: staff and residents need not share one. */
  readonly report: string;
  readonly press: Text;
  readonly advice: Text;
  /** Companies with the kind's skill that answer around the clock. */
  readonly call: readonly { readonly name: Text; readonly phone: string }[];
};

type Words = Pick<Emergency, "sla" | "press" | "advice">;

const byKind: Readonly<Record<string, Words>> = {
  elevator: {
    sla: "elevator-entrapment",
    press: text("Somebody is stuck inside", "有人被困"),
    advice: text(
      "Inside: press the alarm button in the car, stay away from the doors and keep calm; there is air enough. Outside: talk to whoever is inside. Never force the doors.",
      "轿厢内：按住报警按钮，远离轿门，保持冷静，轿厢通风，不会缺氧。轿厢外：与被困者保持通话。切勿扒门。",
    ),
  },
  pump: {
    sla: "pipe-burst",
    press: text("A pipe has burst, water is pouring out", "水管爆裂，大量漏水"),
    advice: text(
      "Stay out of the water where there are cables or switch boxes. Keep others away until the property's staff have cut the power and closed the valve.",
      "水中有电缆或配电箱时切勿涉水，并劝阻他人靠近，等物业人员断电、关阀。",
    ),
  },
};

/** Undefined where the kind has none, or the site's table lacks the row. */
export function emergencyOf(site: Site, kind: string | undefined): Emergency | undefined {
  const found = Object.hasOwn(byKind, kind ?? "") ? byKind[kind ?? ""] : undefined;
  if (!found || kind === undefined || !Object.hasOwn(site.sla, found.sla)) return undefined;
  const call = site.companies.flatMap(({ name, dutyPhone, skills }) =>
    dutyPhone !== undefined && skills.includes(kind) ? [{ name, phone: dutyPhone }] : [],
  );
  return { ...found, report: `${found.press.zh} ${found.press.en}`, call };
}
