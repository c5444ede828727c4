// dark, light, inProgram, outsidePrograms, outsideOpenHours and fact: what the clock, the sun and the site file say.

import type {
  DarkCondition,
  FactCondition,
  OutsideOpenHoursCondition,
  ProgramCondition,
} from "../../model/condition.ts";
import { milliseconds } from "../../model/duration.ts";
import type { Schedule } from "../../model/schedule.ts";
import type { Node } from "../node.ts";
import { MISSING, TRUE, type Truth, truth } from "../truth.ts";
import type { Context } from "./context.ts";

const follow = (schedule: Schedule, wanted: boolean): Node => ({
  evaluate: (_runtime, at) => truth(schedule.holds(at) === wanted),
  nextChange: (_runtime, at) => schedule.nextChange(at),
});
const constant = (value: Truth): Node => ({ evaluate: () => value, nextChange: () => Number.POSITIVE_INFINITY });

export const compileDark = (condition: DarkCondition, context: Context): Node =>
  follow(context.site.dark, condition.op === "dark");

export function compileProgram(condition: ProgramCondition, context: Context): Node {
  const margin = milliseconds(condition.margin);
  if (condition.op === "outsidePrograms") return follow(context.site.lighting.outside(margin), true);
  const program = context.device.facts.program;
  return typeof program === "string" ? follow(context.site.lighting.inside(program, margin), true) : constant(MISSING);
}

export const compileOutsideOpenHours = (_condition: OutsideOpenHoursCondition, context: Context): Node =>
  context.device.openHours ? follow(context.device.openHours, false) : constant(TRUE);

export function compileFact(condition: FactCondition, context: Context): Node {
  const value = context.device.facts[condition.fact];
  return constant(value === undefined ? MISSING : truth(value === condition.value));
}
