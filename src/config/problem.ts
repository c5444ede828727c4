// One thing wrong in a site folder, with its place: the shape every check of the configuration answers in.

import type { Text } from "../model/text.ts";

/** Where something stands; line and column count from 1. The file is relative to the site folder. */
export type Place = { readonly file: string; readonly line: number; readonly column: number };

/** Steps from the root of the merged site file. */
export type Path = readonly (string | number)[];

export type Problem = Place & {
  /** An error makes the site invalid; a warning does not. */
  readonly severity: "error" | "warning";
  /** `devices[3].limits.motorHot`; empty for the file as a whole. */
  readonly path: string;
  readonly message: Text;
};

export const error = (place: Place, path: Path, message: Text): Problem => ({
  severity: "error",
  file: place.file,
  line: place.line,
  column: place.column,
  path: writePath(path),
  message,
});

export const warning = (place: Place, path: Path, message: Text): Problem => ({
  ...error(place, path, message),
  severity: "warning",
});

/** A warning at a path of the site file. */
export type Warn = (path: Path, en: string, zh: string) => Problem;

/** ["devices", 3, "zone"] → `devices[3].zone`. */
export function writePath(path: Path): string {
  return path.map((step, index) => (typeof step === "number" ? `[${step}]` : index === 0 ? step : `.${step}`)).join("");
}

/** "a, b, c … (+7)": at most `most` names and how many more, so that one message never grows into hundreds. */
export function nameSome(names: readonly string[], most = 10): string {
  return names.length <= most ? names.join(", ") : `${names.slice(0, most).join(", ")} … (+${names.length - most})`;
}

/** "1 camera hangs", "2 cameras hang": the English of a number of things; `many` where it is not `one` and an s. */
export const counted = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;
