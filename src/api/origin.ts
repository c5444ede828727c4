// Who may talk to us through a browser: refuses foreign Host names (DNS rebinding) and foreign origins (request forgery).

import type { IncomingMessage } from "node:http";
import { isIP } from "node:net";
import type { Text } from "../model/text.ts";
import { bearerOf } from "./door.ts";

/** Host name of a Host header or authority, lower case and without brackets; undefined when it is none. */
function hostName(authority: string | undefined): string | undefined {
  if (!authority || !URL.canParse(`http://${authority}`)) return undefined;
  return new URL(`http://${authority}`).hostname.toLowerCase().replace(/^\[|\]$/g, "");
}

export type OriginCheck = (request: IncomingMessage, changes: boolean) => Text | undefined;

/**
 * Answers why a request is refused, or undefined. A Host must be an address, a loopback name, the bound host or the
 * public URL's host: a rebinding attack needs a name of its own. With `changes` (POST, WebSocket) an Origin, where the
 * client sends one, must be our own; where we serve TLS ourselves (`secure`), by https only. Bearers of a token are exempt: a foreign page does not know it.
 */
export function createOriginCheck(bound: string, publicUrl: string | undefined, secure = false): OriginCheck {
  const open = publicUrl === undefined ? undefined : new URL(publicUrl);
  const names = new Set(["localhost", bound.toLowerCase(), ...(open ? [open.hostname.toLowerCase()] : [])]);
  const known = (name: string): boolean => names.has(name) || name.endsWith(".localhost") || isIP(name) !== 0;
  return (request, changes) => {
    if (bearerOf(request) !== undefined) return undefined;
    const name = hostName(request.headers.host);
    if (name === undefined || !known(name))
      return {
        en: "The Host header names a place this gateway does not answer for. Use its address, or set --public-url (ANJU_PUBLIC_URL).",
        zh: "请求的主机名不属于本网关。请使用网关地址访问，或设置 --public-url（ANJU_PUBLIC_URL）。",
      };
    const origin = request.headers.origin;
    if (!changes || origin === undefined) return undefined;
    const page = URL.canParse(origin) ? new URL(origin) : undefined;
    const own = page?.host === request.headers.host && (!secure || page?.protocol === "https:");
    if (own || origin === open?.origin) return undefined;
    return {
      en: "A page of another origin may not do this. Open the wall at this gateway's own address, or set --public-url (ANJU_PUBLIC_URL).",
      zh: "不允许其他来源的网页执行此操作。请从本网关自己的地址打开大屏，或设置 --public-url（ANJU_PUBLIC_URL）。",
    };
  };
}

/** The peer is this machine itself, and no proxy speaks for somebody else. */
export function isLoopback(request: IncomingMessage): boolean {
  const address = request.socket.remoteAddress ?? "";
  const local = address === "::1" || address.startsWith("127.") || address.startsWith("::ffff:127.");
  return local && !["x-forwarded-for", "x-real-ip", "forwarded"].some((header) => header in request.headers);
}
