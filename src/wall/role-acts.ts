// Whose role allows which act, so that a button nobody may press says so before it is pressed. The gateway has the last word.

import type { Role } from "../model/site.ts";
import type { Language } from "../model/text.ts";
import type { Act } from "../model/ticket.ts";
import type { Present } from "./present.ts";
import { say } from "./words.ts";

const field: readonly Act[] = [
  "accept",
  "arrive",
  "return",
  "check-in",
  "restore",
  "pause",
  "resume",
  "comment",
  "acknowledge",
  "attach",
];
const withSteward: readonly Act[] = [...field, "call-back", "close"];

/** Absent: every act. */
const acts: Readonly<Partial<Record<Role, readonly Act[]>>> = {
  technician: field,
  guard: field,
  steward: withSteward,
};

const desk: readonly Role[] = ["operator", "supervisor", "manager"];

const mayDo = (role: Role, act: Act): boolean => acts[role]?.includes(act) ?? true;

/** Why the person may not do it, in a sentence; undefined where they may, or nobody is chosen. */
export function whyNot(present: Present, person: string, act: Act, language: Language): string | undefined {
  const found = present.site?.staff.find(({ id }) => id === person);
  if (!found || mayDo(found.role, act)) return undefined;
  const roles: readonly Role[] = withSteward.includes(act) ? [...desk, "steward"] : desk;
  return say(language, "mayNot", {
    who: found.name[language],
    role: say(language, `role.${found.role}`),
    roles: roles.map((role) => say(language, `role.${role}`)).join(language === "zh" ? "、" : ", "),
  });
}
