// Turns a condition's data into the closure that runs it: one row per word of the vocabulary.

import type { Condition } from "../../model/condition.ts";
import type { Node } from "../node.ts";
import { compileBecomes } from "./becomes.ts";
import { combineAll, combineAny } from "./combine.ts";
import { type Context, under } from "./context.ts";
import { compileCount } from "./count.ts";
import { compileCrosses } from "./crosses.ts";
import { compileHeld } from "./held.ts";
import { compileIs } from "./is.ts";
import { compileNoPeer } from "./no-peer.ts";
import { compileNumber } from "./number.ts";
import { compileOffBy } from "./off-by.ts";
import { compileRisesBy } from "./rises-by.ts";
import { compileDark, compileFact, compileOutsideOpenHours, compileProgram } from "./scheduled.ts";
import { compileInService, compileYoungerThan } from "./service.ts";
import { compileSteady } from "./steady.ts";

/** @param judged the fault's compiled *while*, for the words that count only what happens inside it. */
export function compileCondition(condition: Condition, context: Context, judged: Node | null): Node {
  if ("point" in condition) context.uses(condition.point);
  const inner: Context = { ...context, compile: (part, place) => compileCondition(part, place, judged) };
  switch (condition.op) {
    case "above":
    case "atLeast":
    case "below":
    case "atMost":
      return compileNumber(condition, inner);
    case "is":
    case "isNot":
      return compileIs(condition, inner);
    case "offBy":
      return compileOffBy(condition, inner);
    case "risesBy":
      return compileRisesBy(condition, inner);
    case "steady":
      return compileSteady(condition, inner);
    case "crosses":
      return compileCrosses(condition, inner, judged);
    case "becomes":
      return compileBecomes(condition, inner);
    case "count":
      return compileCount(condition, inner);
    case "youngerThan":
      return compileYoungerThan(condition, inner);
    case "inService":
      return compileInService(condition, inner);
    case "fact":
      return compileFact(condition, inner);
    case "dark":
    case "light":
      return compileDark(condition, inner);
    case "inProgram":
    case "outsidePrograms":
      return compileProgram(condition, inner);
    case "outsideOpenHours":
      return compileOutsideOpenHours(condition, inner);
    case "held":
      return compileHeld(condition, inner);
    case "noPeer":
      return compileNoPeer(condition, inner);
    case "all":
      return combineAll(condition.of.map((part, i) => inner.compile(part, under(inner, i))));
    case "any":
      return combineAny(condition.of.map((part, i) => inner.compile(part, under(inner, i))));
  }
}
