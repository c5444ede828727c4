// WebSocket upgrades on the HTTP port: /api/v1/stream for walls, /mqtt handed to the broker, anything else refused.

import type { IncomingMessage, Server } from "node:http";
import type { Duplex } from "node:stream";
import type { TLSSocket } from "node:tls";
import { type WebSocket, WebSocketServer } from "ws";
import type { ErrorCode } from "../model/error-code.ts";
import type { Text } from "../model/text.ts";
import type { Door } from "./door.ts";
import type { OriginCheck } from "./origin.ts";
import { problem } from "./problem.ts";

const mqttProtocols = ["mqtt", "mqttv3.1"];

export type Upgrades = {
  readonly door: Door;
  readonly checkOrigin: OriginCheck;
  /** Clients of /mqtt must have shown a certificate that the server trusts. */
  readonly needsCertificate: boolean;
  readonly onStream: (socket: WebSocket) => void;
  /** Missing: there is no broker behind this server, and /mqtt is refused. */
  readonly onMqttSocket?: (socket: WebSocket, request: IncomingMessage) => void;
};

/** Answers an upgrade with a problem document and ends the connection. */
function refuseUpgrade(socket: Duplex, code: ErrorCode, detail?: Text): void {
  const document = problem(code, detail);
  const body = JSON.stringify(document);
  const head = [
    `HTTP/1.1 ${document.status} ${code}`,
    "content-type: application/problem+json",
    `content-length: ${Buffer.byteLength(body)}`,
    "connection: close",
  ];
  socket.end(`${head.join("\r\n")}\r\n\r\n${body}`);
}

/** Listens for upgrades on the server; disposing it cuts every connection that was upgraded. The MQTT socket's own CONNECT says who it is, so it needs no session here. */
export function acceptUpgrades(server: Server, options: Upgrades): Disposable {
  const { door, checkOrigin, needsCertificate, onStream, onMqttSocket } = options;
  // The server forgets a connection that is upgraded, yet waits for it when it closes: so they are kept here.
  const upgraded = new Set<Duplex>();
  const walls = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: 4096,
  });
  const brokers = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: 1024 * 1024,
    handleProtocols: (offered) => mqttProtocols.find((name) => offered.has(name)) ?? false,
  });

  server.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    upgraded.add(socket);
    socket.on("close", () => upgraded.delete(socket));
    socket.on("error", () => socket.destroy());
    const path = (request.url ?? "").split("?", 1)[0];
    const foreign = checkOrigin(request, true);
    if (foreign) return refuseUpgrade(socket, "forbidden", foreign);
    if (path === "/api/v1/stream") {
      if (!door.mayEnter(request)) return refuseUpgrade(socket, "unauthorized");
      return walls.handleUpgrade(request, socket, head, onStream);
    }
    if (path !== "/mqtt" || !onMqttSocket) return refuseUpgrade(socket, "not-found");
    if (needsCertificate && !(request.socket as TLSSocket).authorized)
      return refuseUpgrade(socket, "forbidden", {
        en: "MQTT clients need a certificate of this gateway's authority (--tls-ca).",
        zh: "MQTT 客户端须出示本网关认可的机构（--tls-ca）签发的证书。",
      });
    const offered = (request.headers["sec-websocket-protocol"] ?? "").split(",").map((name) => name.trim());
    if (!mqttProtocols.some((name) => offered.includes(name)))
      return refuseUpgrade(socket, "bad-request", {
        en: 'Offer the WebSocket subprotocol "mqtt" (Sec-WebSocket-Protocol).',
        zh: "请在 Sec-WebSocket-Protocol 中声明子协议“mqtt”。",
      });
    brokers.handleUpgrade(request, socket, head, (client) => onMqttSocket(client, request));
  });
  return {
    [Symbol.dispose]: () => {
      for (const socket of upgraded) socket.destroy();
    },
  };
}
