// Whether the site's time zone exists, with the nearest right name where it does not.

import { text } from "../model/text.ts";
import type { Located } from "./located.ts";
import { withNearest } from "./nearest.ts";
import { error, type Problem } from "./problem.ts";

export function timezoneProblems(root: Located): readonly Problem[] {
  const node = root.children.get("timezone");
  if (typeof node?.value !== "string") return [];
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(node.value);
    return [];
  } catch {
    const shown = node.value.slice(0, 64);
    const message = text(`unknown time zone \`${shown}\``, `未知的时区 \`${shown}\``);
    return [error(node.place, ["timezone"], withNearest(message, shown, Intl.supportedValuesOf("timeZone")))];
  }
}
