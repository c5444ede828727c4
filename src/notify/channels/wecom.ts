// Channel: a WeCom (企业微信) group robot. Text, because only text can mention people by mobile number.

import type { ChannelConfig } from "../../model/site.ts";
import type { Channel } from "../channel.ts";
import { plainText } from "../plain-text.ts";
import { post } from "../post.ts";
import { robotAnswer, type Verdicts } from "../robot-answer.ts";

type Config = Extract<ChannelConfig, { type: "wecom" }>;

/** UTF-8 bytes of a text message's content. */
const contentBytes = 2048;

const verdicts: Verdicts = {
  45009: { retry: true, afterMs: 61_000 },
  93000: { retry: false, cure: "the key is wrong or the robot was removed: copy the robot's address anew" },
};

/** `{baseUrl}/cgi-bin/webhook/send?key=…`: 20 messages a minute, ok is `errcode` 0. */
export function wecom(config: Config, now: () => number): Channel {
  const url = `${config.baseUrl}/cgi-bin/webhook/send?key=${encodeURIComponent(config.key)}`;
  return {
    limits: { perMinute: 20, digestBytes: contentBytes },
    send: async (message) => {
      const mobiles = message.mentions.flatMap(({ phone }) => phone ?? []);
      const content = plainText(message, contentBytes);
      const body = { msgtype: "text", text: { content, mentioned_mobile_list: mobiles } };
      const answer = await post(url, JSON.stringify(body), {}, now());
      return "ok" in answer ? answer : robotAnswer(answer, "errcode", "errmsg", verdicts);
    },
  };
}
