// The form that begins or plans a silence: what it is for, over what, from when for how long, why.

import type { Language } from "../model/text.ts";
import { element, write } from "./dom.ts";
import { choice, labelled, written } from "./fields.ts";
import { post } from "./gateway-answer.ts";
import type { Present } from "./present.ts";
import { silenceScope } from "./silence-scope.ts";
import { silenceTimes } from "./silence-times.ts";
import { refreshSilences } from "./silences.ts";
import type { Word } from "./words.ts";
import { say } from "./words.ts";

const kinds = ["maintenance", "test"] as const;

/** @param by who acts, "" while nobody is chosen */
export function silenceForm(present: Present, by: () => string, language: Language): HTMLElement {
  const choices = kinds.map((kind) => [kind, say(language, `silenceKind.${kind}`)] as const);
  const kind = choice(language, "silence-kind", choices, "maintenance");
  kind.querySelector("option")?.remove();
  const scope = silenceScope(present, language);
  const times = silenceTimes(present.site?.timezone ?? "UTC", language);
  const reason = element("textarea", { name: "silence-reason", rows: 2, maxlength: 4000 });
  const answer = element("p", { class: "answer", role: "status" });
  const button = element("button", { type: "submit", class: "first wide" }, say(language, "silenceSend"));

  const isTest = (): boolean => kind.value === "test";
  kind.addEventListener("change", () => {
    scope.forTest(isTest());
    times.forTest(isTest());
  });

  const tell = (words: string, ok = false): void => {
    answer.dataset.ok = ok ? "yes" : "no";
    write(answer, words);
  };
  const body = (): Readonly<Record<string, unknown>> | Word => {
    if (by() === "") return "chooseWho";
    const over = scope.read();
    if (typeof over === "string") return over;
    const when = times.read();
    if (typeof when === "string") return when;
    const why = written(reason);
    return why === undefined ? "silenceReasonFirst" : { kind: kind.value, by: by(), scope: over, ...when, reason: why };
  };
  const send = async (): Promise<void> => {
    const said = body();
    if (typeof said === "string") return tell(say(language, said));
    button.disabled = true;
    const sent = await post<unknown>("/api/v1/silences", said, language);
    button.disabled = false;
    if (!sent.ok) return tell(sent.code === "bad-request" && scope.isDeaf() ? say(language, "lifeSafety") : sent.words);
    scope.clear();
    times.clear();
    reason.value = "";
    tell(say(language, "silenceSent"), true);
    await refreshSilences();
  };

  const form = element(
    "form",
    { class: "acts" },
    labelled(say(language, "silenceKind"), kind),
    scope.node,
    times.node,
    labelled(say(language, "silenceReason"), reason),
    button,
    answer,
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void send();
  });
  return element(
    "details",
    { class: "unfold", id: "silence-new" },
    element("summary", {}, say(language, "silenceNew")),
    form,
  );
}
