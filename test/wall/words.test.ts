// The word list: both languages everywhere, the same blanks in both, and words for every code of the model.

import { expect, it } from "vitest";
import { outcomes } from "../../src/model/fault.ts";
import { severities } from "../../src/model/severity.ts";
import { roles } from "../../src/model/site.ts";
import { acts, milestones, pauseReasons, ticketStates } from "../../src/model/ticket.ts";
import { say, sayIfKnown, words } from "../../src/wall/words.ts";

const entries = Object.entries(words);

it.each(entries)("%s is there in both languages, with the same blanks", (key, { en, zh }) => {
  expect(en.trim()).not.toBe("");
  expect(zh.trim()).not.toBe("");
  if (key !== "otherLanguage") expect(zh).toMatch(/\p{Script=Han}/u);
  const blanks = (sentence: string): string[] => (sentence.match(/\{\w+\}/g) ?? []).sort();
  expect(blanks(en)).toEqual(blanks(zh));
});

it("has words for every state, severity, milestone, role, outcome, act and reason for a pause", () => {
  const keys = [
    ...ticketStates.map((state) => `state.${state}`),
    ...severities.map((severity) => `severity.${severity}`),
    ...milestones.map((milestone) => `milestone.${milestone}`),
    ...roles.map((role) => `role.${role}`),
    ...outcomes.map((outcome) => `outcome.${outcome}`),
    ...acts.map((act) => `act.${act}`),
    ...pauseReasons.map((reason) => `pause.${reason}`),
  ];
  expect(keys.filter((key) => !(key in words))).toEqual([]);
});

it("fills blanks and falls back where data brings a code it does not know", () => {
  expect(say("en", "dataAge", { n: 3 })).toBe("Data 3 s old");
  expect(say("zh", "dataAge", { n: 3 })).toBe("数据 3 秒前");
  expect(sayIfKnown("zh", "fault.offline", "offline")).toBe("离线");
  expect(sayIfKnown("zh", "fault.novel", "novel")).toBe("novel");
});
