// What an act asks for beside who and a note: its fields, and the part of the body that they make.

import type { Outcome } from "../model/fault.ts";
import type { Severity } from "../model/severity.ts";
import type { Language } from "../model/text.ts";
import type { Act, PauseReason } from "../model/ticket.ts";
import type { TicketJson } from "../model/ticket-json.ts";
import { element } from "./dom.ts";
import { choice, codes, labelled, searchable, staffChoices, ticked, written, zoneChoices } from "./fields.ts";
import { partsField } from "./parts-field.ts";
import type { Present } from "./present.ts";
import { isOpen } from "./present.ts";
import { fromSiteTime } from "./site-time.ts";
import { ticketWords } from "./ticket-words.ts";
import type { Word } from "./words.ts";
import { knownRows, say } from "./words.ts";

const all: readonly Outcome[] = ["released", "nobody-inside", "secured", "leak-stopped", "false-alarm", "test"];
const never: readonly Outcome[] = ["false-alarm", "test"];
const byKind: Readonly<Record<string, readonly Outcome[]>> = {
  elevator: ["released", "nobody-inside", ...never],
  pump: ["leak-stopped", ...never],
  gate: ["secured", ...never],
  area: ["secured", ...never],
  camera: ["secured", ...never],
};

/** How a fault of such equipment can end; all there are where the kind is not one of ours. */
export const outcomesOf = (kind: string | null): readonly Outcome[] => byKind[kind ?? ""] ?? all;
const causes = ["repaired", "replaced", "adjusted", "power", "network", "misuse", "false-alarm", "other"] as const;
const remedies = ["repaired", "replaced", "adjusted", "cleaned", "restarted", "secured", "none"] as const;
const pauses: readonly PauseReason[] = ["parts", "access", "weather", "resident"];
const reasons = ["false-alarm", "nothing-found", "test", "withdrawn"] as const;
const results = ["resolved", "unresolved", "unreached"] as const;
const severities: readonly Severity[] = ["critical", "major", "minor"];

export type ActFields = {
  readonly nodes: readonly (Node | false)[];
  /** What the fields say, or what is missing. @param note what the common note says. */
  readonly read: (note: string | undefined) => Readonly<Record<string, unknown>> | Word;
};

export type Asking = {
  readonly present: Present;
  readonly ticket: TicketJson;
  readonly language: Language;
  /** The site's SLA rows; undefined while they are not known. */
  readonly rows: readonly string[] | undefined;
};

const given = (values: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));

function dispatch({ present, language }: Asking): ActFields {
  const to = choice(language, "to", staffChoices(present, language), "", say(language, "zoneTechnician"));
  return { nodes: [labelled(say(language, "to"), to)], read: () => given({ to: written(to) }) };
}

/** Also a check-in: whoever is there may show it by the label. */
function arrive({ ticket, language }: Asking): ActFields {
  const code = element("input", { name: "code", maxlength: 64, autocomplete: "off", autocapitalize: "characters" });
  return {
    nodes: [ticket.asset !== null && labelled(say(language, ticket.kind === "area" ? "areaCode" : "labelCode"), code)],
    read: () => given({ code: written(code) }),
  };
}

function restore({ ticket, language }: Asking): ActFields {
  const outcome = choice(language, "outcome", codes(language, "outcome", outcomesOf(ticket.kind)));
  const isSensor = ticket.fault !== null && !ticket.latched;
  const cause = choice(language, "cause", codes(language, "cause", isSensor ? ["sensor", ...causes] : causes));
  const hint = element("small", { hidden: true }, say(language, "sensorHint"));
  cause.addEventListener("change", () => {
    hint.hidden = cause.value !== "sensor";
  });
  const override = element("input", { type: "checkbox", name: "override" });
  return {
    nodes: [
      ticket.latched && labelled(say(language, "outcome"), outcome),
      labelled(say(language, "cause"), cause, hint),
      ticket.present && ticket.fault !== null && ticked(say(language, "override"), override),
    ],
    read: (note) =>
      override.checked && note === undefined
        ? "noteFirst"
        : given({ outcome: written(outcome), cause: written(cause), override: override.checked || undefined }),
  };
}

function close({ language }: Asking): ActFields {
  const cause = choice(language, "cause", codes(language, "cause", causes));
  const remedy = choice(language, "remedy", codes(language, "remedy", remedies));
  const cost = element("input", { name: "cost", type: "number", min: 0, step: "0.01", inputmode: "decimal" });
  const parts = partsField(language);
  return {
    nodes: [
      labelled(say(language, "cause"), cause),
      labelled(say(language, "remedy"), remedy),
      labelled(say(language, "cost"), cost),
      parts.node,
    ],
    read: () =>
      cause.value === ""
        ? "causeFirst"
        : given({
            cause: cause.value,
            remedy: written(remedy),
            cost: cost.value === "" ? undefined : cost.valueAsNumber,
            parts: parts.read(),
          }),
  };
}

function callBack({ language }: Asking): ActFields {
  const rating = choice(
    language,
    "rating",
    [5, 4, 3, 2, 1].map((stars) => [String(stars), `${"★".repeat(stars)}${"☆".repeat(5 - stars)} ${stars}`]),
  );
  const result = choice(language, "result", codes(language, "result", results));
  return {
    nodes: [labelled(say(language, "rating"), rating), labelled(say(language, "result"), result)],
    read: (note) => {
      if (result.value === "") return "resultFirst";
      const words = say(language, `result.${result.value as (typeof results)[number]}`);
      return given({
        rating: rating.value === "" ? undefined : Number(rating.value),
        note: note === undefined ? words : `${words} · ${note}`,
      });
    },
  };
}

function pause({ language }: Asking): ActFields {
  const reason = choice(language, "reason", codes(language, "pause", pauses));
  return {
    nodes: [labelled(say(language, "pauseReason"), reason)],
    read: () => (reason.value === "" ? "reasonFirst" : { reason: reason.value }),
  };
}

function cancel({ language }: Asking): ActFields {
  const reason = choice(language, "reason", [...codes(language, "reason", reasons), ["", say(language, "seeNote")]]);
  return {
    nodes: [labelled(say(language, "cancelReason"), reason)],
    read: (note) => ((written(reason) ?? note) === undefined ? "reasonFirst" : { reason: written(reason) ?? note }),
  };
}

function merge({ present, ticket, language }: Asking): ActFields {
  const others = [...present.tickets.values()].filter((other) => isOpen(other) && other.id !== ticket.id);
  const same = (other: TicketJson): number => (other.asset === ticket.asset ? 0 : other.zone === ticket.zone ? 1 : 2);
  const [to, list] = searchable(
    "merge-to",
    others
      .toSorted((a, b) => same(a) - same(b))
      .slice(0, 200)
      .map((other) => [other.id, ticketWords(present, other, language).toReversed().join(" · ")]),
  );
  return {
    nodes: [labelled(say(language, "mergeInto"), to), list],
    read: () => (written(to) === undefined ? "mergeFirst" : { to: written(to)?.toUpperCase() }),
  };
}

function reclassify({ present, ticket, language, rows }: Asking): ActFields {
  const unchanged = say(language, "unchanged");
  const sla = choice(language, "sla", codes(language, "sla", rows ?? knownRows), "", unchanged);
  const severity = choice(language, "severity", codes(language, "severity", severities), "", unchanged);
  const zone = choice(language, "zone", zoneChoices(present, language), "", unchanged);
  const agreed = element("input", { name: "agreedAt", type: "datetime-local" });
  return {
    nodes: [
      labelled(say(language, "row"), sla),
      labelled(say(language, "severityWord"), severity),
      labelled(say(language, "zone"), zone),
      labelled(say(language, "agreedAt"), agreed),
    ],
    read: () => {
      const agreedAt = agreed.value === "" ? undefined : fromSiteTime(agreed.value, present.site?.timezone ?? "UTC");
      const now = given({
        sla: written(sla),
        severity: written(severity),
        zone: written(zone) === ticket.zone ? undefined : written(zone),
        agreedAt,
      });
      return Object.keys(now).length === 0 ? "changeFirst" : { now };
    },
  };
}

const comment = (): ActFields => ({ nodes: [], read: (note) => (note === undefined ? "noteFirst" : {}) });

const makers: Readonly<Partial<Record<Act, (asking: Asking) => ActFields>>> = {
  dispatch,
  arrive,
  "check-in": arrive,
  restore,
  close,
  "call-back": callBack,
  pause,
  cancel,
  merge,
  reclassify,
};

/** The act's fields; undefined for an act that is done with one press. */
export const actFields = (act: Act, asking: Asking): ActFields | undefined => makers[act]?.(asking);

/** What an act without fields must still have. */
export const plainFields = (act: Act): ActFields => (act === "comment" ? comment() : { nodes: [], read: () => ({}) });
