// Channel: a DingTalk (钉钉) group robot, signed where the robot has a secret.

import { createHmac } from "node:crypto";
import type { ChannelConfig } from "../../model/site.ts";
import type { Channel } from "../channel.ts";
import { plainText } from "../plain-text.ts";
import { post } from "../post.ts";
import { robotAnswer, type Verdicts } from "../robot-answer.ts";
import { jsonBytes } from "../truncate.ts";

type Config = Extract<ChannelConfig, { type: "dingtalk" }>;

/** Bytes of the whole JSON body. */
const bodyBytes = 20_000;

/** Too fast means ten minutes of silence, and every try within them may prolong it: wait them out, never probe. */
const verdicts: Verdicts = { 130101: { retry: true, afterMs: 600_000 } };

/**
 * `{baseUrl}/robot/send?access_token=…&timestamp=MS&sign=…`, sign = base64(HMAC-SHA256(key = secret, `MS\nsecret`)):
 * 20 messages a minute, ok is `errcode` 0. A mobile that is to be @-ed must also stand in the text.
 */
export function dingtalk(config: Config, now: () => number): Channel {
  return {
    limits: { perMinute: 20, digestBytes: 8_000 },
    send: async (message) => {
      const atMobiles = message.mentions.flatMap(({ phone }) => phone ?? []);
      const named = atMobiles.map((mobile) => `@${mobile}`).join(" ");
      const build = (content: string) => ({ msgtype: "text", text: { content }, at: { atMobiles, isAtAll: false } });
      const room = bodyBytes - Buffer.byteLength(JSON.stringify(build("")));
      const body = build(plainText(message, room, jsonBytes, named));
      const at = now();
      const answer = await post(address(config, at), JSON.stringify(body), {}, at);
      return "ok" in answer ? answer : robotAnswer(answer, "errcode", "errmsg", verdicts);
    },
  };
}

function address({ baseUrl, token, secret }: Config, at: number): string {
  const query = new URLSearchParams({ access_token: token });
  if (secret !== undefined) {
    query.set("timestamp", String(at));
    query.set("sign", createHmac("sha256", secret).update(`${at}\n${secret}`).digest("base64"));
  }
  return `${baseUrl}/robot/send?${query}`;
}
