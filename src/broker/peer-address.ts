// Tells local connections from remote ones, for TCP sockets and for browsers that arrive through the web server.

import type { IncomingMessage } from "node:http";

/** True for 127.0.0.0/8, ::1 and their IPv4-mapped forms. */
export const isLoopback = (address: string | undefined): boolean =>
  address !== undefined && (address === "::1" || /^(::ffff:)?127\.\d+\.\d+\.\d+$/i.test(address));

const loopbackNames = new Set(["localhost", "127.0.0.1", "[::1]"]);

const hostOf = (origin: string): URL | null => (URL.canParse(origin) ? new URL(origin) : null);

/**
 * Judges a WebSocket upgrade. `allowed` is false when a page of another site opened it (its Origin is not this host).
 * `loopback` is true only for a direct connection of this machine: not through a proxy, and not under a foreign host
 * name that merely resolves here.
 */
export const judgeUpgrade = (request: IncomingMessage): { readonly allowed: boolean; readonly loopback: boolean } => {
  const { origin, host } = request.headers;
  const proxied = request.headers["x-forwarded-for"] !== undefined || request.headers.forwarded !== undefined;
  const direct = isLoopback(request.socket.remoteAddress) && !proxied;
  if (origin === undefined) return { allowed: true, loopback: direct };
  const page = hostOf(origin);
  return {
    allowed: page !== null && page.host === host?.toLowerCase(),
    loopback: direct && page !== null && loopbackNames.has(page.hostname),
  };
};
