// The embedded broker's TCP or TLS port: counts connections per address before a byte is read, and names the device of a certificate.

import { type AddressInfo, createServer, type Socket } from "node:net";
import { createServer as createTlsServer, type TLSSocket, type Server as TlsServer } from "node:tls";
import type { Peer } from "./connection.ts";
import { certifiedDevice } from "./device-certificate.ts";
import type { TlsFiles } from "./embedded-options.ts";
import { listen } from "./listen.ts";
import { isLoopback } from "./peer-address.ts";

export type Sockets = {
  readonly port: () => number;
  readonly open: () => Promise<void>;
  readonly renewTls: (files: TlsFiles) => void;
  /** Takes no more; resolves when the last connection has gone. */
  readonly close: () => Promise<void>;
};

/** Nothing is read before `admit` has agreed; `leave` follows each that it let in. TLS 1.2 or newer. */
export const createSockets = (options: {
  readonly host: string;
  readonly port: number;
  readonly tls: TlsFiles | undefined;
  readonly handshakeWithin: number;
  readonly isDevice: (id: string) => boolean;
  readonly admit: (address: string) => boolean;
  readonly leave: (address: string) => void;
  /** A TLS handshake failed: no TLS, no certificate, one that nobody here signed. */
  readonly refused: (address: string, error: string) => void;
  readonly take: (socket: Socket, peer: Peer) => void;
}): Sockets => {
  const { take } = options;
  const peerOf = (socket: Socket): { readonly address: string; readonly loopback: boolean } => ({
    address: socket.remoteAddress ?? "unknown",
    loopback: isLoopback(socket.remoteAddress),
  });
  const takeSecure = (socket: TLSSocket): void => {
    const certified = socket.authorized ? certifiedDevice(socket.getPeerCertificate(), options.isDevice) : undefined;
    take(socket, { ...peerOf(socket), ...(certified === undefined ? {} : { certified }) });
  };
  /** It never listens: our own server hands it sockets, so that a renewed one can take its place. */
  const secure = (files: TlsFiles): TlsServer => {
    const wanted = files.ca === undefined ? {} : { requestCert: true, rejectUnauthorized: true };
    const settings = { ...files, ...wanted, minVersion: "TLSv1.2", handshakeTimeout: options.handshakeWithin } as const;
    const created = createTlsServer(settings, takeSecure);
    created.on("tlsClientError", (error, socket) => {
      options.refused(socket.remoteAddress ?? "unknown", error.message);
      socket.destroy();
    });
    return created;
  };
  let tls = options.tls === undefined ? null : secure(options.tls);

  // Half open: who sends its last message and its end in one breath is still heard, and answered.
  const how = { allowHalfOpen: true, noDelay: true, keepAlive: true, keepAliveInitialDelay: 60_000 };
  const server = createServer(how, (socket) => {
    const peer = peerOf(socket);
    if (!options.admit(peer.address)) {
      socket.destroy();
      return;
    }
    socket.once("close", () => options.leave(peer.address));
    if (tls === null) take(socket, peer);
    else {
      socket.on("error", () => {});
      tls.emit("connection", socket);
    }
  });

  return {
    port: () => (server.address() as AddressInfo).port,
    open: () => listen(server, options.host, options.port),
    renewTls: (files) => {
      if (tls !== null) tls = secure(files);
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
};
