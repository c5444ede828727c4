// The report form at #/report: what somebody tells the monitoring centre becomes a ticket with clocks and an owner.

import type { Language } from "../model/text.ts";
import { element, write } from "./dom.ts";
import { choice, codes, labelled, searchable, ticked, whoField, written, zoneChoices } from "./fields.ts";
import { post } from "./gateway-answer.ts";
import type { Present } from "./present.ts";
import { tellTicket } from "./send-act.ts";
import { say } from "./words.ts";

const rows = ["elevator-entrapment", "pipe-burst", "security", "urgent", "ordinary", "small", "complaint"] as const;

/** Drawn once per visit; what was half written stays until it is sent. */
export function reportForm(present: Present, language: Language): HTMLElement {
  const by = whoField(present, language);
  const zone = choice(language, "zone", zoneChoices(present, language));
  const devices = [...present.devices.values()];
  const [asset, list] = searchable(
    "asset",
    devices.map(({ id, name }) => [id, name[language]]),
  );
  const row = choice(language, "sla", codes(language, "kind", rows), "", say(language, "kind.default"));
  const text = element("textarea", { name: "text", rows: 4, maxlength: 4000 });
  const resident = element("input", { type: "checkbox", name: "resident" });
  const name = element("input", { name: "name", maxlength: 200, autocomplete: "off" });
  const phone = element("input", { name: "phone", type: "tel", maxlength: 200, autocomplete: "off" });
  const who = element(
    "div",
    { class: "pair wide", hidden: true },
    labelled(say(language, "reportName"), name),
    labelled(say(language, "reportPhone"), phone),
  );
  const answer = element("p", { class: "answer", role: "status" });
  const button = element("button", { type: "submit", class: "first wide" }, say(language, "reportSend"));

  /** The device meant by what was typed or chosen: its id, or its name. */
  const meant = () => {
    const typed = asset.value.trim();
    return devices.find(({ id, name: { en, zh } }) => [id, en, zh].includes(typed));
  };
  resident.addEventListener("change", () => {
    who.hidden = !resident.checked;
  });
  asset.addEventListener("change", () => {
    const found = meant();
    if (found) zone.value = found.zone;
  });

  const send = async (): Promise<void> => {
    const found = meant();
    const missing =
      by.value === ""
        ? "chooseWho"
        : asset.value.trim() !== "" && !found
          ? "noSuchAsset"
          : zone.value === ""
            ? "zoneFirst"
            : written(text) === undefined && "textFirst";
    answer.dataset.ok = "no";
    if (missing !== false) return write(answer, say(language, missing));
    const said = {
      by: by.value,
      zone: zone.value,
      text: text.value.trim(),
      ...(found && { asset: found.id }),
      ...(row.value !== "" && { sla: row.value }),
      ...(resident.checked && {
        reporter: {
          resident: true,
          ...(written(name) !== undefined && { name: written(name) }),
          ...(written(phone) !== undefined && { phone: written(phone) }),
        },
      }),
    };
    button.disabled = true;
    const sent = await post("/api/v1/tickets", said, language);
    button.disabled = false;
    if (!sent.ok) return write(answer, sent.words);
    tellTicket(sent.value);
    const { id } = sent.value;
    for (const field of [text, asset, name, phone]) field.value = "";
    answer.dataset.ok = "yes";
    answer.replaceChildren(
      `${say(language, "reportSent", { id })} `,
      element("a", { href: `#/tickets/${id}`, class: "link" }, say(language, "openTicket")),
    );
  };
  const form = element(
    "form",
    { class: "acts report" },
    element("h2", { class: "wide" }, say(language, "reportTitle")),
    labelled(say(language, "by"), by),
    labelled(say(language, "reportRow"), row),
    labelled(say(language, "reportAsset"), asset),
    list,
    labelled(say(language, "zone"), zone),
    labelled(say(language, "reportWhat"), text),
    ticked(say(language, "reportResident"), resident),
    who,
    button,
    answer,
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void send();
  });
  return form;
}
