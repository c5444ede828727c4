// Bounds what the embedded broker keeps for absent or slow subscribers: aedes itself keeps everything, in memory.

import type { Readable } from "node:stream";

type Packet = { readonly messageId?: number; readonly payload?: Buffer | string };
type Subscription = { readonly clientId: string };
type Session = { readonly id: string };

/** The part of aedes's persistence that fills and empties the offline queues. */
export type OfflineStore = {
  outgoingEnqueueCombi: (subscriptions: readonly Subscription[], packet: Packet) => Promise<void>;
  outgoingClearMessageId: (client: Session, packet: Packet) => Promise<Packet | undefined>;
  outgoingUpdate: (client: Session, packet: Packet) => Promise<unknown>;
  outgoingStream: (client: Session) => Readable;
};

/**
 * Beyond `perClient` waiting messages of one session, `inAll`, or `bytes` of payload in all, new ones are not queued;
 * `dropped` hears of each. Who needs every change reads the HTTP API, which keeps them on disk.
 * Returns what empties the queue of a session that is forgotten.
 */
export const boundOfflineQueue = (
  store: OfflineStore,
  limits: { readonly perClient: number; readonly inAll: number; readonly bytes: number },
  dropped: (clientId: string) => void,
): ((clientId: string) => Promise<void>) => {
  const waiting = new Map<string, number>();
  let inAll = 0;
  let bytes = 0;
  const enqueue = store.outgoingEnqueueCombi.bind(store);
  const clear = store.outgoingClearMessageId.bind(store);
  const update = store.outgoingUpdate.bind(store);

  store.outgoingEnqueueCombi = (subscriptions, packet) => {
    const size = packet.payload?.length ?? 0;
    const kept = subscriptions.filter(({ clientId }) => {
      const before = waiting.get(clientId) ?? 0;
      if (before >= limits.perClient || inAll >= limits.inAll || bytes + size > limits.bytes) {
        dropped(clientId);
        return false;
      }
      waiting.set(clientId, before + 1);
      inAll += 1;
      bytes += size;
      return true;
    });
    return enqueue(kept, packet);
  };
  // aedes would make an empty queue for every client that ever acknowledged anything, and keep it.
  store.outgoingUpdate = (client, packet) =>
    waiting.has(client.id) ? update(client, packet) : Promise.reject(new Error("no such packet"));
  store.outgoingClearMessageId = async (client, packet) => {
    const before = waiting.get(client.id);
    if (before === undefined) return undefined;
    const cleared = await clear(client, packet);
    if (cleared !== undefined) {
      const left = (waiting.get(client.id) ?? 1) - 1;
      inAll -= 1;
      bytes -= cleared.payload?.length ?? 0;
      if (left > 0) waiting.set(client.id, left);
      else waiting.delete(client.id);
    }
    return cleared;
  };

  return async (id) => {
    for await (const packet of store.outgoingStream({ id })) await store.outgoingClearMessageId({ id }, packet);
  };
};
