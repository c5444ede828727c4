// The playlists against local servers that answer as Grafana documents it: by the interface of 10 to 12 and by the one that replaces it; made once, brought up to date twice.

import { expect, it } from "vitest";
import { playlists, putPlaylists } from "../../grafana/provision-playlists.ts";
import { run } from "../commands/program.ts";
import { type Heard, openFakeInflux as openServer, type Reply } from "../history/fake-influx.ts";
import { freePort } from "../history/influxd.ts";

const token = "s3cret-token";
const json = (status: number, body: unknown): Reply => ({ status, body: JSON.stringify(body) });

/** /api/playlists of Grafana 10 to 12. */
function older(kept: Map<string, { name: string }>) {
  return ({ method, url, body }: Heard): Reply | null => {
    const [, uid] = /^\/api\/playlists(?:\/(.+))?$/.exec(url.pathname) ?? [];
    if (!url.pathname.startsWith("/api/playlists")) return null;
    if (method === "GET")
      return json(
        200,
        [...kept].map(([key, { name }]) => ({ uid: key, name, interval: "1m" })),
      );
    const key = uid ?? `p${kept.size}`;
    kept.set(key, JSON.parse(body));
    return json(200, { uid: key });
  };
}

/** The resources of Grafana 13, where /api/playlists is gone. */
function newer(kept: Map<string, { metadata: { name: string; resourceVersion?: string } }>) {
  return ({ method, url, body }: Heard): Reply | null => {
    const path = "/apis/playlist.grafana.app/v1/namespaces/default/playlists";
    if (!url.pathname.startsWith(path)) return null;
    const name = url.pathname.slice(path.length + 1);
    const known = kept.get(name);
    if (method === "GET") return known ? json(200, known) : json(404, { code: 404 });
    const sent = JSON.parse(body);
    if (method === "PUT" && sent.metadata.resourceVersion !== known?.metadata.resourceVersion) return json(409, {});
    if (method === "POST" && kept.has(sent.metadata.name)) return json(409, {});
    const version = String(Number(known?.metadata.resourceVersion ?? 0) + 1);
    kept.set(sent.metadata.name, { ...sent, metadata: { ...sent.metadata, resourceVersion: version } });
    return json(method === "POST" ? 201 : 200, sent);
  };
}

it("by /api/playlists: twice gives two playlists", async () => {
  const kept = new Map();
  await using server = await openServer(older(kept));
  for (let round = 0; round < 2; round++)
    expect(await putPlaylists({ url: server.url, token })).toEqual([
      `${server.url}/playlists/play/p0?kiosk`,
      `${server.url}/playlists/play/p1?kiosk`,
    ]);
  expect(
    [...kept.values()].map(({ name, items }) => [name, items.map(({ value }: { value: string }) => value)]),
  ).toEqual(playlists.map(({ name, boards }) => [name, boards]));
  expect(server.heard.every(({ headers }) => headers.authorization === `Bearer ${token}`)).toBe(true);
});

it("by resources: twice gives two playlists", async () => {
  const kept = new Map();
  await using server = await openServer(newer(kept));
  for (let round = 0; round < 2; round++)
    expect(await putPlaylists({ url: server.url, token: "admin:s3cret" })).toEqual(
      playlists.map(({ uid }) => `${server.url}/playlists/play/${uid}?kiosk`),
    );
  expect([...kept.keys()]).toEqual(playlists.map(({ uid }) => uid));
  expect(kept.get("anju-wall-zh").metadata.resourceVersion).toBe("2");
  const basic = `Basic ${Buffer.from("admin:s3cret").toString("base64")}`;
  expect(server.heard.every(({ headers }) => headers.authorization === basic)).toBe(true);
});

it("the command says what is wrong, in words, without the token", async () => {
  await using refusing = await openServer(() => json(403, { message: "forbidden" }));
  await using empty = await openServer(() => null);
  const cases: readonly (readonly [Record<string, string>, RegExp])[] = [
    [{}, /^Usage: ANJU_GRAFANA_URL/],
    [{ ANJU_GRAFANA_URL: refusing.url, ANJU_GRAFANA_TOKEN: token }, /role Editor/],
    [{ ANJU_GRAFANA_URL: empty.url, ANJU_GRAFANA_TOKEN: token }, /knows no playlists/],
    [
      { ANJU_GRAFANA_URL: `http://127.0.0.1:${await freePort()}`, ANJU_GRAFANA_TOKEN: token },
      /No Grafana answers.*ECONNREFUSED/,
    ],
  ];
  for (const [env, words] of cases) {
    const { code, err } = await run(["grafana", "playlists"], env);
    expect(code).toBe(2);
    expect(err).toMatch(words);
    expect(err).not.toContain("s3cret");
  }
});
