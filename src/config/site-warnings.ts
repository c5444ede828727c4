// What makes a valid site work badly: devices without mounts or rated values, drawings that do not fit, zones without people.

import type { DeviceDefinition } from "../model/device-definition.ts";
import type { Device, Site, Zone } from "../model/site.ts";
import { text } from "../model/text.ts";
import { coverageWarnings } from "./coverage-warnings.ts";
import { type Located, placeOf } from "./located.ts";
import { nearest } from "./nearest.ts";
import { notifyWarnings } from "./notify-warnings.ts";
import { conditionsOf, walk } from "./parameters.ts";
import { counted, nameSome, type Path, type Problem, type Warn, warning } from "./problem.ts";
import type { RawSite } from "./site-schema.ts";
import { slaDefaults } from "./sla-defaults.ts";
import { isKnownCountry } from "./working-days.ts";

/** Warnings, grouped: one per matter, never one per device. */
export function siteWarnings(site: Site, raw: RawSite, root: Located): readonly Problem[] {
  const warn = (path: Path, en: string, zh: string) => warning(placeOf(root, path), path, text(en, zh));
  return [
    ...withoutMount(site, warn),
    ...withoutRated(site, warn),
    ...coverageWarnings(site, warn),
    ...withoutPeople(site, warn),
    ...unusedRows(site, raw, warn),
    ...unknownCountry(raw, warn),
    ...notifyWarnings(site, warn),
  ];
}

/** The items' indexes under a key made from each; items without a key are left out. */
function grouped<T>(items: readonly T[], keysOf: (item: T) => readonly string[]): Map<string, number[]> {
  const groups = new Map<string, number[]>();
  for (const [index, item] of items.entries())
    for (const key of keysOf(item)) groups.set(key, [...(groups.get(key) ?? []), index]);
  return groups;
}

const ids = (devices: readonly Device[], indexes: readonly number[]): string =>
  nameSome(indexes.map((index) => devices[index]?.id ?? ""));

/** A camera that an area without a drawing names has its use without a mount. */
function withoutMount({ devices, coverage }: Site, warn: Warn): readonly Problem[] {
  const named = new Set(coverage.areas.flatMap(({ drawn, watchedBy }) => (drawn ? [] : watchedBy)));
  const missing = grouped(devices, ({ id, kind, mount }) =>
    kind === "camera" && !mount && !named.has(id) ? [kind] : [],
  );
  return [...missing.values()].map((indexes) =>
    warn(
      ["devices", indexes[0] as number],
      `${counted(indexes.length, "camera")} without \`mount\`, so nobody knows what is seen there: ${ids(devices, indexes)}`,
      `${indexes.length} 台摄像机没有 \`mount\`，无法计算可视范围：${ids(devices, indexes)}`,
    ),
  );
}

function withoutRated({ devices, definitions }: Site, warn: Warn): readonly Problem[] {
  const needs = new Map(Object.values(definitions).map((definition) => [definition.kind, ratedNeeds(definition)]));
  const missing = grouped(devices, ({ kind, rated, faults }) =>
    [...(needs.get(kind) ?? [])].flatMap(([name, rules]) =>
      !(name in rated) && rules.some((rule) => !faults[rule]?.off.value) ? [`${kind} ${name}`] : [],
    ),
  );
  return [...missing].map(([key, indexes]) => {
    const [kind = "", name = ""] = key.split(" ");
    const label = definitions[kind]?.label ?? text(kind, kind);
    const rules = nameSome(needs.get(kind)?.get(name) ?? []);
    return warn(
      ["devices", indexes[0] as number],
      `${indexes.length} × ${label.en} (${kind}) without rated.${name}, which ${rules} need: ${ids(devices, indexes)}`,
      `${indexes.length} 台${label.zh}（${kind}）缺少 rated.${name}，${rules} 无法判断：${ids(devices, indexes)}`,
    );
  });
}

/** Rated value → the faults whose rules compare with it. */
function ratedNeeds(definition: DeviceDefinition): ReadonlyMap<string, readonly string[]> {
  const needs = new Map<string, string[]>();
  for (const [fault, rule] of Object.entries(definition.faults))
    for (const condition of conditionsOf(rule))
      walk(condition, (part) => {
        const share = "level" in part ? part.level : "limit" in part ? part.limit : undefined;
        if (typeof share !== "object" || !("of" in share) || share.of.rated === undefined) return;
        const rules = needs.get(share.of.rated) ?? [];
        if (!rules.includes(fault)) needs.set(share.of.rated, [...rules, fault]);
      });
  return needs;
}

function withoutPeople({ zones }: Site, warn: Warn): readonly Problem[] {
  const lacks = ({ steward, guard, technicians }: Zone) => [
    ...(steward === undefined ? ["steward"] : []),
    ...(guard === undefined ? ["guard"] : []),
    ...(technicians.length === 0 ? ["technician"] : []),
  ];
  const chinese: Readonly<Record<string, string>> = { steward: "管家", guard: "安全员", technician: "技术员" };
  return [...grouped(zones, lacks)].map(([role, indexes]) => {
    const names = nameSome(indexes.map((index) => zones[index]?.id ?? ""));
    return warn(
      ["zones", indexes[0] as number],
      `zones without a ${role}: ${names}`,
      `没有${chinese[role]}的片区：${names}`,
    );
  });
}

/** A new row that nothing uses and that is named almost like a known one is a slip of the pen. */
function unusedRows(site: Site, raw: RawSite, warn: Warn): readonly Problem[] {
  const used = new Set(site.devices.flatMap(({ faults }) => Object.values(faults).map(({ sla }) => sla.value)));
  return Object.keys(raw.sla ?? {}).flatMap((row) => {
    const meant = row in slaDefaults || used.has(row) ? undefined : nearest(row, Object.keys(slaDefaults));
    if (meant === undefined) return [];
    return [
      warn(
        ["sla", row],
        `no fault uses the row \`${row}\`; did you mean \`${meant}\`?`,
        `没有故障使用时限行 \`${row}\`；是否应为 \`${meant}\`？`,
      ),
    ];
  });
}

function unknownCountry({ calendar }: RawSite, warn: Warn): readonly Problem[] {
  const country = calendar?.country ?? "CN";
  if (isKnownCountry(country)) return [];
  return [
    warn(
      ["calendar", "country"],
      `no public calendar is built in for \`${country}\`: Saturdays and Sundays are free, other days off must stand in \`holidays\` (write \`none\` if that is meant)`,
      `没有内置 \`${country}\` 的公共日历：仅周六、周日休息，其余假日须写入 \`holidays\`（若有意如此请写 \`none\`）`,
    ),
  ];
}
