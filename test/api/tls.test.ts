// HTTPS and secure WebSockets with real certificates: served, renewed while running, and closed to those without TLS or without the certificate that MQTT asks for.

import { once } from "node:events";
import { existsSync } from "node:fs";
import { get as getSecure, request as requestSecure } from "node:https";
import { connect as connectPlain } from "node:net";
import { connect as connectSecure, type TLSSocket } from "node:tls";
import { chromium } from "playwright-core";
import { afterAll, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { type Api, openApi } from "../../src/api/open-api.ts";
import type { ApiTls } from "../../src/api/tls.ts";
import { openCertificates, type Pair } from "../live/certificates.ts";
import { smallGateway, token } from "./open-gateway.ts";

const executablePath = "/usr/bin/chromium";
const runs = existsSync(executablePath) || process.env.CI === "true";

const certificates = openCertificates();
afterAll(() => certificates[Symbol.dispose]());
const first = certificates.own("first");
const second = certificates.own("second");
const client = certificates.signed("E1", first);
const stranger = certificates.own("E2");

type Secure = AsyncDisposable & { readonly api: Api; readonly logged: string[]; readonly mqttClients: () => number };

async function openSecure(tls: ApiTls = first): Promise<Secure> {
  const logged: string[] = [];
  const write = (fields: object, message: string) => void logged.push(`${message} ${JSON.stringify(fields)}`);
  let mqttClients = 0;
  const api = await openApi({
    view: smallGateway().view,
    host: "127.0.0.1",
    port: 0,
    adminToken: token,
    log: { info: write, warn: write, error: write },
    tls,
    onMqttSocket: () => {
      mqttClients += 1;
    },
  });
  return { api, logged, mqttClients: () => mqttClients, [Symbol.asyncDispose]: () => api[Symbol.asyncDispose]() };
}

type Answer = { readonly status: number; readonly cookie: string; readonly body: string };
type Asked = {
  readonly path?: string;
  readonly ca?: Buffer;
  readonly as?: Pair;
  readonly headers?: Record<string, string>;
};
const ask = (
  { api }: Secure,
  { path = "/api/v1/devices", ca = first.cert, as, headers }: Asked = {},
): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const who = as && { cert: as.cert, key: as.key };
    const sent = { authorization: `Bearer ${token}`, ...headers };
    getSecure({ host: "127.0.0.1", port: api.port, path, ca, agent: false, headers: sent, ...who }, async (answer) => {
      const body = (await answer.toArray()).join("");
      resolve({ status: answer.statusCode ?? 0, cookie: String(answer.headers["set-cookie"] ?? ""), body });
    }).on("error", reject);
  });

/** "open", or the status that refused the upgrade. */
const socketTo = async ({ api }: Secure, path: string, as?: Pair): Promise<string> => {
  const who = as && { cert: as.cert, key: as.key };
  const headers = { authorization: `Bearer ${token}` };
  const protocols = path === "/mqtt" ? ["mqtt"] : [];
  const socket = new WebSocket(`wss://127.0.0.1:${api.port}${path}`, protocols, { ca: first.cert, headers, ...who });
  const opened = await new Promise<string>((resolve) => {
    socket.on("open", () => resolve("open"));
    socket.on("unexpected-response", (_request, answer) => resolve(String(answer.statusCode)));
    socket.on("error", (error) => resolve(error.message));
  });
  socket.terminate();
  return opened;
};

describe("over TLS", () => {
  it("serves the API, the login link, a cookie for TLS alone, and the stream", async () => {
    await using secure = await openSecure();
    const { port, loginLink } = secure.api;
    expect(loginLink()).toBe(`https://127.0.0.1:${port}/login?token=${token}`);
    expect((await ask(secure)).status).toBe(200);
    const login = await ask(secure, { path: `/login?token=${token}`, headers: {} });
    expect([login.status, login.cookie]).toEqual([303, expect.stringMatching(/; SameSite=Strict; Secure$/)]);
    expect(await socketTo(secure, "/api/v1/stream")).toBe("open");
    expect([await socketTo(secure, "/mqtt"), secure.mqttClients()]).toEqual(["open", 1]);
    expect(secure.logged).toEqual([]);
  });

  it("speaks TLS 1.2 and newer", async () => {
    await using secure = await openSecure();
    const speak = (version: "TLSv1.1" | "TLSv1.2" | "TLSv1.3"): Promise<string | null> =>
      new Promise((resolve) => {
        const versions = { minVersion: version, maxVersion: version, ciphers: "DEFAULT@SECLEVEL=0" };
        const socket = connectSecure({ host: "127.0.0.1", port: secure.api.port, ca: first.cert, ...versions }, () => {
          resolve(socket.getProtocol());
          socket.destroy();
        });
        socket.on("error", () => resolve(null));
      });
    expect([await speak("TLSv1.1"), await speak("TLSv1.2"), await speak("TLSv1.3")]).toEqual([
      null,
      "TLSv1.2",
      "TLSv1.3",
    ]);
  });

  it("gives new connections the renewed certificate, and lets the open ones go on", async () => {
    await using secure = await openSecure();
    const { port } = secure.api;
    const open = new WebSocket(`wss://127.0.0.1:${port}/api/v1/stream`, {
      ca: first.cert,
      headers: { authorization: `Bearer ${token}` },
    });
    await once(open, "message");
    secure.api.renewTls(second);
    await expect(ask(secure)).rejects.toThrow(/certificate|self-signed/);
    expect((await ask(secure, { ca: second.cert })).status).toBe(200);
    expect(open.readyState).toBe(WebSocket.OPEN);
    open.terminate();
  });

  it("closes the connection of whoever asks without TLS, tells the log once, and serves on", async () => {
    await using secure = await openSecure();
    const plain = async (words: string): Promise<string> => {
      const socket = connectPlain(secure.api.port, "127.0.0.1");
      socket.on("error", () => {});
      const said: (string | Buffer)[] = [];
      socket.on("data", (data) => void said.push(data));
      socket.end(words);
      await once(socket, "close");
      return said.join("");
    };
    for (let i = 0; i < 3; i++) expect(await plain("GET / HTTP/1.1\r\nhost: localhost\r\n\r\n")).not.toContain("200");
    await plain("\0".repeat(500));
    await plain("");
    expect(secure.logged.length).toBe(1);
    expect(secure.logged[0]).toContain("https://");
    expect((await ask(secure)).status).toBe(200);
  });

  it("does not take a page of the same name without TLS for its own", async () => {
    await using secure = await openSecure();
    const { port } = secure.api;
    const login = await ask(secure, { path: `/login?token=${token}` });
    const cookie = login.cookie.split(";", 1)[0] as string;
    const post = (origin: string): Promise<number> =>
      new Promise((resolve, reject) => {
        const path = "/api/v1/tickets/T-000099/accept";
        const headers = { cookie, origin };
        requestSecure(
          { host: "127.0.0.1", port, path, method: "POST", ca: first.cert, agent: false, headers },
          (answer) => {
            answer.resume();
            resolve(answer.statusCode ?? 0);
          },
        )
          .on("error", reject)
          .end();
      });
    expect(await post(`http://127.0.0.1:${port}`)).toBe(403);
    expect(await post(`https://127.0.0.1:${port}`)).toBe(404);
  });
});

describe("with an authority for client certificates", () => {
  it("opens /mqtt to its certificates only, and everything else without one", async () => {
    await using secure = await openSecure({ ...first, ca: first.cert });
    expect([await socketTo(secure, "/mqtt", client), secure.mqttClients()]).toEqual(["open", 1]);
    expect(await socketTo(secure, "/mqtt")).toBe("403");
    expect(await socketTo(secure, "/mqtt", stranger)).toBe("403");
    expect(await socketTo(secure, "/api/v1/stream")).toBe("open");
    expect([(await ask(secure)).status, (await ask(secure, { as: stranger })).status]).toEqual([200, 200]);
    expect(secure.mqttClients()).toBe(1);
  });

  it.runIf(runs)("shows the wall in a browser without one (apt-get install chromium)", async () => {
    await using secure = await openSecure({ ...first, ca: first.cert });
    const browser = await chromium.launch({
      executablePath,
      args: ["--no-sandbox", "--disable-gpu", "--no-first-run"],
    });
    try {
      const page = await (await browser.newContext({ ignoreHTTPSErrors: true })).newPage();
      const stream = page.waitForEvent("websocket");
      await page.goto(secure.api.loginLink());
      const frame = await (await stream).waitForEvent("framereceived");
      expect(String(frame.payload)).toContain('"type":');
      expect(new URL(page.url()).protocol).toBe("https:");
    } finally {
      await browser.close();
    }
  });

  it("takes a renewed authority, and no longer the old one", async () => {
    await using secure = await openSecure({ ...first, ca: first.cert });
    secure.api.renewTls({ ...first, ca: stranger.cert });
    expect(await socketTo(secure, "/mqtt", client)).toBe("403");
    expect(await socketTo(secure, "/mqtt", stranger)).toBe("open");
  });

  it("is not fooled by a resumed session of somebody without a certificate", async () => {
    await using secure = await openSecure({ ...first, ca: first.cert });
    const where = { host: "127.0.0.1", port: secure.api.port, ca: first.cert };
    const say = async (socket: TLSSocket, words: string): Promise<string> => {
      socket.write(words);
      const [answer] = (await once(socket, "data")) as [Buffer];
      return answer.toString();
    };
    const before = connectSecure(where);
    const session = once(before, "session") as Promise<[Buffer]>;
    await say(before, "GET /healthz HTTP/1.1\r\nhost: localhost\r\n\r\n");
    const again = connectSecure({ ...where, session: (await session)[0] });
    const upgrade = ["GET /mqtt HTTP/1.1", "host: localhost", "connection: upgrade", "upgrade: websocket"];
    const key = ["sec-websocket-version: 13", "sec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA=="];
    const words = [...upgrade, ...key, "sec-websocket-protocol: mqtt", "", ""].join("\r\n");
    expect(await say(again, words)).toMatch(/^HTTP\/1\.1 403 /);
    expect(again.isSessionReused()).toBe(true);
    for (const socket of [before, again]) socket.destroy();
  });
});
