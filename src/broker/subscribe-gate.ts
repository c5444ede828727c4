// What the embedded broker grants of a SUBSCRIBE: what the access rules allow, and not more than anybody needs.

import type { Client, Subscription } from "aedes";
import { type Text, text } from "../model/text.ts";
import type { Access, Principal } from "./access.ts";

export type FilterLimits = {
  /** Filters of one client. */
  readonly count: number;
  readonly levels: number;
  readonly length: number;
};

const tooMuch = ({ count, levels, length }: FilterLimits): Text =>
  text(
    `One client may hold ${count} filters of at most ${levels} levels and ${length} bytes: use a wildcard, or fewer levels.`,
    `每个客户端最多订阅 ${count} 个过滤器，每个不超过 ${levels} 级、${length} 字节：请使用通配符或减少层级。`,
  );

/** aedes's `authorizeSubscribe`, and what it granted to whom. */
export const createSubscribeGate = (options: {
  readonly access: Access;
  readonly limits: FilterLimits;
  readonly principalOf: (client: Client) => Principal | undefined;
  readonly warn: (key: string, client: Client, fields: object, message: string) => void;
}) => {
  const { access, limits } = options;
  const granted = new WeakMap<object, Set<string>>();
  const isWithin = (filter: string, held: Set<string> | undefined): boolean =>
    Buffer.byteLength(filter) <= limits.length &&
    filter.split("/", limits.levels + 1).length <= limits.levels &&
    (held === undefined || held.size < limits.count || held.has(filter));

  return {
    authorizeSubscribe: (
      client: Client,
      subscription: Subscription,
      done: (error: Error | null, subscription?: Subscription | null) => void,
    ): void => {
      const { topic } = subscription;
      const principal = options.principalOf(client);
      const held = granted.get(client);
      const within = isWithin(topic, held);
      if (within && principal !== undefined && access.maySubscribe(principal, topic)) {
        if (held === undefined) granted.set(client, new Set([topic]));
        else held.add(topic);
        done(null, subscription);
        return;
      }
      const hint = within ? principal && access.adviseOn(principal, "subscribe", topic) : tooMuch(limits);
      options.warn("subscribe", client, { hint }, "a subscription was refused");
      done(null, null);
    },
    /** Whether a client was granted a filter: aedes stores those it was refused too. */
    holds: (client: object, filter: string): boolean => granted.get(client)?.has(filter) === true,
    unsubscribed: (client: object, filters: readonly string[]): void => {
      for (const filter of filters) granted.get(client)?.delete(filter);
    },
  };
};
