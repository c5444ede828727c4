// Words that people read, always in both languages, kept beside the thing they name.

/** A text for people: English and Chinese are equals. */
export type Text = { readonly en: string; readonly zh: string };

export type Language = keyof Text;

export const text = (en: string, zh: string): Text => ({ en, zh });
