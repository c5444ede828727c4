// A message as the plain text that chat robots take: title, body, then what must never be cut off (link, mentions).

import type { Message } from "./channel.ts";
import { truncate, utf8Bytes } from "./truncate.ts";

/**
 * Title, body, link and `extra`, one below the other, in the message's language, at most `limit` in the unit of `size`.
 * Where it is too long, the body loses its end; link and `extra` stay whole.
 */
export function plainText(message: Message, limit: number, size = utf8Bytes, extra = ""): string {
  const { title, body, url = "", language } = message;
  const tail = [url, extra].map((line) => (line === "" ? "" : `\n${line}`)).join("");
  const head = truncate(`${title[language]}\n${body[language]}`, limit - size(tail), size);
  return truncate(`${head}${tail}`, limit, size);
}
