// What goes on beside the load while the gateway is being killed: readings that open faults, messages that are refused, people who act; each remembered with what was answered.

import { setTimeout } from "node:timers/promises";
import { openAlarmClient } from "./alarm-client.ts";
import type { Gateway } from "./gateway.ts";
import type { LoadDevice } from "./site.ts";

/** Sent: perhaps taken, perhaps not, the gateway died before it answered. */
export type State = "sent" | "acknowledged" | "refused";

export type Memory = {
  /** By device: its one reading above the limit. */
  readonly alarms: Map<string, State>;
  readonly alarmTimes: Map<string, number>;
  /** By the mark in its payload. */
  readonly bad: Map<string, State>;
  /** By the act's own note. */
  readonly acts: Map<string, { ticket: string; act: string; state: State }>;
  /** Reports of residents, by their text. */
  readonly reports: Map<string, State>;
  count: number;
};

export const createMemory = (): Memory => ({
  alarms: new Map(),
  alarmTimes: new Map(),
  bad: new Map(),
  acts: new Map(),
  reports: new Map(),
  count: 0,
});

export type People = { readonly stopped: () => Promise<void> };

type Ticket = { readonly id: string; readonly state: string };

/** They go on until the gateway is gone. An alarm that was not acknowledged is sent again, as a device would, with the same time. */
export async function startPeople(options: {
  readonly gateway: Gateway;
  readonly memory: Memory;
  readonly alarms: readonly LoadDevice[];
  readonly random: () => number;
}): Promise<People> {
  const { gateway, memory, alarms, random } = options;
  let going = true;

  const raise = async (): Promise<void> => {
    const client = await openAlarmClient(gateway.mqttPort).catch(() => undefined);
    if (!client) return;
    await using _ = client;
    const again = [...memory.alarms].filter(([, state]) => state === "sent").map(([id]) => id);
    const say = (device: string, payload: object, on: Map<string, State>, key: string): void => {
      on.set(key, "sent");
      client.send(device, payload).then(
        () => on.set(key, "acknowledged"),
        () => {},
      );
    };
    while (going) {
      const id = again.shift() ?? alarms[memory.alarms.size]?.id;
      if (id !== undefined) {
        const ts = memory.alarmTimes.get(id) ?? Date.now();
        memory.alarmTimes.set(id, ts);
        say(id, { leakage: 50, ts }, memory.alarms, id);
      }
      memory.count += 1;
      const mark = `bad-${memory.count}`;
      say("L1", { power: mark }, memory.bad, mark);
      await setTimeout(50 + random() * 100);
    }
  };

  const act = async (): Promise<void> => {
    while (going) {
      try {
        const { items } = await gateway.get<{ items: Ticket[] }>("/api/v1/tickets?state=open,accepted&limit=50");
        const ticket = items[Math.floor(random() * items.length)];
        memory.count += 1;
        const note = `note-${memory.count}`;
        if (ticket && random() < 0.8) {
          const name = ticket.state === "open" && random() < 0.5 ? "accept" : "comment";
          const entry = { ticket: ticket.id, act: name, state: "sent" as State };
          memory.acts.set(note, entry);
          const { status } = await gateway.post(`/api/v1/tickets/${ticket.id}/${name}`, { by: "chen", note });
          entry.state = status < 300 ? "acknowledged" : "refused";
        } else {
          memory.reports.set(note, "sent");
          const { status } = await gateway.post("/api/v1/tickets", {
            zone: "east",
            text: note,
            reporter: { resident: true },
          });
          memory.reports.set(note, status < 300 ? "acknowledged" : "refused");
        }
      } catch {
        // The gateway is gone: what was asked stays "sent".
      }
      await setTimeout(20 + random() * 60);
    }
  };

  const both = Promise.allSettled([raise(), act()]);
  return {
    stopped: async () => {
      going = false;
      await both;
    },
  };
}
