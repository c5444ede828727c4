// What a person does about a ticket, from the wall or from a phone: who, with what words, and one button per act.

import type { Language } from "../model/text.ts";
import type { Act } from "../model/ticket.ts";
import type { TicketJson } from "../model/ticket-json.ts";
import { actFields, plainFields } from "./act-fields.ts";
import { allowedActs } from "./allowed-acts.ts";
import { attachField } from "./attach-field.ts";
import { element, write } from "./dom.ts";
import { followWho, labelled, whoField, written } from "./fields.ts";
import type { Present } from "./present.ts";
import { whyNot } from "./role-acts.ts";
import type { Said } from "./send-act.ts";
import { refreshTicket, sendAct } from "./send-act.ts";
import { say } from "./words.ts";

export type ActForm = {
  /** The ticket's. */
  readonly id: string;
  readonly node: HTMLElement;
  /** Gives the buttons that the ticket allows now; what is half written stays. */
  readonly show: (ticket: TicketJson) => void;
};

/**
 * The form for the acts on one ticket: an act without fields is done with one press, another shows its fields first.
 * @param present answers what is known when a button is pressed.
 * @param latest answers the ticket as it stands when a button is pressed, whose version the act is sent with.
 * @param rows answers the site's SLA rows, once they are known.
 */
export function actForm(
  present: () => Present,
  ticket: TicketJson,
  latest: () => TicketJson | null | undefined,
  rows: () => readonly string[] | undefined,
  language: Language,
): ActForm {
  const by = whoField(present(), language);
  const note = element("textarea", { name: "note", rows: 2, maxlength: 4000 });
  const answer = element("p", { class: "answer", role: "status" });
  const opened = element("div", { class: "fields", hidden: true });
  const bar = element("div", { class: "buttons" });
  const form = element(
    "form",
    { class: "acts" },
    labelled(say(language, "by"), by),
    labelled(say(language, "note"), note),
    answer,
    bar,
    opened,
  );
  form.addEventListener("submit", (event) => event.preventDefault());
  let acts: readonly Act[] = [];
  let openAct: Act | null = null;
  let isBusy = false;

  const tell = ({ ok, words }: Said): void => {
    answer.dataset.ok = ok ? "yes" : "no";
    write(answer, words);
    if (!ok) answer.scrollIntoView({ block: "center" });
  };
  const who = (): string | undefined => {
    if (by.value !== "") return by.value;
    tell({ ok: false, words: say(language, "chooseWho") });
    by.focus();
    return undefined;
  };
  /** Buttons may come and go meanwhile: those that come are shut, too, until the answer is there. */
  const setBusy = (busy: boolean): void => {
    isBusy = busy;
    for (const button of form.querySelectorAll("button")) button.disabled = busy;
    if (!busy) showRole();
  };
  /** What the chosen person's role forbids is shut, and says why. */
  const showRole = (): void => {
    for (const button of bar.querySelectorAll("button")) {
      const why = whyNot(present(), by.value, button.dataset.act as Act, language);
      button.disabled = isBusy || why !== undefined;
      button.title = why ?? "";
    }
    const isShut = openAct !== null && whyNot(present(), by.value, openAct, language) !== undefined;
    if (isShut) shut();
  };
  const shut = (): void => {
    openAct = null;
    opened.hidden = true;
    opened.replaceChildren();
    markOpen();
  };
  const markOpen = (): void => {
    for (const button of bar.querySelectorAll<HTMLElement>("[aria-expanded]"))
      button.setAttribute("aria-expanded", String(button.dataset.act === openAct));
  };
  const busy = async (work: () => Promise<Said>): Promise<void> => {
    setBusy(true);
    tell({ ok: true, words: "…" });
    const said = await work();
    setBusy(false);
    tell(said);
    if (!said.ok) return;
    note.value = "";
    shut();
  };
  const send = async (act: Act, read: ReturnType<typeof plainFields>["read"]): Promise<void> => {
    const person = who();
    if (person === undefined) return;
    const said = read(written(note));
    if (typeof said === "string") {
      tell({ ok: false, words: say(language, said) });
      if (said === "noteFirst") note.focus();
      return;
    }
    const version = latest()?.version ?? ticket.version;
    const body = { by: person, version, ...(written(note) !== undefined && { note: note.value.trim() }), ...said };
    await busy(() => sendAct(present(), ticket.id, act, body, language));
  };

  /** Shows the fields of an act above its send button; a second press hides them. */
  const unfold = (act: Act, nodes: readonly (Node | false)[], go: () => void): void => {
    if (openAct === act) {
      shut();
      return;
    }
    const words = say(language, `act.${act}`);
    const confirm = element("button", { type: "button", class: "first", "data-send": act }, words);
    confirm.addEventListener("click", go);
    opened.replaceChildren(element("h4", {}, words), ...nodes.filter((node) => node !== false), confirm);
    opened.hidden = false;
    openAct = act;
    markOpen();
    opened.scrollIntoView({ block: "nearest" });
    opened.querySelector<HTMLElement>("input, select")?.focus({ preventScroll: true });
  };
  const attach = (): void => {
    const { nodes, upload } = attachField(ticket.id, language);
    const sendFile = async (person: string): Promise<Said> => {
      const said = await upload(person);
      if (said.ok) await refreshTicket(ticket.id);
      return said;
    };
    unfold("attach", nodes, () => {
      const person = who();
      if (person !== undefined) void busy(() => sendFile(person));
    });
  };
  const press = (act: Act): void => {
    write(answer, "");
    const fields = actFields(act, { present: present(), ticket: latest() ?? ticket, language, rows: rows() });
    if (act === "attach") attach();
    else if (fields) unfold(act, fields.nodes, () => void send(act, fields.read));
    else void send(act, plainFields(act).read);
  };
  const actButton = (act: Act, position: number): HTMLElement => {
    const unfolds =
      act === "attach" || actFields(act, { present: present(), ticket, language, rows: undefined }) !== undefined;
    const button = element(
      "button",
      {
        type: "button",
        "data-act": act,
        class: position === 0 ? "first" : undefined,
        "aria-expanded": unfolds && "false",
        disabled: isBusy,
      },
      say(language, `act.${act}`),
    );
    button.addEventListener("click", () => press(act));
    return button;
  };

  const show = (now: TicketJson): void => {
    const allowed = allowedActs(now);
    if (allowed.join() === acts.join()) return;
    acts = allowed;
    bar.replaceChildren(...acts.map(actButton));
    if (openAct !== null && !acts.includes(openAct)) shut();
    markOpen();
    showRole();
  };
  show(ticket);
  followWho(by, showRole);
  return { id: ticket.id, node: form, show };
}
