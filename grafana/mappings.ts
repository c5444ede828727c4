// What codes are called on a board: kinds, faults, severities, promises and rows of the SLA, as value mappings and as names of series.

import { MappingType, type ValueMapping } from "@grafana/grafana-foundation-sdk/dashboard";
import { area } from "../devices/area.ts";
import { gateway } from "../devices/gateway.ts";
import { definitions } from "../devices/index.ts";
import { builtInFaults } from "../src/model/built-in-fault.ts";
import { severities } from "../src/model/severity.ts";
import { type Text, text } from "../src/model/text.ts";
import { milestones } from "../src/model/ticket.ts";
import { milestoneWords, severityWords, slaWords, stateWords } from "../src/model/ticket-words.ts";
import { severityColors } from "./colors.ts";
import type { Say } from "./language.ts";

export type Named = { readonly text: string; readonly color?: string };

/** What a value is shown as, in order. */
export const mapped = (values: Readonly<Record<string, Named>>): ValueMapping[] => [
  {
    type: MappingType.ValueToText,
    options: Object.fromEntries(Object.entries(values).map(([value, shown], index) => [value, { ...shown, index }])),
  },
];

const said = (words: Readonly<Record<string, Text>>, say: Say): Record<string, Named> =>
  Object.fromEntries(Object.entries(words).map(([code, words]) => [code, { text: say(words) }]));

/** Every kind that tickets and faults can be about. */
export const kindWords: Readonly<Record<string, Text>> = {
  ...Object.fromEntries([...Object.values(definitions), area, gateway].map(({ kind, label }) => [kind, label])),
  link: text("Link", "链路"),
};

/** Faults of all kinds; where two kinds call theirs differently by the same code, both are said. */
const faultWords: Readonly<Record<string, Text>> = (() => {
  const all = new Map<string, Text>(Object.entries(builtInFaults));
  for (const { faults } of [...Object.values(definitions), area, gateway])
    for (const [code, { label }] of Object.entries(faults)) {
      const known = all.get(code);
      const isNew = known !== undefined && known.en !== label.en;
      all.set(code, isNew ? text(`${known.en} / ${label.en}`, `${known.zh} / ${label.zh}`) : label);
    }
  return Object.fromEntries(all);
})();

export const kinds = (say: Say): ValueMapping[] => mapped(said(kindWords, say));
export const faults = (say: Say): ValueMapping[] => mapped(said(faultWords, say));
export const promises = (say: Say): ValueMapping[] => mapped(said(milestoneWords, say));
export const rows = (say: Say): ValueMapping[] => mapped(said(slaWords, say));
export const states = (say: Say): ValueMapping[] => mapped(said(stateWords, say));
export const severity = (say: Say): ValueMapping[] =>
  mapped(
    Object.fromEntries(
      severities.map((name) => [name, { text: say(severityWords[name]), color: severityColors[name] }]),
    ),
  );
/** A fault's `active`. */
export const active = (say: Say): ValueMapping[] =>
  mapped({
    1: { text: say(text("opened", "发生")), color: "orange" },
    0: { text: say(text("over", "恢复")), color: "green" },
  });
export const online = (say: Say): ValueMapping[] =>
  mapped({
    true: { text: say(text("online", "在线")), color: "green" },
    false: { text: say(text("offline", "离线")), color: "red" },
  });

/** Series named by a code are shown by its words. */
export type Renamed = readonly (readonly [code: string, shown: string])[];
const renamed = (words: Readonly<Record<string, Text>>, say: Say): Renamed =>
  Object.entries(words).map(([code, text]) => [code, say(text)]);
export const kindNames = (say: Say): Renamed => renamed(kindWords, say);
export const rowNames = (say: Say): Renamed => renamed(slaWords, say);
export const promiseNames = (say: Say): Renamed => milestones.map((name) => [name, say(milestoneWords[name])]);
