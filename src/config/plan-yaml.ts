// An imported plan as a person would write it into the site folder: one line a wall, an area, a mount.

import { Document, isCollection, visit } from "yaml";
import type { ImportedPlan } from "./plan-from-geojson.ts";

/** Lists and groups that stand on one line. */
const onOneLine = new Set<unknown>(["origin", "name", "outline"]);

/** @returns the text of a file that `include` takes. */
export function planYaml({ coverage, devices }: ImportedPlan): string {
  const document = new Document({ coverage, ...(devices.length > 0 && { devices }) });
  visit(document, {
    Pair: (_, { key, value }) => {
      const name = String(key);
      if (!isCollection(value)) return;
      if (onOneLine.has(name)) value.flow = true;
      if (["walls", "areas", "devices"].includes(name))
        for (const item of value.items) if (isCollection(item)) item.flow = true;
    },
  });
  return document.toString({ lineWidth: 0 });
}
