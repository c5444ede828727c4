// The active faults, worst and newest first.

import type { FaultJson } from "../model/fault-json.ts";
import type { Language } from "../model/text.ts";
import { assetLabel } from "./asset-label.ts";
import { element, follow, place, write } from "./dom.ts";
import { icon } from "./icons.ts";
import type { Present } from "./present.ts";
import { faultName, isOpen } from "./present.ts";
import { isWithheld, refreshSilences } from "./silences.ts";
import { say } from "./words.ts";

const most = 100;
const rank = { critical: 0, major: 1, minor: 2 } as const;

const heading = element("h2");
const list = element("ul", { class: "rows" });
const note = element("p", { class: "note" });

export function openFaultList(): void {
  place("faults").append(heading, list, note);
}

/** What became of a fault: the id of its ticket, withheld by a silence, or neither. */
type Fate = { readonly ticket: string | undefined; readonly isSilenced: boolean };

const faultId = ({ asset, fault }: { readonly asset: string; readonly fault: string | null }): string =>
  `${asset}~${fault}`;

/** Open tickets by what they are about; one reclassified to another fault is found by the device. */
function ticketsByFault({ tickets }: Present): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const ticket of tickets.values()) {
    const { asset, fault, id, events } = ticket;
    if (asset === null || !isOpen(ticket)) continue;
    found.set(faultId({ asset, fault }), id);
    if (events.some(({ now }) => now?.fault !== undefined)) found.set(asset, id);
  }
  return found;
}

function row(present: Present, fault: FaultJson, { ticket, isSilenced }: Fate, language: Language): HTMLElement {
  const severity = say(language, `severity.${fault.severity}`);
  const opened = new Date(fault.openedAt).toLocaleTimeString(language === "zh" ? "zh-CN" : "en-GB", {
    ...(present.site && { timeZone: present.site.timezone }),
    hour: "2-digit",
    minute: "2-digit",
    hour12: false,
  });
  const href = ticket !== undefined ? `#/tickets/${ticket}` : isSilenced ? "#/silences" : undefined;
  const mark = ticket !== undefined ? undefined : say(language, isSilenced ? "silenced" : "noTicket");
  const parts = [
    element("span", { class: "severity", title: severity }, icon(fault.severity), element("small", {}, severity)),
    element(
      "span",
      { class: "what" },
      element(
        "b",
        {},
        mark !== undefined && element("i", { class: "mark" }, mark),
        faultName(present, fault, language),
      ),
      element("span", {}, assetLabel(present, fault.asset, language)),
      !fault.present && element("small", {}, say(language, "absent")),
    ),
    element("time", { datetime: fault.openedAt }, opened),
  ];
  return element(
    "li",
    { "data-severity": fault.severity, "data-asset": fault.asset },
    href === undefined ? element("span", { class: "line-of" }, ...parts) : element("a", { href }, ...parts),
  );
}

let unexplained = "";

export function showFaultList(present: Present, language: Language): void {
  const all = [...present.faults.entries()].sort(
    ([, a], [, b]) => rank[a.severity] - rank[b.severity] || Date.parse(b.openedAt) - Date.parse(a.openedAt),
  );
  const tickets = ticketsByFault(present);
  const fate = (fault: FaultJson): Fate => ({
    ticket: tickets.get(faultId(fault)) ?? tickets.get(fault.asset),
    isSilenced: isWithheld(fault),
  });
  // A fault without a ticket is asked about at once: a silence may withhold it.
  const without = all
    .filter(([, fault]) => fate(fault).ticket === undefined)
    .map(([key]) => key)
    .join();
  if (without !== unexplained && without !== "") void refreshSilences();
  unexplained = without;
  write(heading, `${say(language, "faults")} ${all.length}`);
  follow(
    list,
    all.slice(0, most),
    ([key]) => key,
    ([, fault]) => `${language} ${fault.present} ${fault.severity} ${JSON.stringify(fate(fault))}`,
    ([, fault]) => row(present, fault, fate(fault), language),
  );
  const hidden = all.length - most;
  write(note, hidden > 0 ? say(language, "more", { n: hidden }) : all.length === 0 ? say(language, "noFaults") : "");
}
