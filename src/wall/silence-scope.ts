// What a new silence covers: zones, kinds, devices and links, faults; or the one elevator that is tested.

import type { Language } from "../model/text.ts";
import { element } from "./dom.ts";
import type { Choice } from "./fields.ts";
import { choice, labelled, zoneChoices } from "./fields.ts";
import { pickSeveral } from "./pick-several.ts";
import type { Present } from "./present.ts";
import type { Word } from "./words.ts";
import { say } from "./words.ts";

type Scope = Readonly<Record<string, readonly string[]>>;

export type ScopeFields = {
  readonly node: HTMLElement;
  /** The scope, or what is missing. */
  readonly read: () => Scope | Word;
  /** Faults without a device: those that threaten life are not silenced so. */
  readonly isDeaf: () => boolean;
  readonly forTest: (isTest: boolean) => void;
  readonly clear: () => void;
};

const everyKind = ["offline"] as const;

/** Names that stand for one fault of several kinds are told once. */
function faultChoices(present: Present, kinds: readonly string[], language: Language): readonly Choice[] {
  const all = present.site?.kinds ?? {};
  const among = kinds.length === 0 ? Object.keys(all) : kinds;
  const found = new Map<string, string>();
  for (const kind of among)
    for (const [fault, label] of Object.entries(all[kind]?.faults ?? {}))
      if (!found.has(fault)) found.set(fault, label[language]);
  for (const fault of everyKind) if (!found.has(fault)) found.set(fault, say(language, `fault.${fault}`));
  if (kinds.length === 0 || kinds.includes("link")) found.set("down", say(language, "fault.down"));
  return [...found];
}

export function silenceScope(present: Present, language: Language): ScopeFields {
  const devices = [...present.devices.values()];
  const assetChoices: readonly Choice[] = [...devices, ...(present.site?.links ?? [])].map(({ id, name }) => [
    id,
    name[language],
  ]);
  const kindChoices: readonly Choice[] = [...new Set(devices.map(({ kind }) => kind))].map((kind) => [
    kind,
    present.site?.kinds[kind]?.label[language] ?? kind,
  ]);
  const zones = pickSeveral(language, {
    name: "silence-zones",
    words: say(language, "zones"),
    choices: () => zoneChoices(present, language),
  });
  const kinds = pickSeveral(language, {
    name: "silence-kinds",
    words: say(language, "kinds"),
    choices: () => kindChoices,
  });
  const assets = pickSeveral(language, {
    name: "silence-assets",
    words: say(language, "assets"),
    choices: () => assetChoices,
    isTyped: true,
  });
  /** Of the kinds and devices that are named; of all while none is. */
  const meant = (): readonly string[] => {
    const named = assets.values().map((id) => present.devices.get(id)?.kind ?? "link");
    return [...kinds.values(), ...named];
  };
  const faults = pickSeveral(language, {
    name: "silence-faults",
    words: say(language, "faultsWord"),
    choices: () => faultChoices(present, meant(), language),
  });
  const lifts = devices.filter(({ kind }) => kind === "elevator").map(({ id, name }): Choice => [id, name[language]]);
  const lift = choice(language, "silence-elevator", lifts);
  const several = element(
    "fieldset",
    { class: "fields" },
    element("legend", {}, say(language, "silenceScope")),
    zones.node,
    kinds.node,
    assets.node,
    faults.node,
    element("small", { class: "wide" }, say(language, "lifeSafety")),
  );
  const one = labelled(say(language, "elevatorOne"), lift);
  one.hidden = true;
  let isTest = false;

  const fields = { zones, kinds, assets, faults };
  return {
    node: element("div", { class: "wide" }, several, one),
    read: () => {
      if (isTest) return lift.value === "" ? "elevatorFirst" : { assets: [lift.value] };
      if (Object.values(fields).some((field) => field.isUnknown())) return "noSuchAsset";
      const named = Object.entries(fields).map(([name, field]) => [name, field.values()] as const);
      const scope = Object.fromEntries(named.filter(([, values]) => values.length > 0));
      return Object.keys(scope).length === 0 ? "scopeFirst" : scope;
    },
    isDeaf: () => !isTest && faults.values().length > 0 && assets.values().length === 0,
    forTest: (wanted) => {
      isTest = wanted;
      several.hidden = wanted;
      one.hidden = !wanted;
    },
    clear: () => {
      for (const field of Object.values(fields)) field.clear();
      lift.value = "";
    },
  };
}
