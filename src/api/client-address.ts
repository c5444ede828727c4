// Whom a limit counts: the address a request came from, also behind a reverse proxy on this machine.

import type { IncomingMessage } from "node:http";
import { isIPv6 } from "node:net";

const isLocal = (address: string): boolean => address === "::1" || address.startsWith("127.");

/**
 * The peer's address; where that is this machine and a proxy speaks for somebody else, the last address the proxy wrote
 * into X-Forwarded-For. An IPv6 household has a /64 to choose from, so that is what counts.
 */
export function clientAddress(request: IncomingMessage): string {
  const peer = (request.socket.remoteAddress ?? "").replace(/^::ffff:(?=\d+\.)/i, "");
  const forwarded = String(request.headers["x-forwarded-for"] ?? "")
    .split(",")
    .at(-1)
    ?.trim();
  const address = isLocal(peer) && forwarded ? forwarded.slice(0, 64) : peer;
  if (!isIPv6(address)) return address;
  const [head = "", tail] = address.toLowerCase().split("%", 1).join("").split("::");
  const start = head.split(":").filter((group) => group !== "");
  const end = (tail ?? "").split(":").filter((group) => group !== "");
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - start.length - end.length);
  return [...start, ...Array.from({ length: zeros }, () => "0"), ...end].slice(0, 4).join(":");
}
