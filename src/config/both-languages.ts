// A text of the site file as the model wants it: a plain string stands for both languages.

import type { Text } from "../model/text.ts";

export function bothLanguages(written: string | Text | undefined, otherwise: string): Text {
  const value = written ?? otherwise;
  return typeof value === "string" ? { en: value, zh: value } : value;
}
