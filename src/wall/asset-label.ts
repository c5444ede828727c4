// The name of an asset among others of the same name: with its kind, or its id where the kind does not tell them apart.

import type { Language } from "../model/text.ts";
import type { Present } from "./present.ts";
import { assetName } from "./present.ts";

type Named = { readonly id: string; readonly kind: string };
/** By language and name; counted anew with each picture of the devices. */
const known = new WeakMap<Present["devices"], Map<string, Named[]>>();

function namesakes({ devices, site }: Present, name: string, language: Language): readonly Named[] {
  let names = known.get(devices);
  if (!names) {
    names = new Map();
    const links = (site?.links ?? []).map((link) => ({ ...link, kind: "" }));
    for (const { id, kind, name: of } of [...devices.values(), ...links])
      for (const each of ["en", "zh"] as const) {
        const key = `${each} ${of[each]}`;
        const all = names.get(key);
        if (all) all.push({ id, kind });
        else names.set(key, [{ id, kind }]);
      }
    known.set(devices, names);
  }
  return names.get(`${language} ${name}`) ?? [];
}

/** "North gate (Camera)" where a gate is called the same, "North gate (C-012)" where a camera is, else "North gate". */
export function assetLabel(present: Present, asset: string, language: Language): string {
  const name = assetName(present, asset, language);
  const all = namesakes(present, name, language);
  if (all.length < 2) return name;
  const kind = all.find(({ id }) => id === asset)?.kind ?? "";
  const label = present.site?.kinds[kind]?.label[language];
  const isOnly = all.filter((each) => each.kind === kind).length === 1;
  const more = label !== undefined && isOnly ? label : asset;
  return language === "zh" ? `${name}（${more}）` : `${name} (${more})`;
}
