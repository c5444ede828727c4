// HTTPS: how the server is opened with a certificate, and what it says to those who come without TLS.

import type { Server } from "node:http";
import type { Server as SecureServer } from "node:https";
import type { Log } from "./log.ts";

/** PEM texts. With `ca`, clients of /mqtt must show a certificate of that authority; browsers need none. */
export type ApiTls = {
  readonly cert: string | Buffer;
  readonly key: string | Buffer;
  readonly ca?: string | Buffer;
};

const HANDSHAKE_WITHIN = 10_000;
const TOLD_EVERY = 60_000;

const contextOf = ({ cert, key, ca }: ApiTls) => ({
  cert,
  key,
  ...(ca !== undefined && { ca }),
  minVersion: "TLSv1.2" as const,
});

/** Options of the server. A client certificate is asked for, never demanded: /mqtt looks at it, see upgrade.ts. */
export const serverOptions = (tls: ApiTls) => ({
  ...contextOf(tls),
  handshakeTimeout: HANDSHAKE_WITHIN,
  ...(tls.ca !== undefined && { requestCert: true, rejectUnauthorized: false }),
});

/** New connections get the new certificate; those that are open go on. */
export const renewServer = (server: Server, tls: ApiTls): void =>
  (server as SecureServer).setSecureContext(contextOf(tls));

/** Ends connections that do not speak TLS, and says in the log, at most once a minute, what to do. */
export function endPlainConnections(server: Server, log: Log): void {
  let toldAt = Number.NEGATIVE_INFINITY;
  server.prependListener("tlsClientError", (error: NodeJS.ErrnoException) => {
    const at = performance.now();
    if (error.code !== "ERR_SSL_HTTP_REQUEST" || at - toldAt < TOLD_EVERY) return;
    toldAt = at;
    const hint = {
      en: "Somebody asks for http:// on the HTTPS port and is turned away: give out the https:// address.",
      zh: "有客户端以 http:// 访问 HTTPS 端口，已被断开：请使用 https:// 地址。",
    };
    log.warn({ hint }, "a request without TLS was refused");
  });
}
