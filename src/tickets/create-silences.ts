// Planned silences of a site and the ledger of what they withheld: asked by the desk before a ticket is made. Pure memory; time is an argument.

import { ok, type Result, refuse } from "../model/result.ts";
import type { Silence, SilenceRequest, Withheld } from "../model/silence.ts";
import type { Site } from "../model/site.ts";
import { createSilenceCheck } from "./check-silence.ts";
import { createCovers, endOf, isInForce, nextTurn, type Silenceable } from "./silence-scope.ts";

/** Closed ledger entries kept, the newest. */
const CLOSED_KEPT = 10_000;
const FORGET_AFTER = 400 * 86_400_000;

export type SilenceMemory = {
  /** In the order they were begun. */
  readonly silences: readonly Silence[];
  readonly ledger: readonly Withheld[];
  /** Up to when (epoch ms) beginnings and ends were handled, and which silences held then. */
  readonly judgedAt: number;
  readonly inForce: readonly string[];
};

/** What turned at an instant. */
export type SilenceTurn = {
  readonly begun: readonly Silence[];
  /** Over, or out of their weekly window. After one of kind `test`, its car is judged afresh. */
  readonly ended: readonly Silence[];
  /** Withheld faults that still stand and that nothing covers any more: they make their tickets now. */
  readonly uncovered: readonly Withheld[];
};

export type Silences = {
  /** The silence in force at `at` that withholds the fault's ticket; the oldest where several do. Never one of kind `test`. */
  readonly covering: (fault: Silenceable, at: number) => Silence | undefined;
  /** The test under way on an asset: tickets are made, their notices are marked. */
  readonly testing: (asset: string, at: number) => Silence | undefined;
  /** Checks and begins one; refusals by code. @param ticket the sensor's ticket, for kind `sensor` alone. */
  readonly begin: (request: SilenceRequest, now: number, ticket?: string) => Result<Silence>;
  /** By a person. Refusals: unknown-silence, unknown-staff, forbidden, silence-over. */
  readonly end: (id: string, by: string, now: number, admin?: boolean) => Result<Silence>;
  /** The ticket of a sensor was closed or cancelled: its silence ends. */
  readonly ticketDone: (ticket: string, now: number) => void;
  /** A fault opened under a silence, or relapsed under one: its entry stands. */
  readonly withhold: (silence: Silence, fault: Silenceable & { readonly since: number }, now: number) => void;
  /** A fault went away; does nothing where it was not withheld. May end a silence until repaired. */
  readonly cleared: (asset: string, fault: string, at: number) => void;
  /** A withheld fault made its ticket after all. */
  readonly released: (asset: string, fault: string, ticket: string) => void;
  /** The next instant (epoch ms) to call `advance` with, at once after an end by hand; Infinity when nothing will turn. O(1). */
  readonly nextAt: () => number;
  readonly advance: (now: number) => SilenceTurn;
  readonly inForce: (at: number) => readonly Silence[];
  readonly list: () => readonly Silence[];
  /** What is over, in the order it ended, then what stands. */
  readonly ledger: () => readonly Withheld[];
  readonly memory: () => SilenceMemory;
};

const keyOf = (asset: string, fault: string): string => `${asset}|${fault}`;
const numberOf = (silence: Silence | undefined): number => Number(silence?.id.slice(2) ?? 0);

export function createSilences(
  site: Site,
  memory: SilenceMemory = { silences: [], ledger: [], judgedAt: 0, inForce: [] },
): Silences {
  const covers = createCovers(site);
  const check = createSilenceCheck(site);
  const { timezone } = site;
  const silences = new Map(memory.silences.map((silence) => [silence.id, silence]));
  const closed = memory.ledger.filter((entry) => entry.clearedAt !== null || entry.ticket !== null);
  /** The newest closed entry of each fault: a relapse takes it up again. */
  const latest = new Map(closed.map((entry) => [keyOf(entry.asset, entry.fault), entry]));
  const standing = new Map<string, Withheld>();
  for (const entry of memory.ledger)
    if (entry.clearedAt === null && entry.ticket === null) standing.set(keyOf(entry.asset, entry.fault), entry);
  let holding = new Set(memory.inForce);
  let { judgedAt } = memory;
  /** Not known to be over: few, where `silences` are those of more than a year. */
  let current: readonly Silence[] = [];
  let next = Number.POSITIVE_INFINITY;

  function plan(): void {
    current = [...silences.values()].filter((silence) => endOf(silence) > judgedAt || holding.has(silence.id));
    next = Math.min(
      ...current.map((silence) =>
        isInForce(silence, judgedAt, timezone) === holding.has(silence.id)
          ? nextTurn(silence, judgedAt, timezone)
          : judgedAt,
      ),
    );
  }
  function put(silence: Silence): Silence {
    silences.set(silence.id, silence);
    plan();
    return silence;
  }
  function forget(now: number): void {
    const withholding = new Set([...standing.values()].map(({ silence }) => silence));
    for (const silence of silences.values())
      if (endOf(silence) < now - FORGET_AFTER && !withholding.has(silence.id)) silences.delete(silence.id);
  }
  function finish(entry: Withheld, how: Partial<Withheld>): void {
    const key = keyOf(entry.asset, entry.fault);
    const over = { ...entry, ...how };
    standing.delete(key);
    latest.set(key, over);
    closed.push(over);
    if (closed.length > CLOSED_KEPT) closed.shift();
  }
  const covering = (fault: Silenceable, at: number): Silence | undefined =>
    current.find(
      (silence) => silence.kind !== "test" && covers(silence.scope, fault) && isInForce(silence, at, timezone),
    );

  plan();
  return {
    covering,
    testing: (asset, at) =>
      current.find(
        (silence) =>
          silence.kind === "test" && silence.scope.assets.includes(asset) && isInForce(silence, at, timezone),
      ),
    begin(request, now, ticket) {
      const checked = check.begin(request, now, ticket);
      if (!checked.ok) return checked;
      const number = numberOf([...silences.values()].at(-1)) + 1;
      const begun = put({ id: `S-${String(number).padStart(4, "0")}`, ...checked.value });
      forget(now);
      return ok(begun);
    },
    end(id, by, now, admin = false) {
      const silence = silences.get(id);
      if (!silence) return refuse("unknown-silence", id);
      const refusal = check.end(silence.kind, by, admin);
      if (refusal) return { ok: false, ...refusal };
      return endOf(silence) <= now ? refuse("silence-over", id) : ok(put({ ...silence, endedAt: now }));
    },
    ticketDone(ticket, now) {
      const silence = current.find((one) => one.ticket === ticket && endOf(one) > now);
      if (silence) put({ ...silence, endedAt: now });
    },
    withhold(silence, { asset, kind, zone, fault, severity, sla, since }, now) {
      const key = keyOf(asset, fault);
      if (standing.has(key)) return;
      const before = latest.get(key);
      const isRelapse = before?.since === since && before.ticket === null && closed.includes(before);
      if (isRelapse) closed.splice(closed.indexOf(before), 1);
      standing.set(
        key,
        isRelapse
          ? { ...before, silence: silence.id, clearedAt: null }
          : {
              silence: silence.id,
              ...{ asset, kind, zone, fault, severity, sla, since },
              withheldAt: now,
              clearedAt: null,
              ticket: null,
            },
      );
    },
    cleared(asset, fault, at) {
      const entry = standing.get(keyOf(asset, fault));
      if (!entry) return;
      finish(entry, { clearedAt: at });
      const silence = silences.get(entry.silence);
      if (!silence?.untilRepaired || endOf(silence) <= at) return;
      if (![...standing.values()].some((other) => other.silence === silence.id)) put({ ...silence, endedAt: at });
    },
    released(asset, fault, ticket) {
      const entry = standing.get(keyOf(asset, fault));
      if (entry) finish(entry, { ticket });
    },
    nextAt: () => next,
    advance(now) {
      const at = Math.max(now, judgedAt);
      const held = holding;
      const holds = new Set(current.filter((silence) => isInForce(silence, at, timezone)).map(({ id }) => id));
      const begun = current.filter(({ id }) => holds.has(id) && !held.has(id));
      const ended = current.filter(({ id }) => held.has(id) && !holds.has(id));
      judgedAt = at;
      holding = holds;
      plan();
      const uncovered: Withheld[] = [];
      for (const [key, entry] of standing) {
        if (holds.has(entry.silence)) continue;
        const other = covering(entry, at);
        if (other) standing.set(key, { ...entry, silence: other.id });
        else uncovered.push(entry);
      }
      return { begun, ended, uncovered };
    },
    inForce: (at) => current.filter((silence) => isInForce(silence, at, timezone)),
    list: () => [...silences.values()],
    ledger: () => [...closed, ...standing.values()],
    memory: () => ({
      silences: [...silences.values()],
      ledger: [...closed, ...standing.values()],
      judgedAt,
      inForce: [...holding],
    }),
  };
}
