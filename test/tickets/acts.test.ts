// What people may do to a ticket (CONTRACT 5, Acts): every act in every state, by every role, and how it is refused.

import { describe, expect, it } from "vitest";
import type { Act, Action, TicketState } from "../../src/model/ticket.ts";
import { day, eventsOf, hour, iso, minute, noon, second, siteOf, type Timeline, timeline } from "./timeline.ts";

const T = noon + 2 * minute;
const ref = "r1";
const to = "zhao";
const cause = "worn";
const note = "Seen on site";

type Step = Pick<Action, "do" | "by"> & Partial<Action>;
const manager = (act: Act): Step => ({
  do: act,
  by: "zhou",
  ...(act === "dispatch" && { to }),
  ...(act === "close" && { cause }),
  note,
});

const acts = [
  "dispatch",
  "accept",
  "arrive",
  "restore",
  "close",
  "comment",
  "acknowledge",
  "cancel",
  "reopen",
] as const;
type TestedAct = (typeof acts)[number];

/** Acts that lead into each state, a minute apart; the archive is reached by waiting. */
const waysInto: Readonly<Record<TicketState, readonly (readonly TestedAct[])[]>> = {
  open: [[]],
  dispatched: [["dispatch"], ["accept", "dispatch"]],
  accepted: [["accept"], ["dispatch", "accept"]],
  onSite: [["arrive"], ["dispatch", "arrive"], ["accept", "arrive"]],
  restored: [["restore"], ["accept", "arrive", "restore"]],
  closed: [["restore", "close"]],
  archived: [["restore", "close"]],
  cancelled: [["cancel"], ["accept", "cancel"]],
};

/** State before → act → state after; what is not here is refused. */
const allowed: Readonly<Record<TestedAct, Readonly<Partial<Record<TicketState, TicketState>>>>> = {
  dispatch: { open: "dispatched", dispatched: "dispatched", accepted: "dispatched" },
  accept: { open: "accepted", dispatched: "accepted" },
  arrive: { open: "onSite", dispatched: "onSite", accepted: "onSite" },
  restore: { open: "restored", dispatched: "restored", accepted: "restored", onSite: "restored" },
  close: { restored: "closed" },
  comment: { open: "open", dispatched: "dispatched", accepted: "accepted", onSite: "onSite", restored: "restored" },
  acknowledge: { open: "open", dispatched: "dispatched", accepted: "accepted", onSite: "onSite", restored: "restored" },
  cancel: { open: "cancelled", dispatched: "cancelled", accepted: "cancelled", onSite: "cancelled" },
  // Every way into these two has an assignee: whoever restored accepted by it.
  reopen: { restored: "accepted", closed: "accepted" },
};

const done: Readonly<Record<TestedAct, string>> = {
  dispatch: "dispatched",
  accept: "accepted",
  arrive: "arrived",
  restore: "restored",
  close: "closed",
  comment: "commented",
  acknowledge: "acknowledged",
  cancel: "cancelled",
  reopen: "reopened",
};

const table = (Object.keys(waysInto) as TicketState[]).flatMap((state) =>
  waysInto[state].flatMap((way) => acts.map((act) => ({ state, way, act, after: allowed[act][state] }))),
);

/** A report and the acts that bring it into the state; `from` is when the act under test comes. */
async function brought(state: TicketState, way: readonly TestedAct[]): Promise<{ line: Timeline; from: number }> {
  const line = timeline(await siteOf([])).report(T, { zone: "east", text: "The bench is broken", ref });
  way.forEach((act, index) => {
    line.act(T + (index + 1) * minute, { ref, ...manager(act) });
  });
  return { line, from: T + (way.length + 1) * minute + (state === "archived" ? 8 * day : 0) };
}

describe("every act in every state", () => {
  it.each(table)("$act in $state after [$way]", async ({ state, way, act, after }) => {
    const { line, from } = await brought(state, way);
    const before = line.play(from).reported(ref);
    expect(before.state).toBe(state);
    const action = { ref, ...manager(act) };
    const result = line.act(from, action).play(from);
    const ticket = result.reported(ref);
    if (after === undefined) {
      expect(result.refused).toEqual([{ at: iso(from), action, code: "wrong-state" }]);
      expect(ticket).toEqual(before);
      return;
    }
    expect(result.refused).toEqual([]);
    expect(ticket.state).toBe(after);
    expect(ticket.events.at(-1)).toMatchObject({ at: iso(from), type: done[act], by: "zhou", note });
    expect(ticket.version).toBeGreaterThan(before.version);
  });

  it.each(["E1", "G1"] as const)("the same of a latched fault whose condition has ended (%s)", async (asset) => {
    const site = await siteOf([asset]);
    const fault = asset === "E1" ? "entrapment" : "tamper";
    const begin = (): Timeline =>
      timeline(site)
        .says(asset, T, asset === "E1" ? { alarmButton: true } : { tamper: true })
        .heals(asset, T + minute);
    const start = T + 5 * minute;
    for (const { state, way, act, after } of table) {
      if (state === "archived" || act === "reopen" || way.includes("cancel")) continue;
      const step = (one: TestedAct): Action => ({
        asset,
        fault,
        ...manager(one),
        ...(one === "restore" && { outcome: "test" }),
      });
      const line = begin();
      way.forEach((one, index) => {
        line.act(start + index * minute, step(one));
      });
      const from = start + way.length * minute;
      const result = line.act(from, step(act)).play(from);
      expect({ act, state, way, codes: result.refused.map(({ code }) => code) }).toEqual({
        act,
        state,
        way,
        codes: after === undefined ? ["wrong-state"] : [],
      });
      expect(result.ticket(asset, fault).state).toBe(after ?? state);
    }
  });

  it("reopens to open when nobody is assigned", async () => {
    // Restored by the device itself: nobody accepted.
    const line = timeline(await siteOf(["C1"]))
      .says("C1", T, { fps: 0 })
      .heals("C1", T + 5 * minute)
      .act(T + 10 * minute, { asset: "C1", fault: "videoLoss", do: "reopen", by: "chen", note });
    const result = line.play(T + 10 * minute);
    expect(result.refused).toEqual([]);
    expect(result.ticket("C1", "videoLoss")).toMatchObject({ state: "open", assignee: null });
  });

  it("reopens to accepted when somebody is", async () => {
    const line = timeline(await siteOf([]))
      .report(T, { zone: "east", text: "x", ref })
      .act(T + minute, { ref, do: "accept", by: "qian" })
      .act(T + 2 * minute, { ref, do: "restore", by: "qian" })
      .act(T + 3 * minute, { ref, do: "reopen", by: "chen", note });
    expect(line.play(T + 4 * minute).reported(ref)).toMatchObject({
      state: "accepted",
      assignee: "qian",
      restoredAt: null,
    });
  });
});

describe("what an act leaves behind", () => {
  it("names who, what and to whom, in order", async () => {
    const line = timeline(await siteOf(["P1"]))
      .says("P1", T, { driveFault: true })
      .heals("P1", T + 40 * minute);
    const act = (at: number, action: Step): unknown => line.act(at, { asset: "P1", fault: "driveFault", ...action });
    act(T + minute, { do: "acknowledge", by: "chen" });
    act(T + 2 * minute, { do: "dispatch", by: "chen", to: "zhao" });
    act(T + 3 * minute, { do: "accept", by: "zhao" });
    act(T + 12 * minute, { do: "arrive", by: "zhao" });
    act(T + 41 * minute, { do: "restore", by: "zhao", note: "Drive reset" });
    act(T + 50 * minute, { do: "close", by: "wang", cause: "overload" });
    const result = line.play(T + hour);
    expect(result.refused).toEqual([]);
    const ticket = result.ticket("P1", "driveFault");
    expect(ticket.events.map(({ type, by }) => `${type} ${by}`)).toEqual([
      "opened system",
      "acknowledged chen",
      "dispatched chen",
      "accepted zhao",
      "arrived zhao",
      "restored zhao",
      "verified system",
      "closed wang",
    ]);
    expect(eventsOf(ticket, "dispatched")).toMatchObject([{ to: "zhao" }]);
    expect(eventsOf(ticket, "restored")).toMatchObject([{ note: "Drive reset" }]);
    expect(eventsOf(ticket, "closed")).toMatchObject([{ cause: "overload" }]);
    expect(ticket).toMatchObject({
      state: "closed",
      owner: "chen",
      assignee: "zhao",
      restoredAt: iso(T + 41 * minute),
      closedAt: iso(T + 50 * minute),
      verified: true,
    });
  });

  it("dispatch names the assignee, accept takes it", async () => {
    const line = timeline(await siteOf([])).report(T, { zone: "east", text: "x", ref });
    line.act(T + minute, { ref, do: "dispatch", by: "chen", to: "qian" });
    expect(line.play(T + minute).reported(ref)).toMatchObject({ state: "dispatched", assignee: "qian" });
    line.act(T + 2 * minute, { ref, do: "accept", by: "qian" });
    expect(line.play(T + 2 * minute).reported(ref)).toMatchObject({ state: "accepted", assignee: "qian" });
  });

  it("finds a ticket by its id, by its fault and by its ref", async () => {
    const line = timeline(await siteOf(["C1"]))
      .says("C1", T, { fps: 0 })
      .report(T + 2 * minute, { zone: "east", text: "x", ref });
    const id = line.play(T + 3 * minute).ticket("C1", "videoLoss").id;
    line.act(T + 4 * minute, { ticket: id, do: "acknowledge", by: "chen" });
    line.act(T + 5 * minute, { asset: "C1", fault: "videoLoss", do: "accept", by: "qian" });
    line.act(T + 6 * minute, { ref, do: "accept", by: "zhao" });
    const result = line.play(T + 7 * minute);
    expect(result.refused).toEqual([]);
    expect(result.ticket("C1", "videoLoss")).toMatchObject({ id, state: "accepted", assignee: "qian" });
    expect(result.reported(ref)).toMatchObject({ state: "accepted", assignee: "zhao" });
  });
});

describe("roles", () => {
  const roles = {
    technician: "zhao",
    guard: "li",
    steward: "wang",
    operator: "chen",
    supervisor: "sun",
    manager: "zhou",
  } as const;
  type Role = keyof typeof roles;
  const hands: readonly TestedAct[] = ["accept", "arrive", "restore", "comment", "acknowledge"];
  const may: Readonly<Record<Role, readonly TestedAct[]>> = {
    technician: hands,
    guard: hands,
    steward: [...hands, "close"],
    operator: acts,
    supervisor: acts,
    manager: acts,
  };
  const before: Readonly<Record<TestedAct, TicketState>> = {
    dispatch: "open",
    accept: "open",
    arrive: "accepted",
    restore: "onSite",
    close: "restored",
    comment: "open",
    acknowledge: "open",
    cancel: "open",
    reopen: "closed",
  };
  const cases = (Object.keys(roles) as Role[]).flatMap((role) =>
    acts.map((act) => ({ role, act, ok: may[role].includes(act) })),
  );

  it.each(cases)("$role, $act: $ok", async ({ role, act, ok }) => {
    const state = before[act];
    const { line, from } = await brought(state, waysInto[state].at(-1) ?? []);
    const unchanged = line.play(from).reported(ref);
    const action = { ref, ...manager(act), by: roles[role] };
    const result = line.act(from, action).play(from);
    if (ok) {
      expect(result.refused).toEqual([]);
      expect(result.reported(ref).events.at(-1)).toMatchObject({ type: done[act], by: roles[role] });
    } else {
      expect(result.refused).toEqual([{ at: iso(from), action, code: "forbidden" }]);
      expect(result.reported(ref)).toEqual(unchanged);
    }
  });

  it.each(Object.keys(roles) as Role[])("override by a %s", async (role) => {
    const action = { asset: "C1", fault: "videoLoss", do: "restore", by: roles[role], override: true, note } as const;
    const line = timeline(await siteOf(["C1"]))
      .says("C1", T, { fps: 0 })
      .act(T + 5 * minute, action);
    const result = line.play(T + 6 * minute);
    const ok = role === "supervisor" || role === "manager";
    expect(result.refused).toEqual(ok ? [] : [{ at: iso(T + 5 * minute), action, code: "forbidden" }]);
    expect(result.ticket("C1", "videoLoss").state).toBe(ok ? "restored" : "open");
  });
});

describe("refusals", () => {
  it("somebody who is not on the staff", async () => {
    const action = { ref, do: "accept", by: "nobody" } as const;
    const line = timeline(await siteOf([]))
      .report(T, { zone: "east", text: "x", ref })
      .act(T + minute, action);
    const result = line.play(T + 2 * minute);
    expect(result.refused).toEqual([{ at: iso(T + minute), action, code: "unknown-staff" }]);
    expect(result.reported(ref)).toMatchObject({ state: "open", assignee: null });
  });

  it("system is not staff", async () => {
    const line = timeline(await siteOf([]))
      .report(T, { zone: "east", text: "x", ref })
      .act(T + minute, { ref, do: "accept", by: "system" });
    expect(line.play(T + minute).refused).toMatchObject([{ code: "unknown-staff" }]);
  });

  it("sending somebody who is not on the staff", async () => {
    const action = { ref, do: "dispatch", by: "chen", to: "nobody" } as const;
    const line = timeline(await siteOf([]))
      .report(T, { zone: "east", text: "x", ref })
      .act(T + minute, action);
    const result = line.play(T + minute);
    expect(result.refused).toEqual([{ at: iso(T + minute), action, code: "unknown-staff" }]);
    expect(result.reported(ref).state).toBe("open");
  });

  it.each([
    ["an id that does not exist", { ticket: "T-999999" }],
    ["a ref that does not exist", { ref: "r9" }],
    ["a fault that is not open", { asset: "C1", fault: "videoLoss" }],
    ["an asset that does not exist", { asset: "C9", fault: "videoLoss" }],
    ["nothing named", {}],
  ])("%s", async (_, which) => {
    const action = { ...which, do: "accept", by: "zhao" } as const;
    const result = timeline(await siteOf(["C1"]))
      .act(T, action)
      .play(T + minute);
    expect(result.refused).toEqual([{ at: iso(T), action, code: "unknown-ticket" }]);
    expect(result.tickets).toEqual([]);
  });

  it("a fault whose ticket is not yet open", async () => {
    const accept = { asset: "C1", fault: "videoLoss", do: "accept", by: "zhao" } as const;
    const line = timeline(await siteOf(["C1"]))
      .says("C1", T, { fps: 0 })
      .act(T + 29 * second, accept)
      .act(T + 31 * second, accept);
    const result = line.play(T + minute);
    expect(result.refused).toEqual([{ at: iso(T + 29 * second), action: accept, code: "unknown-ticket" }]);
    expect(result.ticket("C1", "videoLoss").state).toBe("accepted");
  });

  it("two at once: the second meets a state that no longer allows it, or is stale", async () => {
    const line = timeline(await siteOf([])).report(T, { zone: "east", text: "x", ref });
    line.act(T + minute, { ref, do: "accept", by: "zhao" }).act(T + minute, { ref, do: "accept", by: "qian" });
    const result = line.play(T + minute);
    expect(result.refused).toMatchObject([
      { action: { by: "qian" }, code: expect.stringMatching(/^(wrong-state|stale)$/) },
    ]);
    expect(result.reported(ref).assignee).toBe("zhao");
  });

  it("a version that is no longer the ticket's", async () => {
    const line = timeline(await siteOf([])).report(T, { zone: "east", text: "x", ref });
    const { version } = line.play(T).reported(ref);
    line.act(T + minute, { ref, do: "comment", by: "zhao", note: "one", version });
    line.act(T + minute, { ref, do: "comment", by: "qian", note: "two", version });
    const result = line.play(T + minute);
    expect(result.refused).toMatchObject([{ action: { by: "qian" }, code: "stale" }]);
    expect(eventsOf(result.reported(ref), "commented")).toMatchObject([{ by: "zhao", note: "one" }]);
  });

  it("keeps the whole action, whatever it says", async () => {
    const action = {
      ref,
      do: "close",
      by: "zhao",
      note: "好了",
      cause,
      to: "qian",
      outcome: "test",
      override: false,
    } as const;
    const line = timeline(await siteOf([]))
      .report(T, { zone: "east", text: "x", ref })
      .act(T + minute, action);
    expect(line.play(T + minute).refused).toEqual([{ at: iso(T + minute), action, code: expect.any(String) }]);
  });
});
