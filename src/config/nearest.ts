// A message about a wrong word with the nearest right spelling added: see model/nearest.ts.

import { nearest } from "../model/nearest.ts";
import type { Text } from "../model/text.ts";

export { distance, nearest } from "../model/nearest.ts";

/** The message with the nearest right spelling added, where there is one. */
export function withNearest(message: Text, word: string, known: Iterable<string>): Text {
  const meant = nearest(word, known);
  if (meant === undefined) return message;
  return { en: `${message.en}; did you mean \`${meant}\`?`, zh: `${message.zh}；是否应为 \`${meant}\`？` };
}
