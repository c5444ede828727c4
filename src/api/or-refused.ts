// From a result to an answer: its value, or the refusal thrown for the error handler to write.

import type { Result } from "../model/result.ts";
import { refused } from "./problem.ts";

/** @throws the refusal, which becomes the problem document of its code. */
export function orRefused<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw refused(result.code, result.detail);
}
