// The live stream to walls: changes are gathered for 250 ms, written once and sent to every client; faults and tickets go ahead at once.

import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { WebSocket } from "ws";
import type { AreaState } from "../model/coverage.ts";
import type { Fault } from "../model/fault.ts";
import { faultJson } from "../model/fault-json.ts";
import type { GatewayView } from "../model/gateway-view.ts";
import type { Ticket } from "../model/ticket.ts";
import { isoInstant, ticketJson } from "../model/ticket-json.ts";
import type { DeviceBrief, StreamCounts, StreamMessage } from "./stream-message.ts";
import { areaBrief, countAll, deviceBrief, lastHeard, snapshot } from "./stream-message.ts";

const batchEvery = 250;
/** How long a fault or ticket waits for others of its kind: a storm must not become a frame for each. */
const urgentAfter = 20;
const tickEvery = 2000;
const goodbye = 500;
/** Bytes a client may lag behind, once `lagFor` ms have passed: one message alone may be larger than that on a fast line. */
const lagLimit = 4 * 1024 * 1024;
const lagFor = 3000;

export type Stream = {
  /** Sends the snapshot and keeps the client informed until it leaves. */
  readonly welcome: (client: WebSocket) => void;
  readonly clients: () => number;
  /** Says goodbye to every client; those that do not answer are cut by whoever holds the connections. */
  readonly [Symbol.asyncDispose]: () => Promise<void>;
};

/** Opens the stream over the view; disposing it ends its timers and its clients. */
export function openStream(view: GatewayView): Stream {
  /** Each client with the instant since which it has had something unread. */
  const clients = new Map<WebSocket, number>();
  const tickets = new Map<string, Ticket>();
  const faults = new Map<string, Fault>();
  const areas = new Map<string, AreaState>();
  const devices = new Set<string>();
  /** Each device as last told: readings that change nothing on a wall are not sent. */
  const told = new Map<string, string>();

  /** Devices heard once: what a wall shows of them changes with their faults only. */
  const heard = new Set<string>();
  let urgent: NodeJS.Timeout | undefined;
  let sentCounts = true;

  const unsubscribe = view.subscribe((change) => {
    if (clients.size === 0) return;
    if (change.type === "device") {
      if (!heard.has(change.id)) devices.add(change.id);
      return;
    }
    if (change.type === "coverage") areas.set(change.state.area, change.state);
    else if (change.type === "ticket") tickets.set(change.change.ticket.id, change.change.ticket);
    else {
      const { fault } = change.event;
      faults.set(`${fault.openedAt}~${fault.asset}~${fault.fault}`, fault);
      devices.add(fault.asset);
    }
    urgent ??= setTimeout(hurry, urgentAfter);
  });

  const send = (message: StreamMessage, to: readonly WebSocket[]): void => {
    const written = JSON.stringify(message);
    const now = performance.now();
    for (const client of to) {
      if (client.bufferedAmount === 0) clients.set(client, now);
      const behind = now - (clients.get(client) ?? now);
      // Whoever is dropped comes back by itself and gets a fresh snapshot.
      if (client.bufferedAmount > lagLimit && behind > lagFor) client.terminate();
      else if (client.readyState === WebSocket.OPEN) client.send(written);
    }
  };

  const changedDevices = (): DeviceBrief[] => {
    const changed: DeviceBrief[] = [];
    for (const id of devices) {
      const found = view.device(id);
      if (!found) continue;
      const brief = deviceBrief(found);
      if (found.online !== null) heard.add(id);
      const written = JSON.stringify(brief);
      if (told.get(id) === written) continue;
      told.set(id, written);
      changed.push(brief);
    }
    devices.clear();
    return changed;
  };

  const tell = (changed: readonly DeviceBrief[], counts: StreamCounts | undefined): void => {
    const message: StreamMessage = {
      type: "changes",
      at: isoInstant(view.now()),
      tickets: [...tickets.values()].map(ticketJson),
      faults: [...faults.values()].map(faultJson),
      devices: changed,
      ...(areas.size > 0 && { areas: [...areas.values()].map(areaBrief) }),
      ...(counts && { counts }),
    };
    tickets.clear();
    faults.clear();
    areas.clear();
    send(message, [...clients.keys()]);
  };
  /** Faults and tickets ahead of their batch; the figures, which take longer, come with that. */
  function hurry(): void {
    urgent = undefined;
    if (tickets.size + faults.size + areas.size === 0) return;
    tell([], undefined);
    sentCounts = false;
  }
  const flush = (): void => {
    const changed = changedDevices();
    if (changed.length + tickets.size + faults.size + areas.size === 0 && sentCounts) return;
    tell(changed, countAll(view));
    sentCounts = true;
  };

  const batches = setInterval(flush, batchEvery);
  const ticks = setInterval(() => {
    if (clients.size > 0)
      send({ type: "tick", at: isoInstant(view.now()), dataAt: lastHeard(view) }, [...clients.keys()]);
  }, tickEvery);

  return {
    welcome: (client) => {
      flush();
      const whole = snapshot(view);
      for (const brief of whole.devices) {
        told.set(brief.id, JSON.stringify(brief));
        if (brief.online !== null) heard.add(brief.id);
      }
      clients.set(client, performance.now());
      client.on("close", () => clients.delete(client));
      client.on("error", () => client.terminate());
      send(whole, [client]);
    },
    clients: () => clients.size,
    [Symbol.asyncDispose]: async () => {
      unsubscribe();
      clearTimeout(urgent);
      clearInterval(batches);
      clearInterval(ticks);
      const left = [...clients.keys()].map((client) => once(client, "close"));
      for (const client of clients.keys()) client.close(1001, "the gateway stops");
      await Promise.race([Promise.all(left), sleep(goodbye, undefined, { ref: false })]);
    },
  };
}
