// A message as machines get it: the JSON object of the webhook and of the MQTT stream of notices.

import { dailyCountJson } from "../model/daily-count-json.ts";
import type { Message } from "./channel.ts";

/**
 * Both languages, instants as ISO strings, the ticket by its id. `url` is null where no public URL is set. The daily count
 * has neither ticket nor severity, but the count itself.
 */
export const noticeJson = ({ notice, title, body, url }: Message) => ({
  id: notice.id,
  at: new Date(notice.at).toISOString(),
  reason: notice.reason,
  severity: notice.reason === "dailyCount" ? null : notice.snapshot.severity,
  title,
  body,
  url: url ?? null,
  to: notice.to,
  ticket: notice.ticket,
  ...(notice.reason !== "dailyCount" && notice.test && { test: true }),
  ...(notice.reason === "dailyCount" && { count: dailyCountJson(notice.count) }),
});
