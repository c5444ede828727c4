// A file put to a ticket: chosen or photographed, sent as it is.

import type { Language } from "../model/text.ts";
import { element } from "./dom.ts";
import { labelled } from "./fields.ts";
import { post } from "./gateway-answer.ts";
import { say } from "./words.ts";

export function attachField(
  ticket: string,
  language: Language,
): {
  readonly nodes: readonly Node[];
  readonly upload: (by: string) => Promise<{ readonly ok: boolean; readonly words: string }>;
} {
  const file = element("input", { type: "file", name: "file", accept: "image/*,application/pdf" });
  return {
    nodes: [labelled(say(language, "file"), file)],
    upload: async (by) => {
      const chosen = file.files?.[0];
      if (!chosen) return { ok: false, words: say(language, "fileFirst") };
      const query = new URLSearchParams({ name: chosen.name, by });
      const answer = await post(`/api/v1/tickets/${ticket}/attachments?${query}`, chosen, language);
      return answer.ok ? { ok: true, words: say(language, "done") } : { ok: false, words: answer.words };
    },
  };
}
