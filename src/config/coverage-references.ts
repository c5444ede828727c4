// References inside `coverage` and from cameras into it: levels, zones, watching cameras, classes of the standard.

import { type Text, text } from "../model/text.ts";
import { itemsOf, type Located, textOf } from "./located.ts";
import { nearest } from "./nearest.ts";
import type { Path } from "./problem.ts";
import type { Definitions, Expect, Report } from "./reference-words.ts";
import { coverageClasses, defaultStandard } from "./schema/coverage.ts";

export type CoverageContext = { readonly zones: ReadonlySet<string>; readonly definitions: Definitions };

export function coverageReferences(
  root: Located,
  { zones, definitions }: CoverageContext,
  report: Report,
  expect: Expect,
): void {
  const coverage = root.children.get("coverage");
  const levels = new Set(itemsOf(coverage, "levels").flatMap((level) => textOf(level, "id") ?? []));
  const cameras = new Set(
    itemsOf(root, "devices").flatMap((device) =>
      textOf(device, "kind") === "camera" ? (textOf(device, "id") ?? []) : [],
    ),
  );
  const others = otherThings(root, definitions);
  const standard = textOf(coverage, "standard") ?? defaultStandard;
  const classes = new Set<string>(
    standard in coverageClasses ? coverageClasses[standard as keyof typeof coverageClasses] : [],
  );
  const level = text("level", "楼层");

  // A site that has drawn nothing yet may still say where its cameras hang.
  if (levels.size > 0)
    for (const [index, device] of itemsOf(root, "devices").entries())
      expect(device.children.get("mount")?.children.get("level"), ["devices", index, "mount", "level"], levels, level);

  for (const [index, area] of itemsOf(coverage, "areas").entries()) {
    const path: Path = ["coverage", "areas", index];
    expect(area.children.get("zone"), [...path, "zone"], zones, text("zone", "片区"));
    expect(area.children.get("level"), [...path, "level"], levels, level);
    const need = area.children.get("need");
    if (need && classes.size > 0 && typeof need.value === "string" && !classes.has(need.value))
      report(need, [...path, "need"], unknownClass(need.value, standard, classes));
    for (const [at, item] of itemsOf(area, "watchedBy").entries()) {
      const place = [...path, "watchedBy", at];
      const other = typeof item.value === "string" && !cameras.has(item.value) ? others.get(item.value) : undefined;
      if (other)
        report(
          item,
          place,
          text(`\`${item.value}\` is ${other.en}, not a camera`, `\`${item.value}\` 是${other.zh}，不是摄像机`),
        );
      else expect(item, place, cameras, text("camera", "摄像机"));
    }
    const drawn = area.children.has("level") && area.children.has("polygon") && area.children.has("need");
    if (!drawn && !area.children.has("watchedBy"))
      report(
        area,
        path,
        text(
          "an area needs `level`, `polygon` and `need`, or `watchedBy`",
          "区域需要 `level`、`polygon` 和 `need`，或者 `watchedBy`",
        ),
      );
  }
}

/** By id, what those are that are no cameras: "a streetlight", "路灯". */
function otherThings(root: Located, definitions: Definitions): ReadonlyMap<string, Text> {
  const of = (list: readonly Located[], what: (item: Located) => Text | undefined) =>
    list.flatMap((item) => {
      const [id, told] = [textOf(item, "id"), what(item)];
      return id === undefined || !told ? [] : [[id, told] as const];
    });
  return new Map([
    ...of(itemsOf(root.children.get("coverage"), "areas"), () => text("an area", "区域")),
    ...of(itemsOf(root, "links"), () => text("a link", "链路")),
    ...of(itemsOf(root, "devices"), (device) => {
      const kind = textOf(device, "kind") ?? "";
      const label = kind === "camera" ? undefined : definitions[kind]?.label;
      return label && text(`${/^[aeiou]/.test(kind) ? "an" : "a"} ${kind}`, label.zh);
    }),
  ]);
}

/** The classes that may stand here; where the other edition has the one that was written, that is what was meant. */
function unknownClass(need: string, standard: string, classes: ReadonlySet<string>): Text {
  const shown = need.length > 64 ? `${need.slice(0, 64)}…` : need;
  const known = [...classes];
  const meant = nearest(need, known);
  const editions: readonly (readonly [string, readonly string[]])[] = Object.entries(coverageClasses);
  const edition = editions.find(([id, others]) => id !== standard && others.includes(need))?.[0];
  const en = edition
    ? `; it is a class of ${edition}: write that under \`standard\` to use it`
    : meant === undefined
      ? ""
      : `; did you mean \`${meant}\`?`;
  const zh = edition
    ? `；它是 ${edition} 的等级，如需使用请在 \`standard\` 中写明`
    : meant === undefined
      ? ""
      : `；是否应为 \`${meant}\`？`;
  return text(
    `unknown class of ${standard} \`${shown}\` (known: ${known.join(", ")})${en}`,
    `未知的 ${standard} 等级 \`${shown}\`（可用：${known.join("、")}）${zh}`,
  );
}
