// A client's share of the gateway: how long its socket is left unread after it said too much at once.

import type { Connection } from "./connection.ts";

/** Per client; 0: no limit. */
export type ClientRate = {
  readonly messagesPerSecond: number;
  readonly bytesPerSecond: number;
  /** How many seconds' worth may come at once. */
  readonly burst: number;
};

/** Shorter waits are not worth a timer: the debt stays. */
const shortestWait = 10;

/**
 * Takes what a chunk held from the connection's buckets. Returns for how long, in ms, its socket should be left unread:
 * 0 within its share. `now` in epoch ms. One chunk (64 KiB) may overdraw; nothing is ever dropped.
 */
export const takeShare = (
  connection: Connection,
  rate: ClientRate,
  messages: number,
  bytes: number,
  now: number,
): number => {
  const { messagesPerSecond, bytesPerSecond, burst } = rate;
  if (messagesPerSecond === 0 && bytesPerSecond === 0) return 0;
  const elapsed = connection.refilledAt === 0 ? burst : Math.max(0, now - connection.refilledAt) / 1000;
  connection.refilledAt = now;
  const left = (before: number, perSecond: number, used: number): number =>
    Math.min(perSecond * burst, before + elapsed * perSecond) - used;
  let wait = 0;
  if (messagesPerSecond > 0) {
    connection.messagesLeft = left(connection.messagesLeft, messagesPerSecond, messages);
    wait = (-connection.messagesLeft / messagesPerSecond) * 1000;
  }
  if (bytesPerSecond > 0) {
    connection.bytesLeft = left(connection.bytesLeft, bytesPerSecond, bytes);
    wait = Math.max(wait, (-connection.bytesLeft / bytesPerSecond) * 1000);
  }
  return wait < shortestWait ? 0 : wait;
};

/** Whose fault it is to say too much; without credentials, the registered device that the topic names. */
export const whoseShare = (
  { principal, route }: Connection,
  prefix: string,
  kindOf: (device: string) => string | undefined,
): string | undefined => {
  if (principal?.type === "device" || principal?.type === "source") return principal.id;
  const device = route?.topic.startsWith(prefix) ? route.topic.slice(prefix.length).split("/")[1] : undefined;
  return device !== undefined && kindOf(device) !== undefined ? device : undefined;
};
