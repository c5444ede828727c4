// Keeps the topics' last values in place of aedes's own store: bounded, and searched without holding up anybody.

import { Readable } from "node:stream";
import { setImmediate as nextTurn } from "node:timers/promises";
import { filterCovers } from "./topic-filter.ts";

type Packet = { readonly topic: string; readonly payload: Buffer | string };

export type RetainedStore = {
  storeRetained: (packet: Packet) => Promise<void>;
  createRetainedStreamCombi: (filters: readonly string[]) => Readable;
};

/** Values looked at between two turns of the event loop. */
const atOnce = 2_000;

/** Beyond `count` values or `bytes` of topics and payloads a new one is not kept (it is still delivered); `refused` hears of it. */
export const keepRetained = (
  store: RetainedStore,
  limits: { readonly count: number; readonly bytes: number },
  refused: (topic: string) => void,
): void => {
  const values = new Map<string, Packet>();
  let bytes = 0;
  const sizeOf = ({ topic, payload }: Packet): number => payload.length + 2 * topic.length;

  store.storeRetained = (packet) => {
    const { topic } = packet;
    const before = values.get(topic);
    const freed = before === undefined ? 0 : sizeOf(before);
    if (packet.payload.length === 0) {
      values.delete(topic);
      bytes -= freed;
    } else if (
      (before === undefined && values.size >= limits.count) ||
      (sizeOf(packet) > freed && bytes - freed + sizeOf(packet) > limits.bytes)
    ) {
      refused(topic);
    } else {
      values.set(topic, { ...packet });
      bytes += sizeOf(packet) - freed;
    }
    return Promise.resolve();
  };

  async function* search(filters: readonly string[]): AsyncGenerator<Packet> {
    for (const filter of filters) {
      if (!filter.includes("+") && !filter.includes("#")) {
        const value = values.get(filter);
        if (value !== undefined) yield value;
        continue;
      }
      let seen = 0;
      for (const [topic, value] of values) {
        seen += 1;
        if (seen % atOnce === 0) await nextTurn();
        if (filterCovers(filter, topic)) yield value;
      }
    }
  }
  store.createRetainedStreamCombi = (filters) => Readable.from(search(filters));
};
