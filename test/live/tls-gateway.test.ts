// The whole gateway over TLS: HTTPS and MQTT from the same files, renewed while it runs; a device by its certificate; a revoked device is cut, whoever revoked it.

import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import mqtt, { type MqttClient } from "mqtt";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readSettings } from "../../src/config/settings.ts";
import { createLog } from "../../src/live/log.ts";
import { type Live, startGateway } from "../../src/live/start-gateway.ts";
import { StartupError } from "../../src/live/startup-error.ts";
import type { Site } from "../../src/model/site.ts";
import { openStore } from "../../src/store/open-store.ts";
import { siteFrom } from "../support/test-site.ts";
import { openCertificates } from "./certificates.ts";
import { eventually } from "./live-gateway.ts";

const certificates = openCertificates();
afterAll(() => certificates[Symbol.dispose]());
const authority = certificates.own("authority");
const server = certificates.signed("server", authority);
const lift = certificates.signed("E1", authority);
const renewed = certificates.signed("renewed", authority);
const nobody = certificates.own("E1-of-a-stranger");
const topic = "facility/demo/elevator/E1/telemetry";

const freshData = (): string => mkdtempSync(join(tmpdir(), "anju-secure-"));
type Secure = AsyncDisposable & {
  readonly live: Live;
  readonly data: string;
  readonly cert: string;
  readonly key: string;
};

async function openSecure(site: Site, ...flags: readonly string[]): Promise<Secure> {
  const data = freshData();
  const [cert, key] = [join(data, "cert.pem"), join(data, "key.pem")];
  writeFileSync(cert, server.cert);
  writeFileSync(key, server.key);
  const argv = ["--data", data, "--mqtt-port", "0", "--http-port", "0", "--tls-cert", cert, "--tls-key", key, ...flags];
  const read = readSettings({ argv, env: { ANJU_ADMIN_TOKEN: "test-token" }, cwd: data });
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  const live = await startGateway(read.settings, site, createLog("silent"));
  return {
    live,
    data,
    cert,
    key,
    async [Symbol.asyncDispose]() {
      await live[Symbol.asyncDispose]();
      rmSync(data, { recursive: true, force: true });
    },
  };
}

type Answer = { readonly status: number; readonly name: string; readonly json: Record<string, string> };
const ask = ({ live }: Secure, method: string, path: string, body?: object): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const headers = { authorization: "Bearer test-token", "content-type": "application/json" };
    const where = { host: "127.0.0.1", port: live.httpPort, ca: authority.cert, agent: false } as const;
    request({ ...where, method, path, headers }, async (answer) => {
      const name = (answer.socket as import("node:tls").TLSSocket).getPeerCertificate().subject.CN;
      const said = (await answer.toArray()).join("");
      resolve({ status: answer.statusCode ?? 0, name: String(name), json: said === "" ? {} : JSON.parse(said) });
    })
      .on("error", reject)
      .end(body && JSON.stringify(body));
  });
const connect = ({ live }: Secure, options: mqtt.IClientOptions): Promise<MqttClient> =>
  mqtt.connectAsync(
    `mqtts://127.0.0.1:${live.mqttPort}`,
    { protocolVersion: 4, ca: [authority.cert], reconnectPeriod: 0, ...options },
    false,
  );

describe("the gateway over TLS", () => {
  let site: Site;
  beforeAll(async () => {
    site = await siteFrom();
  });

  it("serves HTTPS and MQTT, and takes a renewed certificate for both without a restart", async () => {
    await using secure = await openSecure(site);
    expect(secure.live.loginLink()).toMatch(/^https:/);
    expect(await ask(secure, "GET", "/healthz")).toMatchObject({ status: 200, name: "server" });
    const client = await connect(secure, {});
    await client.publishAsync(topic, JSON.stringify({ mode: "normal" }), { qos: 1 });
    writeFileSync(secure.cert, renewed.cert);
    writeFileSync(secure.key, renewed.key);
    const health = () => ask(secure, "GET", "/healthz");
    expect((await eventually(health, ({ name }) => name === "renewed")).name).toBe("renewed");
    expect(client.connected).toBe(true);
    await (await connect(secure, {})).endAsync();
    await client.endAsync();
  });

  it("knows a device by its certificate, and lets nobody in without one", async () => {
    await using secure = await openSecure(site, "--tls-ca", authority.certFile, "--host", "0.0.0.0");
    const client = await connect(secure, { cert: lift.cert, key: lift.key });
    await client.publishAsync(topic, JSON.stringify({ mode: "normal" }), { qos: 1 });
    const device = () => ask(secure, "GET", "/api/v1/devices/E1");
    expect((await eventually(device, ({ json }) => json.lastHeardAt !== null)).json.lastHeardAt).toMatch(/^20/);
    await expect(connect(secure, {})).rejects.toThrow();
    await expect(connect(secure, { cert: nobody.cert, key: nobody.key })).rejects.toThrow();
    await client.endAsync();
    const url = `wss://127.0.0.1:${secure.live.httpPort}/mqtt`;
    const wsOptions = { ca: authority.cert, cert: lift.cert, key: lift.key };
    const web = await mqtt.connectAsync(url, { protocolVersion: 4, reconnectPeriod: 0, wsOptions }, false);
    await web.publishAsync(topic, JSON.stringify({ mode: "normal", speed: 1 }), { qos: 1 });
    await web.endAsync();
  });

  it("cuts a device that is revoked or rotated, through the API or by another program, and only that one", async () => {
    await using secure = await openSecure(site);
    const add = async (id: string, type = "device"): Promise<mqtt.IClientOptions> => {
      const { json } = await ask(secure, "POST", "/api/v1/credentials", { id, type });
      return { username: id, password: json.secret as string };
    };
    const [first, second] = [await add("E1"), await add("C1")];
    const screen = await connect(secure, await add("screen", "reader"));
    const lost = async (client: MqttClient, act: () => unknown): Promise<void> => {
      const closed = new Promise<void>((resolve) => client.once("close", () => resolve()));
      await act();
      await closed;
    };
    const one = await connect(secure, first);
    await lost(one, () => ask(secure, "POST", "/api/v1/credentials/E1/rotate", {}));
    await expect(connect(secure, first)).rejects.toThrow();
    const other = await connect(secure, second);
    await lost(other, () => {
      using beside = openStore(secure.data);
      beside.credentials.revoke("C1");
    });
    await expect(connect(secure, second)).rejects.toThrow();
    expect(screen.connected).toBe(true);
    await lost(screen, () => ask(secure, "DELETE", "/api/v1/credentials/screen"));
  });

  it("does not start with a key of another certificate, and leaves nothing behind", async () => {
    const data = freshData();
    const argv = ["--data", join(data, "own"), "--tls-cert", server.certFile, "--tls-key", lift.keyFile];
    const read = readSettings({ argv: [...argv, "--mqtt-port", "0", "--http-port", "0"], env: {}, cwd: data });
    if (!read.ok) throw new Error(JSON.stringify(read.problems));
    const failure = await startGateway(read.settings, site, createLog("silent")).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(StartupError);
    expect((failure as StartupError).text.en).toContain("--tls-key (ANJU_TLS_KEY)");
    expect(readdirSync(data)).toEqual([]);
    rmSync(data, { recursive: true });
  });
});
