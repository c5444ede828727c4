// Channel: a Feishu (飞书) group robot, signed where the robot has a secret. It cannot mention by mobile, so names stand in the text.

import { createHmac } from "node:crypto";
import type { ChannelConfig } from "../../model/site.ts";
import type { Channel } from "../channel.ts";
import { plainText } from "../plain-text.ts";
import { post } from "../post.ts";
import { robotAnswer, type Verdicts } from "../robot-answer.ts";
import { jsonBytes } from "../truncate.ts";

type Config = Extract<ChannelConfig, { type: "feishu" }>;

/** Bytes of the whole JSON body: 20 KB, read as the smaller of its two meanings. */
const bodyBytes = 20_000;

const verdicts: Verdicts = {
  9499: { retry: true },
  11232: { retry: true },
  19021: { retry: false, cure: "the signature is refused: check the robot's secret and this machine's clock" },
};

/** Only real mentions may be tags: a report's text must not call the whole group. */
const withoutTags = (content: string) => content.replace(/<(?=\s*\/?\s*at\b)/gi, "＜");

/** Bytes at most once tags are made harmless: "＜" takes two bytes more than "<". */
const sentBytes = (content: string) => jsonBytes(content) + 2 * (content.match(/</g)?.length ?? 0);

/**
 * `{baseUrl}/open-apis/bot/v2/hook/…`, signed in the body: timestamp in seconds,
 * sign = base64(HMAC-SHA256(key = `SECONDS\nsecret`, message empty)). 100 messages a minute, 5 a second, ok is `code` 0.
 */
export function feishu(config: Config, now: () => number): Channel {
  const url = `${config.baseUrl}/open-apis/bot/v2/hook/${encodeURIComponent(config.hook)}`;
  return {
    limits: { perMinute: 100, perSecond: 5, digestBytes: 8_000 },
    send: async (message) => {
      const at = now();
      const named = message.mentions.map(({ name }) => `@${name}`).join(" ");
      const build = (text: string) => ({ ...signature(config.secret, at), msg_type: "text", content: { text } });
      const room = bodyBytes - Buffer.byteLength(JSON.stringify(build("")));
      const body = build(withoutTags(plainText(message, room, sentBytes, named)));
      const answer = await post(url, JSON.stringify(body), {}, at);
      return "ok" in answer ? answer : robotAnswer(answer, "code", "msg", verdicts);
    },
  };
}

function signature(secret: string | undefined, at: number) {
  if (secret === undefined) return {};
  const timestamp = String(Math.floor(at / 1000));
  return { timestamp, sign: createHmac("sha256", `${timestamp}\n${secret}`).update("").digest("base64") };
}
