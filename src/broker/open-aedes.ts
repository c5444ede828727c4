// Opens aedes with everything it leaves to others: rules, limits on what it keeps, and a tree of who listens to what.

import { Aedes, type AedesPublishPacket, type Client, type PublishPacket, type Subscription } from "aedes";
import type { Access, Principal } from "./access.ts";
import { boundOfflineQueue, type OfflineStore } from "./bound-offline-queue.ts";
import { boundSessions, type SessionStore } from "./bound-sessions.ts";
import type { BrokerLimits } from "./embedded-options.ts";
import { keepRetained, type RetainedStore } from "./keep-retained.ts";
import { createSubscribeGate } from "./subscribe-gate.ts";
import { type FilterSource, type HeardTopics, watchFilters } from "./watch-filters.ts";

/** aedes sends the wills of brokers without heartbeat, after a suspend of the machine its own too; 5 days rules that out. */
const heartbeatInterval = 5 * 24 * 3_600_000;

type Inside = FilterSource["broker"] & {
  unregisterClient: (client: Client) => void;
  readonly publish: (packet: AedesPublishPacket, client: Client | null, done: (error?: Error) => void) => void;
  readonly clients: Readonly<Record<string, Client | undefined>>;
  readonly persistence: OfflineStore &
    RetainedStore &
    SessionStore &
    FilterSource["store"] & {
      readonly incomingGetPacket: (client: Client, packet: PublishPacket) => Promise<unknown>;
    };
};

export type Hooks = Pick<
  NonNullable<Parameters<typeof Aedes.createBroker>[0]>,
  "preConnect" | "authenticate" | "authorizePublish"
>;

/** `heardChanged` is called when somebody begins or ends to listen to something. */
export const openAedes = async (options: {
  readonly access: Access;
  readonly limits: BrokerLimits;
  readonly hooks: Hooks;
  readonly principalOf: (client: Client) => Principal | undefined;
  readonly heardChanged: () => void;
  readonly warn: (key: string, fields: object, message: string) => void;
  readonly warnOf: (key: string, client: Client, fields: object, message: string) => void;
}) => {
  const { access, limits, principalOf, warn } = options;
  const gate = createSubscribeGate({ access, limits: limits.filters, principalOf, warn: options.warnOf });

  const broker = await Aedes.createBroker({
    // The front looks after both.
    connectTimeout: limits.connectWithin * 2,
    keepaliveLimit: 0,
    drainTimeout: limits.drainTimeout,
    heartbeatInterval,
    queueLimit: 1_000,
    maxInflightInbound: 1_000,
    maxClientsIdLength: 65_535,
    ...options.hooks,
    authorizeSubscribe: gate.authorizeSubscribe,
    // Asked again at each delivery: credentials may have come since, and a stored session may hold what was refused.
    authorizeForward: (client, packet) => {
      const principal = principalOf(client);
      return principal !== undefined && access.maySubscribe(principal, packet.topic) ? packet : null;
    },
  });
  const inside = broker as unknown as Inside;
  const { persistence } = inside;
  const clientOf = (id: string): Client | undefined => inside.clients[id];

  const forgetQueue = boundOfflineQueue(persistence, limits.offlineMessages, (client) =>
    warn(`offline ${client}`, { client }, "a subscriber's queue is full; newer messages are not kept for it"),
  );
  keepRetained(persistence, limits.retained, (topic) =>
    warn("retained", { topic: topic.slice(0, 200) }, "too many last values: a new one is delivered but not kept"),
  );
  const heard: HeardTopics = watchFilters({ broker: inside, store: persistence }, gate.holds, options.heardChanged);
  const enter = boundSessions(
    persistence,
    limits.sessions,
    (id) => clientOf(id) !== undefined,
    (client) => {
      warn("sessions", { client }, "too many lasting sessions: the one that was away longest is forgotten");
      forgetQueue(client).catch(() => {});
    },
  );
  // One that was still closing when its successor came must not take the successor's place away.
  const unregister = inside.unregisterClient.bind(inside);
  inside.unregisterClient = (client) => {
    if (clientOf(client.id) === client) unregister(client);
  };
  broker.on("client", (client) => {
    // It left while the one before it under its id was being closed: aedes would keep it for ever.
    if (client.closed) inside.unregisterClient(client);
    else enter(client as Client & { readonly clean?: boolean });
  });
  broker.on("unsubscribe", (filters: readonly (string | Subscription)[], client) => {
    gate.unsubscribed(
      client,
      filters.map((filter) => (typeof filter === "string" ? filter : filter.topic)),
    );
  });

  return {
    broker,
    heard,
    clientOf,
    publish: inside.publish.bind(inside),
    isKnown: (client: Client, packet: PublishPacket): Promise<boolean> =>
      persistence.incomingGetPacket(client, packet).then(
        () => true,
        () => false,
      ),
    close: (): Promise<void> => new Promise((resolve) => broker.close(() => resolve())),
  };
};
