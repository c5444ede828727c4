// The active faults, worst and newest first.

import type { FaultJson } from "../model/fault-json.ts";
import type { Language } from "../model/text.ts";
import { element, follow, place, write } from "./dom.ts";
import { icon } from "./icons.ts";
import type { Present } from "./present.ts";
import { assetName, faultName } from "./present.ts";
import { say } from "./words.ts";

const most = 100;
const rank = { critical: 0, major: 1, minor: 2 } as const;

const heading = element("h2");
const list = element("ul", { class: "rows" });
const note = element("p", { class: "note" });

export function openFaultList(): void {
  place("faults").append(heading, list, note);
}

function row(present: Present, fault: FaultJson, language: Language): HTMLElement {
  const severity = say(language, `severity.${fault.severity}`);
  const opened = new Date(fault.openedAt).toLocaleTimeString(language === "zh" ? "zh-CN" : "en-GB", {
    ...(present.site && { timeZone: present.site.timezone }),
    hour: "2-digit",
    minute: "2-digit",
    hour12: false,
  });
  return element(
    "li",
    { "data-severity": fault.severity },
    element("span", { class: "severity", title: severity }, icon(fault.severity), element("small", {}, severity)),
    element(
      "span",
      { class: "what" },
      element("b", {}, faultName(present, fault, language)),
      element("span", {}, assetName(present, fault.asset, language)),
      !fault.present && element("small", {}, say(language, "absent")),
    ),
    element("time", { datetime: fault.openedAt }, opened),
  );
}

export function showFaultList(present: Present, language: Language): void {
  const all = [...present.faults.entries()].sort(
    ([, a], [, b]) => rank[a.severity] - rank[b.severity] || Date.parse(b.openedAt) - Date.parse(a.openedAt),
  );
  write(heading, `${say(language, "faults")} ${all.length}`);
  follow(
    list,
    all.slice(0, most),
    ([key]) => key,
    ([, fault]) => `${language} ${fault.present} ${fault.severity}`,
    ([, fault]) => row(present, fault, language),
  );
  const hidden = all.length - most;
  write(note, hidden > 0 ? say(language, "more", { n: hidden }) : all.length === 0 ? say(language, "noFaults") : "");
}
