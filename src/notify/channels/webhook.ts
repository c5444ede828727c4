// Channel: a POST of JSON to an address of the site's own choosing, signed, so that the receiver knows who speaks.

import { createHmac } from "node:crypto";
import type { ChannelConfig } from "../../model/site.ts";
import type { Channel } from "../channel.ts";
import { noticeJson } from "../notice-json.ts";
import { post, refusedByStatus } from "../post.ts";

type Config = Extract<ChannelConfig, { type: "webhook" }>;

/**
 * Body: `{ id, at, reason, severity, title, body, url, to, ticket, sentAt }`, with `count` for the daily count.
 * `X-Anju-Signature: sha256=` + hex HMAC-SHA256(key = secret, message = the raw body).
 * `X-Anju-Timestamp` repeats the body's `sentAt` (ISO 8601), so it is signed with the body: a receiver checks the
 * signature, then that both are equal, then refuses what is older than five minutes.
 * `Idempotency-Key` is the notice's id and the same in every attempt; only `sentAt` differs.
 * 2xx is delivered; 408, 425, 429, 5xx and network errors are retried (Retry-After is honoured); all else is final.
 */
export function webhook(config: Config, now: () => number): Channel {
  return {
    limits: { perMinute: 600, perSecond: 20 },
    send: async (message) => {
      const at = now();
      const sentAt = new Date(at).toISOString();
      const body = JSON.stringify({ ...noticeJson(message), sentAt });
      const signature = createHmac("sha256", config.secret).update(body).digest("hex");
      const headers = {
        "X-Anju-Signature": `sha256=${signature}`,
        "X-Anju-Timestamp": sentAt,
        "Idempotency-Key": message.notice.id,
      };
      const answer = await post(config.url, body, headers, at);
      if ("ok" in answer) return answer;
      return refusedByStatus(answer) ?? { ok: true };
    },
  };
}
