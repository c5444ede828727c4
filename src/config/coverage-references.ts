// References inside `coverage` and from cameras into it: levels, zones, watching cameras, classes of the standard.

import { text } from "../model/text.ts";
import { itemsOf, type Located, textOf } from "./located.ts";
import type { Path } from "./problem.ts";
import type { Expect, Report } from "./reference-words.ts";
import { coverageClasses, defaultStandard } from "./schema/coverage.ts";

export function coverageReferences(root: Located, zones: ReadonlySet<string>, report: Report, expect: Expect): void {
  const coverage = root.children.get("coverage");
  const levels = new Set(itemsOf(coverage, "levels").flatMap((level) => textOf(level, "id") ?? []));
  const cameras = new Set(
    itemsOf(root, "devices").flatMap((device) =>
      textOf(device, "kind") === "camera" ? (textOf(device, "id") ?? []) : [],
    ),
  );
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
    if (classes.size > 0)
      expect(area.children.get("need"), [...path, "need"], classes, text(`class of ${standard}`, `${standard} 等级`));
    for (const [at, item] of itemsOf(area, "watchedBy").entries())
      expect(item, [...path, "watchedBy", at], cameras, text("camera", "摄像机"));
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
