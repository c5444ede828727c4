// Bounds what the embedded broker keeps for absent or slow subscribers: aedes itself keeps everything, in memory.

type Packet = { readonly messageId?: number };
type Subscription = { readonly clientId: string };
type Session = { readonly id: string };

/** The part of aedes's persistence that fills and empties the offline queues. */
export type OfflineStore = {
  outgoingEnqueueCombi: (subscriptions: readonly Subscription[], packet: Packet) => Promise<void>;
  outgoingClearMessageId: (client: Session, packet: Packet) => Promise<unknown>;
};

/**
 * Beyond `perClient` waiting messages of one session, or `inAll`, new ones are not queued for it; `dropped` hears of each.
 * Who needs every change reads the HTTP API, which keeps them on disk.
 */
export const boundOfflineQueue = (
  store: OfflineStore,
  limits: { readonly perClient: number; readonly inAll: number },
  dropped: (clientId: string) => void,
): void => {
  const waiting = new Map<string, number>();
  let inAll = 0;
  const enqueue = store.outgoingEnqueueCombi.bind(store);
  const clear = store.outgoingClearMessageId.bind(store);

  store.outgoingEnqueueCombi = (subscriptions, packet) => {
    const kept = subscriptions.filter(({ clientId }) => {
      const before = waiting.get(clientId) ?? 0;
      if (before >= limits.perClient || inAll >= limits.inAll) {
        dropped(clientId);
        return false;
      }
      waiting.set(clientId, before + 1);
      inAll += 1;
      return true;
    });
    return enqueue(kept, packet);
  };
  store.outgoingClearMessageId = async (client, packet) => {
    const cleared = await clear(client, packet);
    const before = waiting.get(client.id);
    if (cleared && before !== undefined) {
      inAll -= 1;
      if (before > 1) waiting.set(client.id, before - 1);
      else waiting.delete(client.id);
    }
    return cleared;
  };
};
