// The playlists of the wall. Grafana reads none from files, in no version: they are made over its HTTP interface, by /api/playlists (10 to 12) or the resources that replace it (12 and newer).

import { type Language, type Text, text } from "../src/model/text.ts";

/** Boards that take turns on the screen of the monitoring centre, in this order. */
const shown = ["wall", "tickets", "coverage", "elevator", "pump", "health"];

export type Playlist = {
  readonly uid: string;
  readonly name: string;
  readonly interval: string;
  readonly boards: readonly string[];
};

const playlist = (language: Language, name: string): Playlist => ({
  uid: `anju-wall-${language}`,
  name,
  interval: "30s",
  boards: shown.map((board) => `anju-${language}-${board}`),
});
export const playlists: readonly Playlist[] = [playlist("zh", "安居大屏"), playlist("en", "Anju wall")];

export type GrafanaAccess = {
  /** Without a slash at its end. */
  readonly url: string;
  /** Of a service account with the role Editor or Admin; or `user:password`. */
  readonly token: string;
};

/** What went wrong, and what to do; never with the token. */
export class GrafanaRefused extends Error {
  readonly hint: Text;
  constructor(hint: Text) {
    super(hint.en);
    this.hint = hint;
  }
}

type Answer = { readonly status: number; readonly body: unknown };

async function ask({ url, token }: GrafanaAccess, method: string, path: string, body?: object): Promise<Answer> {
  const isPassword = token.includes(":");
  const authorization = isPassword ? `Basic ${Buffer.from(token).toString("base64")}` : `Bearer ${token}`;
  const answer = await fetch(url + path, {
    method,
    headers: { authorization, accept: "application/json", ...(body && { "content-type": "application/json" }) },
    ...(body && { body: JSON.stringify(body) }),
    redirect: "manual",
    signal: AbortSignal.timeout(10_000),
  }).catch((error: Error) => {
    const why = (error.cause as NodeJS.ErrnoException | undefined)?.code ?? error.message;
    throw new GrafanaRefused(
      text(
        `No Grafana answers at ${url} (${why}). Start it, or check ANJU_GRAFANA_URL.`,
        `${url} 没有 Grafana 应答（${why}）。请启动它，或检查 ANJU_GRAFANA_URL。`,
      ),
    );
  });
  const said = await answer.text();
  if (answer.status === 401 || answer.status === 403)
    throw new GrafanaRefused(
      text(
        `Grafana at ${url} does not let this token make playlists (HTTP ${answer.status}). ANJU_GRAFANA_TOKEN must be the token of a service account with the role Editor, or user:password.`,
        `${url} 的 Grafana 不允许该令牌创建播放列表（HTTP ${answer.status}）。ANJU_GRAFANA_TOKEN 须为 Editor 角色服务账号的令牌，或“用户名:密码”。`,
      ),
    );
  if (answer.status !== 404 && answer.status >= 300)
    throw new GrafanaRefused(
      text(
        `Grafana at ${url} answered ${answer.status} to ${method} ${path}. Is it Grafana 10 or newer?`,
        `${url} 的 Grafana 对 ${method} ${path} 答复 ${answer.status}。它是 Grafana 10 或更新版本吗？`,
      ),
    );
  try {
    return { status: answer.status, body: JSON.parse(said) };
  } catch {
    return { status: answer.status, body: null };
  }
}

/** `interval` and items as both interfaces write them. */
const itemsOf = ({ boards }: Playlist): readonly object[] =>
  boards.map((value, index) => ({ type: "dashboard_by_uid", value, order: index + 1, title: value }));

async function putLegacy(access: GrafanaAccess, known: unknown, one: Playlist): Promise<string> {
  const list = Array.isArray(known) ? (known as readonly { readonly uid?: string; readonly name?: string }[]) : [];
  const there = list.find(({ name }) => name === one.name)?.uid;
  const body = { name: one.name, interval: one.interval, items: itemsOf(one) };
  if (there !== undefined) await ask(access, "PUT", `/api/playlists/${encodeURIComponent(there)}`, body);
  const uid = there ?? ((await ask(access, "POST", "/api/playlists", body)).body as { uid?: string } | null)?.uid;
  return `/playlists/play/${uid ?? ""}?kiosk`;
}

async function putResource(access: GrafanaAccess, one: Playlist): Promise<string> {
  const path = "/apis/playlist.grafana.app/v1/namespaces/default/playlists";
  const known = await ask(access, "GET", `${path}/${one.uid}`);
  const { metadata } = (known.body ?? {}) as { metadata?: { resourceVersion?: string } };
  const isThere = known.status < 300;
  const resource = {
    apiVersion: "playlist.grafana.app/v1",
    kind: "Playlist",
    metadata: { name: one.uid, ...(isThere && { resourceVersion: metadata?.resourceVersion }) },
    spec: {
      title: one.name,
      interval: one.interval,
      items: one.boards.map((value) => ({ type: "dashboard_by_uid", value })),
    },
  };
  const made = await ask(access, isThere ? "PUT" : "POST", isThere ? `${path}/${one.uid}` : path, resource);
  if (made.status === 404)
    throw new GrafanaRefused(
      text(
        `Grafana at ${access.url} knows no playlists. Is it Grafana 10 or newer?`,
        `${access.url} 的 Grafana 没有播放列表接口。它是 Grafana 10 或更新版本吗？`,
      ),
    );
  return `/playlists/play/${one.uid}?kiosk`;
}

/** Makes each playlist, or brings it up to date; gives where each is played. @throws GrafanaRefused */
export async function putPlaylists(access: GrafanaAccess): Promise<readonly string[]> {
  const known = await ask(access, "GET", "/api/playlists");
  const paths: string[] = [];
  for (const one of playlists)
    paths.push(known.status === 404 ? await putResource(access, one) : await putLegacy(access, known.body, one));
  return paths.map((path) => access.url + path);
}
