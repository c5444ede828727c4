// What a person does about a ticket, from the wall or from a phone: who, with what words, and one button per act.

import type { Outcome } from "../model/fault.ts";
import type { Language, Text } from "../model/text.ts";
import type { TicketJson } from "../model/ticket-json.ts";
import { allowedActs } from "./allowed-acts.ts";
import { element, write } from "./dom.ts";
import type { Present } from "./present.ts";
import { say } from "./words.ts";

const outcomes: readonly Outcome[] = ["released", "nobody-inside", "secured", "leak-stopped", "false-alarm", "test"];
const causes = ["repaired", "replaced", "adjusted", "power", "network", "misuse", "false-alarm", "other"] as const;
const whoKey = "anju.by";

type Problem = { readonly text?: Text; readonly detail?: string; readonly detailZh?: string };
type Field = HTMLSelectElement | HTMLTextAreaElement;

const labelled = (words: string, field: Field): HTMLElement =>
  element("label", { class: field.localName === "textarea" && "wide" }, element("span", {}, words), field);

function choice(
  language: Language,
  choices: readonly (readonly [string, string])[],
  chosen: string,
): HTMLSelectElement {
  const made = element(
    "select",
    {},
    element("option", { value: "" }, say(language, "choose")),
    ...choices.map(([value, words]) => element("option", { value }, words)),
  );
  made.value = choices.some(([value]) => value === chosen) ? chosen : "";
  return made;
}

/**
 * The form for the acts a ticket allows now.
 * @param latest answers the ticket as it stands when a button is pressed, whose version the act is sent with.
 */
export function actForm(
  present: Present,
  ticket: TicketJson,
  latest: () => TicketJson | null | undefined,
  language: Language,
): HTMLElement {
  const allowed = allowedActs(ticket.state);
  const staff = (present.site?.staff ?? []).map(
    ({ id, name, role }) => [id, `${name[language]} · ${say(language, `role.${role}`)}`] as const,
  );
  const by = choice(language, staff, localStorage.getItem(whoKey) ?? ticket.assignee ?? "");
  by.name = "by";
  const note = element("textarea", { name: "note", rows: 2, maxlength: 4000 });
  const to = choice(language, staff, "");
  to.name = "to";
  const outcome = choice(
    language,
    outcomes.map((code) => [code, say(language, `outcome.${code}`)]),
    "",
  );
  outcome.name = "outcome";
  const cause = choice(
    language,
    causes.map((code) => [code, say(language, `cause.${code}`)]),
    "",
  );
  cause.name = "cause";
  const override = element("input", { type: "checkbox", name: "override" });
  const answer = element("p", { class: "answer", role: "status" });

  const send = async (act: string): Promise<void> => {
    if (by.value === "") {
      write(answer, say(language, "chooseWho"));
      by.focus();
      return;
    }
    localStorage.setItem(whoKey, by.value);
    const said = {
      by: by.value,
      version: latest()?.version ?? ticket.version,
      ...(note.value.trim() !== "" && { note: note.value }),
      ...(act === "dispatch" && to.value !== "" && { to: to.value }),
      ...(act === "restore" && outcome.value !== "" && { outcome: outcome.value }),
      ...(act === "restore" && override.checked && { override: true }),
      ...(act === "close" && cause.value !== "" && { cause: cause.value }),
    };
    for (const button of buttons) button.disabled = true;
    write(answer, await post(`/api/v1/tickets/${ticket.id}/${act}`, said, language));
    for (const button of buttons) button.disabled = false;
  };
  const buttons = allowed.map((act, position) => {
    const button = element(
      "button",
      { type: "button", "data-act": act, class: position === 0 ? "first" : undefined },
      say(language, `act.${act}`),
    );
    button.addEventListener("click", () => void send(act));
    return button;
  });

  return element(
    "form",
    { class: "acts" },
    labelled(say(language, "by"), by),
    allowed.includes("dispatch") && labelled(say(language, "to"), to),
    allowed.includes("restore") && ticket.latched && labelled(say(language, "outcome"), outcome),
    allowed.includes("close") && labelled(say(language, "cause"), cause),
    labelled(say(language, "note"), note),
    allowed.includes("restore") &&
      ticket.present &&
      element("label", { class: "check" }, override, element("span", {}, say(language, "override"))),
    element("div", { class: "buttons" }, ...buttons),
    answer,
  );
}

/** The gateway's answer in words. */
async function post(path: string, body: object, language: Language): Promise<string> {
  try {
    const headers = { "content-type": "application/json" };
    const answer = await fetch(path, { method: "POST", headers, body: JSON.stringify(body) });
    if (answer.ok) return say(language, "done");
    const { text, detail, detailZh } = (await answer.json()) as Problem;
    const more = language === "zh" ? (detailZh ?? detail) : detail;
    return [text?.[language] ?? String(answer.status), more].filter((part) => part !== undefined).join(" ");
  } catch {
    return say(language, "failed");
  }
}
