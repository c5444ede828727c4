// Whether a kind that a site brings along can be run: types are stripped when it is loaded, so its shape is checked here once.

import { z } from "zod";
import type { DeviceDefinition } from "../model/device-definition.ts";
import { severities } from "../model/severity.ts";
import { type Text, text } from "../model/text.ts";
import { type Finding, schemaFindings } from "./issue-problems.ts";
import { withNearest } from "./nearest.ts";
import { conditionsOf, walk } from "./parameters.ts";
import { duration, id, interval } from "./schema/words.ts";

const label = z.strictObject({ en: z.string().min(1), zh: z.string().min(1) });
const condition = z.looseObject({ op: z.string() });
const point = z.discriminatedUnion("type", [
  z.looseObject({ type: z.literal("number"), label, unit: z.string(), min: z.number(), max: z.number() }),
  z.looseObject({ type: z.literal("bool"), label }),
  z.looseObject({ type: z.literal("state"), label, states: z.record(z.string(), label) }),
  z.looseObject({ type: z.literal("instant"), label }),
]);
const judged = { severity: z.enum(severities), sla: id };
const fault = z.looseObject({
  label,
  ...judged,
  while: condition.optional(),
  opens: z.array(z.looseObject({ when: condition, onDelay: duration.optional(), name: id.optional() })).min(1),
  clearsWhen: condition.optional(),
  offDelay: duration.optional(),
  hides: z.array(z.string()).optional(),
  mainsLost: z.boolean().optional(),
});
const definitionSchema = z.looseObject({
  kind: id,
  label,
  reportEvery: interval,
  points: z.record(id, point),
  events: z.record(id, z.looseObject({ label, fields: z.record(z.string(), z.looseObject({ type: z.string() })) })),
  rated: z.record(id, z.looseObject({ label, unit: z.string() })),
  options: z.record(
    id,
    z.discriminatedUnion("type", [
      z.looseObject({ type: z.literal("bool"), label, default: z.boolean() }),
      z.looseObject({ type: z.literal("choice"), label, values: z.array(z.string()).min(1), default: z.string() }),
      z.looseObject({ type: z.literal("id"), label, default: z.string().optional() }),
      z.looseObject({ type: z.literal("openHours"), label }),
    ]),
  ),
  offline: z.looseObject({ ...judged, while: condition.optional() }),
  faults: z.record(id, fault),
});

/** Whether the export looks like a device definition at all, right or wrong. */
export const isDefinition = (value: unknown): value is DeviceDefinition =>
  typeof value === "object" && value !== null && "kind" in value && "points" in value && "faults" in value;

/** What is wrong with the definition: its shape, then rules that name unknown points, rated values or faults. */
export function definitionFindings(definition: DeviceDefinition): readonly Finding[] {
  const shape = schemaFindings(definitionSchema, definition);
  if (shape.length > 0) return shape;
  const findings: Finding[] = [];
  const points = Object.keys(definition.points);
  const check = (path: Finding["path"], word: string, known: readonly string[], what: Text) => {
    if (known.includes(word)) return;
    const message = text(`unknown ${what.en} \`${word}\``, `未知的${what.zh} \`${word}\``);
    findings.push({ path, message: withNearest(message, word, known) });
  };
  for (const [name, rule] of Object.entries(definition.faults)) {
    const path = ["faults", name];
    for (const hidden of rule.hides ?? [])
      check([...path, "hides"], hidden, Object.keys(definition.faults), text("fault", "故障"));
    for (const outer of conditionsOf(rule))
      walk(outer, (part) => {
        if ("point" in part) check(path, part.point, points, text("point", "测点"));
        if ("event" in part) check(path, part.event, Object.keys(definition.events), text("event", "事件"));
        const share = "level" in part ? part.level : "limit" in part ? part.limit : undefined;
        if (typeof share !== "object" || !("of" in share)) return;
        if (share.of.point !== undefined) check(path, share.of.point, points, text("point", "测点"));
        if (share.of.rated !== undefined)
          check(path, share.of.rated, Object.keys(definition.rated), text("rated value", "额定值"));
      });
  }
  return findings;
}
