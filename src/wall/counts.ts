// The strip of figures under the header: tickets, overdue, critical, faults, and how many devices of each kind are online.

import type { Language } from "../model/text.ts";
import { deviceState } from "./device-state.ts";
import { element, follow, place } from "./dom.ts";
import { icon } from "./icons.ts";
import type { Present } from "./present.ts";
import { say } from "./words.ts";

type Figure = {
  readonly key: string;
  readonly label: string;
  readonly value: string;
  readonly of?: string;
  readonly icon?: string;
  /** Said under the label, without alarm. */
  readonly more?: string;
  readonly alarm?: "bad" | "warn";
};

/** Devices of the kind of which nothing was heard since the start: neither online nor lost. */
const unheardOf = ({ devices }: Present, kind: string): number =>
  [...devices.values()].filter((device) => device.kind === kind && deviceState(device) === "unknown").length;

const figures = (present: Present, language: Language): Figure[] => {
  const { counts, site } = present;
  if (!counts) return [];
  const { open, overdue, critical } = counts.tickets;
  return [
    { key: "open", label: say(language, "openTickets"), value: String(open) },
    { key: "overdue", label: say(language, "overdue"), value: String(overdue), ...(overdue > 0 && { alarm: "bad" }) },
    {
      key: "critical",
      label: say(language, "critical"),
      value: String(critical),
      icon: "critical",
      ...(critical > 0 && { alarm: "bad" }),
    },
    {
      key: "faults",
      label: say(language, "faults"),
      value: String(counts.faults),
      ...(counts.faults > 0 && { alarm: "warn" }),
    },
    ...Object.entries(counts.devices).map(([kind, { total, online }]): Figure => {
      const unheard = unheardOf(present, kind);
      return {
        key: `kind-${kind}`,
        label: `${site?.kinds[kind]?.label[language] ?? kind} ${say(language, "online")}`,
        value: String(online),
        of: String(total),
        icon: kind,
        ...(unheard > 0 && { more: say(language, "unheard", { n: unheard }) }),
        ...(online + unheard < total && { alarm: "warn" }),
      };
    }),
  ];
};

export function showCounts(present: Present, language: Language): void {
  follow(
    place("counts"),
    figures(present, language),
    ({ key }) => key,
    (figure) => JSON.stringify(figure),
    (figure) =>
      element(
        "div",
        { class: "figure", "data-alarm": figure.alarm, "data-key": figure.key },
        element("b", {}, figure.value, figure.of !== undefined && element("small", {}, `/${figure.of}`)),
        element("span", {}, figure.icon !== undefined && icon(figure.icon), figure.label),
        figure.more !== undefined && element("small", {}, figure.more),
      ),
  );
}
