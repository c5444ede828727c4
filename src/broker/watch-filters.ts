// Knows every filter that somebody listens with, live or in a session that outlives its connection, by watching what aedes stores.

import { createFilterTree } from "./filter-tree.ts";

type Session = { readonly id: string };
type Subscription = { readonly topic: string };

/** The parts of aedes and its persistence through which filters come and go. */
export type FilterSource = {
  readonly broker: {
    subscribe: (topic: string, deliver: unknown, done?: () => void) => void;
    unsubscribe: (topic: string, deliver: unknown, done?: () => void) => void;
  };
  readonly store: {
    addSubscriptions: (client: Session, subscriptions: readonly Subscription[]) => Promise<unknown>;
    removeSubscriptions: (client: Session, topics: readonly string[]) => Promise<unknown>;
    cleanSubscriptions: (client: Session) => Promise<unknown>;
  };
};

export type HeardTopics = {
  /** True if a message on this topic has somebody to go to, now or later. */
  readonly matches: (topic: string) => boolean;
  readonly filters: () => number;
};

/**
 * `changed` is called whenever the answer for some topic may be another. `accepts` says which filters of a session may
 * be stored: aedes itself stores the refused ones too.
 */
export const watchFilters = (
  { broker, store }: FilterSource,
  accepts: (client: Session, filter: string) => boolean,
  changed: () => void,
): HeardTopics => {
  const tree = createFilterTree();
  const stored = new Map<string, Set<string>>();
  const add = (filter: string): void => {
    tree.add(filter);
    changed();
  };
  const remove = (filter: string): void => {
    tree.remove(filter);
    changed();
  };

  const subscribe = broker.subscribe.bind(broker);
  const unsubscribe = broker.unsubscribe.bind(broker);
  broker.subscribe = (topic, deliver, done) => {
    add(topic);
    subscribe(topic, deliver, done);
  };
  broker.unsubscribe = (topic, deliver, done) => {
    remove(topic);
    unsubscribe(topic, deliver, done);
  };

  const addStored = store.addSubscriptions.bind(store);
  const removeStored = store.removeSubscriptions.bind(store);
  const cleanStored = store.cleanSubscriptions.bind(store);
  store.addSubscriptions = (client, subscriptions) => {
    const accepted = subscriptions.filter(({ topic }) => accepts(client, topic));
    const own = stored.get(client.id) ?? new Set();
    for (const { topic } of accepted)
      if (!own.has(topic)) {
        own.add(topic);
        add(topic);
      }
    if (own.size > 0) stored.set(client.id, own);
    return accepted.length === 0 ? Promise.resolve() : addStored(client, accepted);
  };
  store.removeSubscriptions = (client, topics) => {
    const own = stored.get(client.id);
    for (const topic of topics) if (own?.delete(topic)) remove(topic);
    if (own?.size === 0) stored.delete(client.id);
    return removeStored(client, topics);
  };
  store.cleanSubscriptions = (client) => {
    for (const topic of stored.get(client.id) ?? []) remove(topic);
    stored.delete(client.id);
    return cleanStored(client);
  };

  return { matches: tree.matches, filters: tree.size };
};
