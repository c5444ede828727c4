// What the gateway sees of a broker, embedded or external: the same few verbs, so that the rest need not know which.

/** The two verbs of a logger (pino's shape): fields first, then a sentence. */
export type BrokerLog = {
  readonly info: (fields: object, message: string) => void;
  readonly warn: (fields: object, message: string) => void;
};

export type PublishOptions = {
  readonly retain?: boolean;
  /** Default 1; a `command` is always sent with 0. */
  readonly qos?: 0 | 1;
};

export type Broker = {
  /** Rejects when the message cannot be handed over (disconnected, closing). */
  readonly publish: (topic: string, payload: string | Uint8Array, options?: PublishOptions) => Promise<void>;
  /** Whether anybody would get a message on the topic; always, where the broker is not ours to ask. */
  readonly hears: (topic: string) => boolean;
  /** Connected clients; undefined where the broker is not ours to ask. */
  readonly clients: () => number | undefined;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
};

export type SiteTopics = { readonly id: string; readonly topicRoot: string };

/** The gateway's own retained `online` / `offline`. */
export const gatewayStatusTopic = (site: SiteTopics): string => `${site.topicRoot}/${site.id}/gateway/status`;

/** A command is never queued for an absent device: a dimming or reboot must not happen hours after it was meant. */
export const qosOf = (topic: string, options: PublishOptions | undefined): 0 | 1 =>
  topic.endsWith("/command") ? 0 : (options?.qos ?? 1);
