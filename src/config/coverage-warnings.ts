// What makes a valid plan of coverage worth little: drawings that do not fit, cameras that cannot see, areas that nobody watches.

import type { Site } from "../model/site.ts";
import { cameraWarnings } from "./camera-warnings.ts";
import { planValueWarnings } from "./plan-value-warnings.ts";
import type { Problem, Warn } from "./problem.ts";
import { ringWarnings } from "./ring-warnings.ts";
import { wallWarnings } from "./wall-warnings.ts";
import { watchWarnings } from "./watch-warnings.ts";

/** Each matter once, at the first place it is found, with the others by name. Never throws, whatever was drawn. */
export const coverageWarnings = (site: Site, warn: Warn): readonly Problem[] => [
  ...ringWarnings(site, warn),
  ...wallWarnings(site, warn),
  ...cameraWarnings(site, warn),
  ...watchWarnings(site, warn),
  ...planValueWarnings(site, warn),
];
