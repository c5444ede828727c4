// One language of a board: which of a text's two wordings is written.

import type { Language, Text } from "../src/model/text.ts";

export const languages: readonly Language[] = ["zh", "en"];

/** Writes a text in the board's language. */
export type Say = ((text: Text) => string) & { readonly language: Language };

export const createSay = (language: Language): Say => Object.assign((text: Text) => text[language], { language });
