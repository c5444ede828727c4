// Any life of the desk (CONTRACT 5): nothing gets lost, nothing is told twice, a refusal changes nothing, and a restart at any instant goes unnoticed.

import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import type { Site } from "../../src/model/site.ts";
import type { Act, Ticket, TicketEvent } from "../../src/model/ticket.ts";
import {
  acting,
  communityOf,
  createLife,
  idling,
  type Life,
  minute,
  reports,
  type Step,
  speaking,
} from "./oracle-desk.ts";

let community: Site;
beforeAll(async () => {
  community = await communityOf();
});

const acts: readonly Act[] = [
  "dispatch",
  "accept",
  "arrive",
  "restore",
  "restore",
  "close",
  "call-back",
  "pause",
  "resume",
  "comment",
  "acknowledge",
  "reclassify",
  "merge",
  "cancel",
  "reopen",
];
const anyone = acting(acts, ["zhou", "zhou", "chen", "zhao", "li", "wang", "sun", "nobody", "system"]);
const lives = fc
  .tuple(
    reports,
    fc.array(fc.oneof(anyone, anyone, anyone, speaking, speaking, reports, idling), { maxLength: 12, size: "max" }),
  )
  .map(([first, rest]): Step[] => [first, ...rest]);
const rest: Step = { wait: 3 * minute, idle: true };

function lived(steps: readonly Step[]): Life {
  const life = createLife(community);
  for (const step of steps) life.step(step);
  life.step(rest);
  return life;
}

const finished = { closed: "closed", archived: "closed", cancelled: "cancelled" } as const;
const fateOf = ({ state, events }: Ticket): string => {
  if (events.some(({ type }) => type === "merged")) return "merged";
  return state in finished ? finished[state as keyof typeof finished] : "open";
};
const waiting: readonly string[] = ["open", "dispatched", "accepted", "onSite"];

/** Each promise of each life of the ticket: a repeat begins a new one for those that start anew. */
function promisesBroken(events: readonly TicketEvent[]): string[] {
  let round = 0;
  return events.flatMap(({ type, relapse, milestone = "none" }) => {
    if (type === "reopened" && !relapse) round += 1;
    if (type !== "breached") return [];
    return [["restore", "close"].includes(milestone) ? milestone : `${milestone} ${round}`];
  });
}

/** Hundreds of lives, on a machine that has other things to do. */
const patience = { timeout: 300_000 };

describe("whatever happens", patience, () => {
  it("what was opened is open, closed, cancelled or merged, and each ticket has an owner", () => {
    fc.assert(
      fc.property(lives, (steps) => {
        const life = lived(steps);
        const opened = life.recorder.ticketChanges.filter(({ event }) => event?.type === "opened");
        const fates = Map.groupBy(life.tickets(), fateOf);
        const count = (fate: string): number => fates.get(fate)?.length ?? 0;
        expect(new Set(opened.map(({ ticket }) => ticket.id)).size).toBe(opened.length);
        expect(opened.length).toBe(count("open") + count("closed") + count("cancelled") + count("merged"));
        for (const { id, owner, events } of life.tickets()) {
          expect(owner, id).toMatch(/^(chen|wang)$/);
          expect(events.map(({ at }) => at)).toEqual(events.map(({ at }) => at).sort((a, b) => a - b));
        }
      }),
      { numRuns: 700 },
    );
  });

  it("a ticket that waits for hands has a promise that runs, is broken or stands still, and the desk wakes for the next", () => {
    fc.assert(
      fc.property(lives, (steps) => {
        const life = lived(steps);
        const { desk } = life.recorder.gateway();
        for (const { id, sla, state, paused, clocks, events } of life.tickets()) {
          const running = clocks.filter((clock) => clock.state === "running");
          const fault = desk.record(id)?.fault;
          const isHeld = fault && fault.goodSince !== null && !fault.verified;
          if (!isHeld) for (const { dueAt } of running) expect(desk.nextAt(), id).toBeLessThanOrEqual(dueAt);
          // A date agreed is never paused.
          if (paused && sla !== "planned") expect(running, id).toEqual([]);
          // Sent on after somebody had accepted it: a row such as `complaint` promises nothing more.
          const accepted = events.some(({ type }) => type === "accepted");
          if (state === "open" || (state === "dispatched" && !accepted))
            expect(
              clocks.some((clock) => ["running", "breached", "paused"].includes(clock.state)),
              `${id} ${JSON.stringify(clocks)}`,
            ).toBe(true);
          if (!waiting.includes(state)) expect(paused, id).toBe(state === "restored" && paused);
        }
      }),
      { numRuns: 600 },
    );
  });

  it("nothing is broken twice, and each event raises the version by what it says", () => {
    fc.assert(
      fc.property(lives, (steps) => {
        const life = lived(steps);
        for (const { id, events } of life.tickets()) {
          const broken = promisesBroken(events);
          expect(broken, id).toEqual([...new Set(broken)]);
        }
        const versions = new Map<string, number>();
        for (const { ticket, event } of life.recorder.ticketChanges) {
          const before = versions.get(ticket.id) ?? 0;
          if (event) expect(ticket.version, `${ticket.id} ${event.type}`).toBeGreaterThan(before);
          else expect(ticket.version).toBeGreaterThanOrEqual(before);
          versions.set(ticket.id, ticket.version);
        }
      }),
      { numRuns: 600 },
    );
  });
});

const pictureOf = ({ recorder }: Life): string => {
  const { desk, detector } = recorder.gateway();
  return JSON.stringify([
    desk.tickets(),
    desk.tickets().map(({ id }) => desk.record(id)),
    desk.pending(),
    desk.nextAt(),
    detector.nextAt(),
    recorder.ticketChanges.length,
    recorder.notices.length,
  ]);
};

describe("a refusal", patience, () => {
  it("changes nothing at all", () => {
    let refusals = 0;
    let done = 0;
    fc.assert(
      fc.property(lives, (steps) => {
        const life = createLife(community);
        for (const step of steps) {
          if (!("pick" in step)) {
            life.step(step);
            continue;
          }
          // Time first, then the act, so that only the act can have changed anything.
          life.recorder.gateway().onTick(life.now() + step.wait);
          const before = pictureOf(life);
          const isRefused = life.step(step);
          if (isRefused) expect(pictureOf(life)).toBe(before);
          if (isRefused) refusals += 1;
          else done += 1;
        }
      }),
      { numRuns: 600 },
    );
    expect(refusals).toBeGreaterThan(500);
    expect(done).toBeGreaterThan(500);
  });
});

describe("a restart", patience, () => {
  it("at any instant changes nothing that follows", () => {
    fc.assert(
      fc.property(lives, fc.nat(), (steps, when) => {
        const straight = lived(steps);
        const life = createLife(community);
        for (const [index, step] of steps.entries()) {
          life.step(step);
          if (index === when % steps.length) life.recorder.restart(life.now());
        }
        life.step(rest);
        expect(pictureOf(life)).toBe(pictureOf(straight));
        expect(life.recorder.ticketChanges).toEqual(straight.recorder.ticketChanges);
        expect(life.recorder.notices).toEqual(straight.recorder.notices);
      }),
      { numRuns: 600 },
    );
  });
});
