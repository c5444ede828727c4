// Bounds what aedes keeps of sessions that outlive their connections: how many there are, and what QoS 2 leaves behind.

type Session = { readonly id: string; readonly clean?: boolean };
type Packet = { readonly payload?: Buffer | string };

export type SessionStore = {
  incomingStorePacket: (client: Session, packet: Packet) => Promise<void>;
  cleanIncoming: (client: Session) => Promise<void>;
  cleanSubscriptions: (client: Session) => Promise<unknown>;
};

const nothing = Buffer.alloc(0);

/**
 * Returns `enter`, to be called with each client that is let in. Beyond `most` lasting sessions the one that has been
 * away longest is forgotten, with its subscriptions; `isHere` says whose client is connected.
 */
export const boundSessions = (
  store: SessionStore,
  most: number,
  isHere: (id: string) => boolean,
  forgotten: (id: string) => void,
): ((client: Session) => void) => {
  const lasting = new Set<string>();
  // aedes asks only whether it is there: what waits for a PUBREL need not be kept whole.
  const storeWhole = store.incomingStorePacket.bind(store);
  store.incomingStorePacket = (client, packet) => storeWhole(client, { ...packet, payload: nothing });

  return (client) => {
    lasting.delete(client.id);
    if (client.clean !== false) return;
    lasting.add(client.id);
    if (lasting.size <= most) return;
    for (const id of lasting) {
      if (isHere(id)) continue;
      lasting.delete(id);
      forgotten(id);
      store.cleanIncoming({ id }).catch(() => {});
      store.cleanSubscriptions({ id }).catch(() => {});
      return;
    }
  };
};
