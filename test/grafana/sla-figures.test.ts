// The figures of the board of tickets and the SLA on a real InfluxDB 1.6.7, against those counted from the tickets of the API for the same day.

import type { Dashboard, Panel } from "@grafana/grafana-foundation-sdk/dashboard";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { dashboards } from "../../grafana/dashboards.ts";
import { type TicketJson, ticketJson } from "../../src/model/ticket-json.ts";
import { needsInfluxd, runInfluxd } from "../history/influxd.ts";
import { type Asked, ask, queriesOf, type Range, substituted, tableOf } from "./ask-grafana.ts";
import { grouped } from "./grouped.ts";
import { database, type LoadedInflux, openLoadedInflux } from "./loaded-influx.ts";

const board = JSON.parse(dashboards().get("en/tickets.json") as string) as Dashboard;

let loaded: LoadedInflux | undefined;
beforeAll(async () => {
  if (runInfluxd) loaded = await openLoadedInflux();
}, 120_000);
afterAll(async () => loaded?.[Symbol.asyncDispose]());
const of = () => loaded as LoadedInflux;

/** The only table query of the board's panel whose title is this. */
const panelQuery = (title: string): Asked => {
  const found = queriesOf(board).filter(({ where, policy }) => where.includes(` ${title} (`) && !policy);
  expect(found, title).toHaveLength(1);
  return found[0] as Asked;
};
const answerOf = async (title: string, range: Range) =>
  tableOf(await ask(of().influxd.url, database, substituted(panelQuery(title), range)));

describe(`the figures of the SLA board equal those counted from the tickets${needsInfluxd}`, () => {
  const tickets = (): readonly TicketJson[] => of().day.tickets.map(ticketJson);
  const range = (): Range => ({ from: of().day.from + 1, to: of().day.to + 1 });

  it.runIf(runInfluxd)("promises kept and missed, by row and promise", async () => {
    const counted = new Map<string, { met: number; late: number }>();
    for (const { sla, clocks } of tickets())
      for (const { milestone, state } of clocks) {
        const key = `${sla} ${milestone}`;
        const one = counted.get(key) ?? { met: 0, late: 0 };
        if (state !== "met" && state !== "late") continue;
        one[state] += 1;
        counted.set(key, one);
      }
    const shown = (await answerOf("Promises kept and missed", range())).map(
      ({ row, milestone, met, late }) => [`${row} ${milestone}`, { met, late }] as const,
    );
    expect(Object.fromEntries(shown)).toEqual(Object.fromEntries(counted));
    const sum = (name: "met" | "late"): number => [...counted.values()].reduce((all, one) => all + one[name], 0);
    expect(Math.min(sum("met"), sum("late"))).toBeGreaterThan(3);
  });

  it.runIf(runInfluxd)("the share kept in time, by row", async () => {
    const shown = await answerOf("Kept in time, by row of the table", range());
    const byRow = Map.groupBy(tickets(), ({ sla }) => sla);
    const shares = Object.fromEntries(
      [...byRow].map(([row, all]) => {
        const done = all.flatMap(({ clocks }) => clocks).filter(({ state }) => state === "met" || state === "late");
        return [row, done.length === 0 ? null : done.filter(({ state }) => state === "met").length / done.length];
      }),
    );
    for (const { row, share } of shown) expect(share, String(row)).toBeCloseTo(shares[String(row)] as number, 9);
    expect(shown.length).toBe(Object.values(shares).filter((share) => share !== null).length);
  });

  it.runIf(runInfluxd)("what is open, what is overdue, and what has missed a deadline", async () => {
    const lastHour = { from: of().day.to - 3_600_000, to: of().day.to + 1 };
    const missed = tickets().flatMap(({ clocks }) => clocks.filter(({ state }) => state === "breached"));
    const [breached] = await answerOf("Missed and still open", lastHour);
    expect(breached?.breached).toBe(missed.length);
    expect(missed.length).toBeGreaterThan(0);
    const owed = tickets().filter(
      ({ parent, state, clocks }) =>
        parent === null &&
        !["closed", "archived", "cancelled"].includes(state) &&
        clocks.some(({ state }) => state === "running" || state === "breached"),
    );
    const [overdue] = await answerOf("Overdue", lastHour);
    const owing = await answerOf("Burn-down: what is left of each promise", lastHour);
    const late = owed.filter(({ clocks }) => clocks.some(({ state }) => state === "breached"));
    expect(overdue?.overdue).toBe(late.length);
    expect(owing.filter(({ dueMinutes }) => Number(dueMinutes) < 0).map(({ id }) => id)).toEqual(
      late.map(({ id }) => id),
    );
    const [open] = await answerOf("Open tickets with a deadline", lastHour);
    expect(open?.open).toBe(owed.length);
    expect(owing.map(({ id }) => id).sort()).toEqual(owed.map(({ id }) => id).sort());
    expect(owed.length).toBeGreaterThan(2);
  });

  const minutesTo = ({ openedAt }: TicketJson, at: string): number => (Date.parse(at) - Date.parse(openedAt)) / 60_000;
  const firstOf = (ticket: TicketJson, types: readonly string[]): number | null => {
    const first = ticket.events.find(({ type }) => types.includes(type));
    return first ? minutesTo(ticket, first.goodSince ?? first.at) : null;
  };
  const toAccept = (ticket: TicketJson) => firstOf(ticket, ["accepted", "arrived", "restored"]);
  const toRestore = (ticket: TicketJson) => firstOf(ticket, ["restored", "verified"]);
  const known = (all: readonly (number | null)[]): number[] => all.filter((one) => one !== null);
  const sum = (all: readonly number[]): number => all.reduce((total, one) => total + one, 0);
  const mean = (all: readonly number[]): number | null => (all.length === 0 ? null : sum(all) / all.length);

  it.runIf(runInfluxd)("mean time to accept and to restore", async () => {
    const shown = async (title: string) => (await answerOf(title, range()))[0]?.minutes;
    expect(await shown("Mean time to accept")).toBeCloseTo(mean(known(tickets().map(toAccept))) ?? 0, 6);
    expect(await shown("Mean time to restore")).toBeCloseTo(mean(known(tickets().map(toRestore))) ?? 0, 6);
    // Never reopened: the API's own word for it.
    for (const ticket of tickets().filter(({ events }) => !events.some(({ type }) => type === "reopened")))
      expect(toRestore(ticket)).toBe(ticket.restoredAt === null ? null : minutesTo(ticket, ticket.restoredAt));
  });

  it.runIf(runInfluxd)("the share kept in time, by zone", async () => {
    const shown = await answerOf("Kept in time, by zone", range());
    const counted = [...Map.groupBy(tickets(), ({ zone }) => zone)].flatMap(([zone, all]) => {
      const states = all.flatMap(({ clocks }) => clocks.map(({ state }) => state));
      const done = states.filter((state) => state === "met" || state === "late");
      return done.length === 0 ? [] : [[zone, done.filter((state) => state === "met").length / done.length] as const];
    });
    expect(counted.length).toBeGreaterThan(1);
    expect(Object.fromEntries(shown.map(({ zone, share }) => [zone, share]))).toEqual(Object.fromEntries(counted));
  });

  it.runIf(runInfluxd).each(["assignee", "zone"] as const)("what the closed tickets of each %s came to", async (by) => {
    const title = by === "zone" ? "Closed tickets by zone" : "Closed tickets by technician";
    const panel = (board.panels ?? []).find((one) => one.title === title) as Panel;
    const shown = grouped(await answerOf(title, range()), panel.transformations ?? []);
    const closed = of()
      .day.closed.map(ticketJson)
      .filter(({ assignee }) => by === "zone" || assignee !== null);
    const counted = [...Map.groupBy(closed, (ticket) => ticket[by])].map(([who, all]) => {
      const promises = (wanted: string): number =>
        all.flatMap(({ clocks }) => clocks).filter(({ state }) => state === wanted).length;
      return [
        who,
        {
          tickets: all.length,
          accept: mean(known(all.map(toAccept))),
          restore: mean(known(all.map(toRestore))),
          met: promises("met"),
          late: promises("late"),
          repeats: sum(all.map(({ repeats }) => repeats)),
        },
      ] as const;
    });
    const rows = shown.map((row) => [
      row[`${by} (lastNotNull)`],
      {
        tickets: row["id (count)"],
        accept: row["acceptedIn (lastNotNull) (mean)"],
        restore: row["restoredIn (lastNotNull) (mean)"],
        met: row["met (lastNotNull) (sum)"],
        late: row["late (lastNotNull) (sum)"],
        repeats: row["repeats (lastNotNull) (sum)"],
      },
    ]);
    const rounded = (entries: readonly (readonly unknown[])[]) =>
      JSON.parse(
        JSON.stringify(Object.fromEntries(entries), (_, value) =>
          typeof value === "number" ? Number(value.toFixed(6)) : value,
        ),
      );
    expect(rounded(rows)).toEqual(rounded(counted));
    expect(counted.length).toBeGreaterThan(1);
    expect(counted.some(([, { late }]) => late > 0)).toBe(true);
  });

  it.runIf(runInfluxd)("what came back: openings of the same fault, not of one that wavers", async () => {
    const shown = await answerOf("What came back", { from: of().day.from - 1, to: of().day.to + 1 });
    const counted = [...Map.groupBy(of().day.faults, ({ asset, fault }) => `${asset} ${fault}`)]
      .map(([name, all]) => [name, all.length] as const)
      .filter(([, times]) => times > 1);
    expect(counted.length).toBeGreaterThan(0);
    expect(Object.fromEntries(shown.map(({ device, fault, times }) => [`${device} ${fault}`, times]))).toEqual(
      Object.fromEntries(counted),
    );
  });

  it.runIf(runInfluxd)("the budget of each promise is the whole of its clock", async () => {
    const owing = await answerOf("Burn-down: what is left of each promise", {
      from: of().day.to - 3_600_000,
      to: of().day.to + 1,
    });
    for (const { id, milestone, dueMinutes, budgetMinutes, share } of owing) {
      const clock = tickets()
        .find((ticket) => ticket.id === id)
        ?.clocks.find((one) => one.milestone === milestone);
      const [started, due] = [Date.parse(clock?.startedAt ?? ""), Date.parse(clock?.dueAt ?? "")];
      expect(budgetMinutes).toBeCloseTo((due - started) / 60_000, 6);
      expect(dueMinutes).toBeCloseTo((due - of().day.to) / 60_000, 6);
      expect(share).toBeCloseTo((due - of().day.to) / (due - started), 9);
    }
    expect(owing.length).toBeGreaterThan(2);
  });
});
