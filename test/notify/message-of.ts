// A message as the queue makes it, for the tests of single channels.

import type { Message } from "../../src/notify/channel.ts";
import { word } from "../../src/notify/wording.ts";
import { demoSite, noticeOf, zhao } from "./demo-site.ts";

export function messageOf(more: Partial<Message> = {}): Message {
  const notice = noticeOf("robot", 123, { to: ["zhao"] });
  const mentions = [{ name: zhao.name.zh, phone: zhao.phone, email: zhao.email }];
  return { notice, ...word(notice, demoSite()), mentions, language: "zh", ...more };
}
