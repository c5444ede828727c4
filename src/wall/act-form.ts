// What a person does about a ticket, from the wall or from a phone: who, with what words, and one button per act.

import type { Language } from "../model/text.ts";
import type { Act } from "../model/ticket.ts";
import type { TicketJson } from "../model/ticket-json.ts";
import { actFields, plainFields } from "./act-fields.ts";
import { allowedActs } from "./allowed-acts.ts";
import { attachField } from "./attach-field.ts";
import { element, write } from "./dom.ts";
import { labelled, whoField, written } from "./fields.ts";
import { ask, post } from "./gateway-answer.ts";
import type { Present } from "./present.ts";
import { personName } from "./present.ts";
import { when } from "./site-time.ts";
import { say } from "./words.ts";

/** Who was faster, in words: the last of the log that a person did. */
export async function whoWasFirst(present: Present, id: string, language: Language): Promise<string> {
  const ticket = await ask<TicketJson>(`/api/v1/tickets/${id}`);
  const last = ticket?.events.findLast(({ by }) => by !== "system") ?? ticket?.events.at(-1);
  if (!last) return "";
  const who = personName(present, last.by, language);
  return say(language, "wasFirst", {
    who,
    what: say(language, `event.${last.type}`),
    at: when(present, last.at, language),
  });
}

/**
 * Sends an act on the ticket and says how it went.
 * @param body with `by` and `version`; a `stale` answer tells who was first.
 */
export async function sendAct(
  present: Present,
  id: string,
  act: Act,
  body: object,
  language: Language,
): Promise<{ readonly ok: boolean; readonly words: string }> {
  const answer = await post(`/api/v1/tickets/${id}/${act}`, body, language);
  if (answer.ok) return { ok: true, words: say(language, "done") };
  const first = answer.code === "stale" ? ` ${await whoWasFirst(present, id, language)}` : "";
  return { ok: false, words: `${answer.words}${first}` };
}

/**
 * The form for the acts a ticket allows now: an act without fields is done with one press, another shows its fields first.
 * @param latest answers the ticket as it stands when a button is pressed, whose version the act is sent with.
 * @param rows answers the site's SLA rows, once they are known.
 */
export function actForm(
  present: Present,
  ticket: TicketJson,
  latest: () => TicketJson | null | undefined,
  rows: () => readonly string[] | undefined,
  language: Language,
): HTMLElement {
  const by = whoField(present, language, ticket);
  const note = element("textarea", { name: "note", rows: 2, maxlength: 4000 });
  const answer = element("p", { class: "answer", role: "status" });
  const opened = element("div", { class: "fields", hidden: true });

  const who = (): string | undefined => {
    if (by.value !== "") return by.value;
    write(answer, say(language, "chooseWho"));
    by.focus();
    return undefined;
  };
  const busy = async (work: () => Promise<{ readonly ok: boolean; readonly words: string }>): Promise<void> => {
    const buttons = form.querySelectorAll("button");
    for (const button of buttons) button.disabled = true;
    write(answer, "…");
    const { ok, words } = await work();
    answer.dataset.ok = ok ? "yes" : "no";
    write(answer, words);
    for (const button of buttons) button.disabled = false;
    if (ok) {
      note.value = "";
      shut();
    }
  };
  const send = async (act: Act, read: ReturnType<typeof plainFields>["read"]): Promise<void> => {
    const person = who();
    if (person === undefined) return;
    const said = read(written(note));
    if (typeof said === "string") {
      answer.dataset.ok = "no";
      write(answer, say(language, said));
      if (said === "noteFirst") note.focus();
      return;
    }
    const version = latest()?.version ?? ticket.version;
    const body = { by: person, version, ...(written(note) !== undefined && { note: note.value.trim() }), ...said };
    await busy(() => sendAct(present, ticket.id, act, body, language));
  };

  const shut = (): void => {
    opened.hidden = true;
    opened.replaceChildren();
    for (const button of form.querySelectorAll("[aria-expanded]")) button.setAttribute("aria-expanded", "false");
  };
  /** Shows the fields of an act above its send button; a second press hides them. */
  const unfold = (button: HTMLElement, act: Act, nodes: readonly (Node | false)[], go: () => void): void => {
    const isOpen = button.getAttribute("aria-expanded") === "true";
    shut();
    if (isOpen) return;
    const confirm = element(
      "button",
      { type: "button", class: "first", "data-send": act },
      say(language, `act.${act}`),
    );
    confirm.addEventListener("click", go);
    opened.replaceChildren(
      element("h4", {}, say(language, `act.${act}`)),
      ...nodes.filter((node) => node !== false),
      confirm,
    );
    opened.hidden = false;
    button.setAttribute("aria-expanded", "true");
    opened.scrollIntoView({ block: "nearest" });
    opened.querySelector<HTMLElement>("input, select")?.focus({ preventScroll: true });
  };

  const press = (button: HTMLElement, act: Act): void => {
    write(answer, "");
    if (act === "attach") {
      const { nodes, upload } = attachField(ticket.id, language);
      unfold(button, act, nodes, () => {
        const person = who();
        if (person !== undefined) void busy(() => upload(person));
      });
      return;
    }
    const fields = actFields(act, { present, ticket: latest() ?? ticket, language, rows: rows() });
    if (fields) unfold(button, act, fields.nodes, () => void send(act, fields.read));
    else void send(act, plainFields(act).read);
  };
  const buttons = allowedActs(ticket).map((act, position) => {
    const unfolds = act === "attach" || actFields(act, { present, ticket, language, rows: undefined }) !== undefined;
    const button = element(
      "button",
      {
        type: "button",
        "data-act": act,
        class: position === 0 ? "first" : undefined,
        "aria-expanded": unfolds && "false",
      },
      say(language, `act.${act}`),
    );
    button.addEventListener("click", () => press(button, act));
    return button;
  });
  const form = element(
    "form",
    { class: "acts" },
    labelled(say(language, "by"), by),
    labelled(say(language, "note"), note),
    element("div", { class: "buttons" }, ...buttons),
    opened,
    answer,
  );
  form.addEventListener("submit", (event) => event.preventDefault());
  return form;
}
