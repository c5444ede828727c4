// After the crashes: is everything that was acknowledged in history or quarantine, in faults and tickets, and is it there once?

import type { Memory } from "./crash-people.ts";
import { allItems, type Gateway, instantsOf } from "./gateway.ts";
import { type LoadConfig, type LoadReport, messageOf } from "./load.ts";

/** One thing that is not as it was promised, in words. */
export type Loss = string;

type Fault = { readonly asset: string; readonly fault: string; readonly openedAt: string };
type Ticket = {
  readonly id: string;
  readonly asset: string | null;
  readonly fault: string | null;
  readonly source: string;
  readonly title: { readonly en: string };
  readonly events: readonly { readonly type: string; readonly note?: string | null }[];
};
type Quarantined = { readonly payload: string };

/**
 * Of each connection the messages in history are the first m, without a gap and each once, m no less than were acknowledged:
 * a later one without an earlier one would be order lost.
 * @param acked per connection; by default those of the report.
 */
export async function checkMessages(
  gateway: Gateway,
  config: LoadConfig,
  { ackedOf, sentOf }: Pick<LoadReport, "ackedOf" | "sentOf">,
): Promise<Loss[]> {
  const losses: Loss[] = [];
  const found = new Map<string, Map<number, number>>();
  for (const { id } of config.devices) {
    const counts = new Map<number, number>();
    const instants = await instantsOf(gateway, id, { from: config.base - 1, points: "voltage" });
    for (const at of instants) counts.set(at, (counts.get(at) ?? 0) + 1);
    found.set(id, counts);
  }
  for (const [c, acked] of ackedOf.entries()) {
    let gap: number | undefined;
    for (let k = 0; k < Math.max(acked, sentOf[c] ?? 0); k += 1) {
      const { device, ts } = messageOf(config, c, k);
      const count = found.get(device.id)?.get(ts) ?? 0;
      if (count === 0 && k < acked)
        losses.push(`message ${k} of connection ${c} (${device.id}, ${ts}) was acknowledged and is lost`);
      if (count > 1) losses.push(`message ${k} of connection ${c} (${device.id}, ${ts}) is there ${count} times`);
      if (count === 0) gap ??= k;
      else if (gap !== undefined && k >= acked)
        losses.push(`message ${k} of connection ${c} is there, message ${gap} before it is not`);
    }
  }
  return losses;
}

/** Alarms, refused messages, acts and reports: acknowledged ones exactly once, those without an answer once at most. */
export async function checkPeople(gateway: Gateway, memory: Memory): Promise<Loss[]> {
  const losses: Loss[] = [];
  const check = (what: string, state: string, count: number): void => {
    if (state === "acknowledged" && count === 0) losses.push(`${what} was acknowledged and is lost`);
    if (state === "refused" && count > 0) losses.push(`${what} was refused and is there`);
    if (count > 1) losses.push(`${what} is there ${count} times`);
  };
  const counted = <T>(items: readonly T[], keyOf: (item: T) => string | undefined): Map<string, number> => {
    const counts = new Map<string, number>();
    for (const item of items) {
      const key = keyOf(item);
      if (key !== undefined) counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    return counts;
  };

  const faults = (await allItems<Fault>(gateway, "/api/v1/faults")).filter(({ fault }) => fault === "leakage");
  const tickets = await allItems<Ticket>(gateway, "/api/v1/tickets");
  const faultOf = counted(faults, ({ asset }) => asset);
  const ticketOf = counted(tickets, ({ asset, fault }) => (fault === "leakage" ? (asset ?? undefined) : undefined));
  for (const [device, state] of memory.alarms) {
    check(`the fault of ${device}`, state, faultOf.get(device) ?? 0);
    check(`the ticket of ${device}`, state, ticketOf.get(device) ?? 0);
    if ((faultOf.get(device) ?? 0) !== (ticketOf.get(device) ?? 0))
      losses.push(`${device} has a fault without its ticket, or the other way round`);
  }
  const ids = counted(tickets, ({ id }) => id);
  for (const [id, count] of ids) if (count > 1) losses.push(`${id} is the number of ${count} tickets`);

  const notes = counted(
    tickets.flatMap(({ events }) => events),
    ({ note }) => note ?? undefined,
  );
  for (const [note, { ticket, act, state }] of memory.acts)
    check(`${act} on ${ticket} (${note})`, state, notes.get(note) ?? 0);
  const written = JSON.stringify(tickets);
  for (const [text, state] of memory.reports) {
    // A report's text stands in its title or its first event, never twice in two tickets.
    const count = notes.get(text) ?? (written.includes(`"${text}"`) ? 1 : 0);
    check(`the report ${text}`, state, count);
  }

  const bad = await allItems<Quarantined>(gateway, "/api/v1/quarantine");
  const badOf = counted(bad, ({ payload }) => /bad-\d+/.exec(payload)?.[0]);
  for (const [mark, state] of memory.bad) check(`the refused message ${mark}`, state, badOf.get(mark) ?? 0);
  return losses;
}
