// What the desk says when it refuses: whole sentences in both languages that name the ticket or field, who was last, and what to do.

import { describe, expect, it } from "vitest";
import type { Refusal } from "../../src/model/result.ts";
import type { SilenceRequest } from "../../src/model/silence.ts";
import type { Act, Action, Ticket } from "../../src/model/ticket.ts";
import { checkAct } from "../../src/tickets/check-act.ts";
import { createSilenceCheck } from "../../src/tickets/check-silence.ts";
import { faultOf, ticketOf } from "../api/samples.ts";
import { siteOf } from "./timeline.ts";

const now = Date.parse("2026-03-01T00:00:00Z");
const site = await siteOf(["E1", "G1"]);
const staff = new Map(site.staff.map((person) => [person.id, person]));
const fault = faultOf("E1", "elevator", "entrapment", now - 60_000, { latched: true, sla: "elevator-entrapment" });
const trapped = ticketOf(1, fault, { version: 3, events: [{ at: now, type: "accepted", by: "zhao" }] });
const plain = ticketOf(2, { ...fault, latched: false, sla: "ordinary" }, { present: false });

const wordsOf = (refusal: Refusal | null): { readonly en: string; readonly zh: string } => {
  if (typeof refusal?.detail !== "object") throw new Error(`no sentences: ${JSON.stringify(refusal)}`);
  return refusal.detail;
};
/** A sentence of its own in each language; in the Chinese one only ids, fields and acts are Latin. */
function expectSentences({ en, zh }: { readonly en: string; readonly zh: string }): void {
  expect(en).toMatch(/\.$/);
  expect(zh).toMatch(/。$/);
  expect(zh).not.toMatch(/[a-z]{2,} [a-z]{2,}/);
  expect(`${en}${zh}`).not.toMatch(/undefined|null|\[object|[{}]/);
  expect(en).not.toMatch(/\p{Script=Han}/u);
}

describe("an act", () => {
  const ask = (act: Act, more: Partial<Action> = {}, ticket: Ticket = plain, frozen = false): Refusal | null =>
    checkAct({ do: act, by: "sun", ...more }, ticket, {
      site,
      staff,
      fault: { ...fault, sla: ticket.sla },
      frozen,
      target: undefined,
      now,
    });

  it.each([
    ["dispatch by a technician", "forbidden", () => ask("dispatch", { by: "zhao" }), ["Zhao", "dispatch", "operator"]],
    ["an override by a technician", "forbidden", () => ask("restore", { by: "zhao", override: true }), ["supervisor"]],
    ["an old version", "stale", () => ask("comment", { version: 1 }, trapped), ["T-000001", "version 3", "Zhao"]],
    ["the wrong state", "wrong-state", () => ask("close"), ["T-000002", "close", "restored"]],
    ["a pause that is not allowed", "not-pausable", () => ask("pause", {}, trapped), ["elevator entrapment"]],
    ["a second pause", "wrong-state", () => ask("pause", {}, { ...plain, paused: true }), ["T-000002", "Resume"]],
    ["resuming what runs", "wrong-state", () => ask("resume"), ["T-000002", "nothing to resume"]],
    [
      "a call-back to nobody",
      "wrong-state",
      () => ask("call-back", {}, { ...plain, state: "restored" }),
      ["T-000002", "comment"],
    ],
    ["a fault that stands", "still-faulty", () => ask("restore", {}, trapped), ["T-000001", "override"]],
    ["a silent device", "still-faulty", () => ask("restore", {}, plain, true), ["silent"]],
    [
      "an override without a word",
      "note-required",
      () => ask("restore", { override: true }, trapped),
      ["note", "T-000001"],
    ],
    [
      "no outcome",
      "bad-outcome",
      () => ask("restore", {}, { ...trapped, present: false }),
      ["T-000001", "released", "missing"],
    ],
    ["reclassifying into nothing", "bad-request", () => ask("reclassify", { now: {} }), ["agreedAt"]],
    ["a date that is none", "bad-request", () => ask("reclassify", { now: { agreedAt: 0.5 } }), ["now/agreedAt"]],
    ["a merge with nothing", "unknown-ticket", () => ask("merge"), ["T-000002", '"to"']],
    ["an attachment without a file", "bad-request", () => ask("attach"), ["/attachments"]],
  ] as const)("%s: %s", (_what, code, refusal, names) => {
    const found = refusal();
    expect(found?.code).toBe(code);
    const words = wordsOf(found);
    expectSentences(words);
    for (const name of names) expect(words.en).toContain(name);
  });

  it("a merge into itself, or into what is over", () => {
    const merge = (target: Ticket): Refusal | null =>
      checkAct({ do: "merge", by: "sun", to: target.id }, plain, { site, staff, fault, frozen: false, target, now });
    expectSentences(wordsOf(merge(plain)));
    const over = wordsOf(merge({ ...trapped, state: "cancelled" }));
    expectSentences(over);
    expect(over.zh).toContain("已取消");
  });
});

describe("a silence", () => {
  const check = createSilenceCheck(site);
  const good: SilenceRequest = {
    kind: "maintenance",
    scope: { zones: ["east"] },
    until: now + 3_600_000,
    reason: "works",
    by: "chen",
  };
  it.each([
    ["no scope", "silence-empty", { scope: {} }, "scope"],
    ["an unknown kind", "bad-request", { scope: { kinds: ["lift"] } }, '"lift"'],
    ["an unknown fault", "bad-request", { scope: { faults: ["lift"] } }, '"lift"'],
    ["life safety", "bad-request", { scope: { faults: ["entrapment"] } }, "scope/assets"],
    ["a test of much", "bad-request", { kind: "test", by: "sun" }, "one elevator"],
    ["a sensor by hand", "bad-request", { kind: "sensor" }, "restore"],
    ["the past", "bad-request", { until: now - 1 }, "until"],
    ["a beginning far off", "bad-request", { from: now + 400 * 86_400_000 }, "from"],
    ["too long", "silence-too-long", { until: now + 40 * 86_400_000 }, "31 days"],
    ["no reason", "note-required", { reason: " " }, "reason"],
    ["a technician", "forbidden", { by: "zhao" }, "operator"],
    [
      "a weekly one until repaired",
      "bad-request",
      { weekly: { days: [1], window: { from: 0, to: 60 } }, untilRepaired: true },
      "weekly",
    ],
    [
      "a test until repaired",
      "bad-request",
      { kind: "test", by: "sun", scope: { assets: ["E1"] }, untilRepaired: true },
      "untilRepaired",
    ],
  ] as const)("of %s: %s", (_what, code, more, name) => {
    const refused = check.begin({ ...good, ...(more as Partial<SilenceRequest>) }, now);
    if (refused.ok) throw new Error("not refused");
    expect(refused.code).toBe(code);
    const words = wordsOf(refused);
    expectSentences(words);
    expect(words.en).toContain(name);
  });
  it("ended by whoever may not", () => {
    expectSentences(wordsOf(check.end("maintenance", "zhao", false)));
  });
});
