// Channel: the gateway's own MQTT stream of notices (CONTRACT section 2), one JSON object per notice, not retained.

import type { Channel } from "../channel.ts";
import { noticeJson } from "../notice-json.ts";

export type Publish = (topic: string, payload: string) => void | Promise<void>;

/** Publishes to `topic` through the broker's own `publish`; a publish that throws is retried. */
export function mqtt(topic: string, publish: Publish): Channel {
  return {
    limits: { perMinute: Number.POSITIVE_INFINITY },
    send: async (message) => {
      await publish(topic, JSON.stringify(noticeJson(message)));
      return { ok: true };
    },
  };
}
