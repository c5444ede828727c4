// Credentials over HTTP, with the real store behind them: secrets are shown once, refusals have their codes, strangers see nothing.

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createCredentialActs } from "../../src/live/credential-acts.ts";
import { openStore, type Store } from "../../src/store/open-store.ts";
import { temporaryFolder } from "../store/temporary-folder.ts";
import { type OpenGateway, openGateway, start, token } from "./open-gateway.ts";

const path = "/api/v1/credentials";
const folder = temporaryFolder();
let store: Store;
let open: OpenGateway;
let changes = 0;
beforeAll(async () => {
  store = openStore(folder.path);
  const credentials = createCredentialActs({
    credentials: store.credentials,
    isDevice: (id) => ["C1", "E1", "L1"].includes(id),
    now: () => start,
    onChange: () => {
      changes += 1;
    },
  });
  open = await openGateway(undefined, { credentials });
});
afterAll(async () => {
  await open[Symbol.asyncDispose]();
  store[Symbol.dispose]();
  folder[Symbol.dispose]();
});
const remove = (id: string, headers: Record<string, string> = { authorization: `Bearer ${token}` }) =>
  open.get(`${path}/${id}`, { method: "DELETE", headers });
const rotate = (id: string) => open.post(`${path}/${id}/rotate`, {});

describe("credentials over HTTP", () => {
  it("are added with a secret that opens, listed without it, rotated and revoked", async () => {
    const made = await open.post(path, { id: "E1" });
    expect([made.status, made.headers.get("location")]).toEqual([201, `${path}/E1`]);
    expect(made.headers.get("cache-control")).toBe("no-store");
    const { secret, ...rest } = made.json;
    expect(rest).toEqual({ id: "E1", type: "device", createdAt: "2026-03-01T00:00:00Z" });
    expect(store.credentials.verify("E1", secret)).toEqual({ id: "E1", type: "device" });
    const reader = await open.post(path, { id: "dash", type: "reader" });
    expect(reader.json.type).toBe("reader");

    const listed = await open.get(path);
    expect(listed.json).toEqual({
      items: [rest, { id: "dash", type: "reader", createdAt: "2026-03-01T00:00:00Z" }],
      next: null,
    });
    expect((await open.get(`${path}?limit=1`)).json).toMatchObject({ items: [{ id: "E1" }], next: "E1" });
    expect((await open.get(`${path}?limit=1&cursor=E1`)).json).toMatchObject({ items: [{ id: "dash" }], next: null });

    const renewed = await rotate("dash");
    expect([renewed.status, renewed.json.type]).toEqual([200, "reader"]);
    expect(store.credentials.verify("dash", reader.json.secret)).toBeNull();
    expect(store.credentials.verify("dash", renewed.json.secret)).toEqual({ id: "dash", type: "reader" });

    const before = changes;
    const revoked = await remove("E1");
    expect([revoked.status, revoked.text, changes]).toEqual([204, "", before + 1]);
    expect(store.credentials.verify("E1", secret)).toBeNull();
    expect(open.logged.join()).not.toContain(secret);
  });

  it("are refused with a code each, and nothing changes", async () => {
    await open.post(path, { id: "C1" });
    const before = [store.credentials.list(), changes];
    const code = async (asked: Promise<{ status: number; json: { code: string } }>) => {
      const { status, json } = await asked;
      return [status, json.code];
    };
    expect(await code(open.post(path, { id: "C1" }))).toEqual([409, "credential-exists"]);
    expect(await code(open.post(path, { id: "C9" }))).toEqual([404, "unknown-device"]);
    expect(await code(open.post(path, { id: "L1", type: "reader" }))).toEqual([422, "bad-reader-name"]);
    expect(await code(open.post(path, { id: "a/#", type: "reader" }))).toEqual([422, "bad-reader-name"]);
    expect(await code(open.post(path, { id: "x", type: "gateway" }))).toEqual([400, "bad-request"]);
    expect(await code(open.post(path, { id: "x", type: "source" }))).toEqual([400, "bad-request"]);
    expect(await code(open.post(path, { id: "L1", secret: "mine" }))).toEqual([400, "bad-request"]);
    expect(await code(open.post(path, {}))).toEqual([400, "bad-request"]);
    expect(await code(rotate("L1"))).toEqual([404, "unknown-credential"]);
    expect(await code(remove("L1"))).toEqual([404, "unknown-credential"]);
    expect([store.credentials.list(), changes]).toEqual(before);
  });

  it("are for the administrator alone", async () => {
    for (const headers of [{}, { authorization: "Bearer wrong" }] as Record<string, string>[]) {
      expect((await open.get(path, { headers })).status).toBe(401);
      expect((await open.post(path, { id: "L1" }, { headers })).status).toBe(401);
      expect((await remove("C1", headers)).status).toBe(401);
    }
    expect(store.credentials.list().map(({ id }) => id)).toEqual(["C1", "dash"]);
  });

  it("are described, each route with its answers", async () => {
    const { json } = await open.get("/api/v1/openapi.json");
    const methods = (at: string) => Object.keys(json.paths[at]).sort();
    expect([methods(path), methods(`${path}/{id}`), methods(`${path}/{id}/rotate`)]).toEqual([
      ["get", "post"],
      ["delete"],
      ["post"],
    ]);
    expect(Object.keys(json.paths[`${path}/{id}`].delete.responses)).toEqual(["204", "4XX"]);
    const answer = (at: string, method: string, status: string) =>
      json.paths[at][method].responses[status].content["application/json"].schema.properties;
    expect(Object.keys(answer(path, "get", "200").items.items.properties)).toEqual(["id", "type", "createdAt"]);
    expect(Object.keys(answer(path, "post", "201"))).toEqual(["id", "type", "createdAt", "secret"]);
  });

  it("are not there where the server was opened without them", async () => {
    await using without = await openGateway();
    expect([(await without.get(path)).json.code, (await without.post(path, { id: "E1" })).json.code]).toEqual([
      "not-found",
      "not-found",
    ]);
  });
});
