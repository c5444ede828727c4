// The data folder of version 0.1, as that version wrote it, opened by this one: everything is carried over, once, and for good.

import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import mqtt from "mqtt";
import { expect, it } from "vitest";
import type { FaultJson } from "../../src/model/fault-json.ts";
import type { Site } from "../../src/model/site.ts";
import type { TicketJson } from "../../src/model/ticket-json.ts";
import { openFakeInflux } from "../history/fake-influx.ts";
import { openReceiver } from "../notify/receiver.ts";
import { siteFrom } from "../support/test-site.ts";
import { eventually } from "./live-gateway.ts";
import { openOnFolder } from "./open-on-folder.ts";

const snapshot = join(import.meta.dirname, "../store/data-folder-of-0.1");
/** Just after the gateway of then was stopped; and whole days from there to now: the folder is always one of the last 24 hours. */
const STOPPED = Date.parse("2026-11-21T21:55:00Z");
const DAY = 86_400_000;
const shift = Math.floor((Date.now() - STOPPED) / DAY) * DAY;
/** A file of the snapshot, its instants moved: epoch milliseconds, the nanoseconds of line protocol, ISO 8601. */
const read = (name: string): string =>
  readFileSync(join(snapshot, name), "utf8")
    .replace(/\b(179\d{10})(000000)?\b/g, (_, at: string, nano = "") => `${Number(at) + shift}${nano}`)
    .replace(/\b2026-11-2\dT[\d:.]+Z/g, (at) => new Date(Date.parse(at) + shift).toISOString());
const secrets = JSON.parse(read("secrets.json")) as Readonly<Record<string, string>>;
type Seen = {
  tickets: readonly TicketJson[];
  faults: readonly FaultJson[];
  devices: readonly { id: string; points: object }[];
};
const seen = JSON.parse(read("seen.json")) as Seen;

/** The folder as version 0.1 left it, in binary form. */
function formerFolder(): Disposable & { readonly path: string } {
  const root = mkdtempSync(join(tmpdir(), "anju-upgrade-"));
  const path = join(root, "data");
  mkdirSync(path, { mode: 0o700 });
  for (const name of ["anju", "history"]) {
    using database = new DatabaseSync(join(path, `${name}.db`));
    database.exec(read(`${name}.sql`));
    database.exec("PRAGMA journal_mode = WAL");
  }
  for (const name of ["server.key", "admin.token"]) cpSync(join(snapshot, name), join(path, name));
  return { path, [Symbol.dispose]: () => rmSync(root, { recursive: true, force: true }) };
}

const token = read("admin.token").trim();
const open = (data: string, site: Site, ...flags: readonly string[]) => openOnFolder(data, site, token, ...flags);
type Opened = Awaited<ReturnType<typeof openOnFolder>>;
const itemsOf = async <T>(gateway: Opened, path: string): Promise<readonly T[]> =>
  (await gateway.get<{ items: readonly T[] }>(path)).items;

/** What a later time does not change: deadlines run on, and a fault of silence may have ended or begun. */
const lasting = ({ id, asset, fault, severity, openedAt, owner, assignee, events }: TicketJson, count: number) => ({
  ...{ id, asset, fault, severity, openedAt, owner, assignee },
  events: events.slice(0, count),
});

async function expectCarriedOver(gateway: Opened): Promise<void> {
  const tickets = await itemsOf<TicketJson>(gateway, "/api/v1/tickets?limit=200");
  for (const former of seen.tickets) {
    const now = tickets.find(({ id }) => id === former.id) as TicketJson;
    expect(lasting(now, former.events.length)).toEqual(lasting(former, former.events.length));
  }
  const key = ({ asset, fault, openedAt }: FaultJson) => `${asset} ${fault} ${openedAt}`;
  const faults = (await itemsOf<FaultJson>(gateway, "/api/v1/faults")).map(key);
  expect(faults).toEqual(expect.arrayContaining(seen.faults.map(key)));
}

it("finds tickets, faults, devices, credentials, notices and waiting lines again; the next start does, too", async () => {
  using folder = formerFolder();
  await using robot = await openReceiver(() => ({ status: 200 }));
  await using influx = await openFakeInflux(() => ({ status: 204, headers: { "x-influxdb-version": "1.8.10" } }));
  const site = await siteFrom(read("site.yaml").replace("http://127.0.0.1:9/hook", `${robot.url}/hook`));
  using former = new DatabaseSync(join(folder.path, "anju.db"), { readOnly: true });
  const rows = <T>(sql: string): T[] => former.prepare(sql).all() as T[];
  const waiting = rows<{ lines: string }>("SELECT lines FROM spool ORDER BY id").flatMap(({ lines }) =>
    lines.split("\n"),
  );
  const notices = rows<{ id: string }>("SELECT id FROM outbox WHERE state = 'waiting' ORDER BY id").map(({ id }) => id);
  type Counter = { readonly name: string; readonly value: number };
  const kept = rows<Counter>("SELECT name, value FROM counter").find(({ name }) => name === "kept")?.value as number;
  former.close();
  expect([waiting.length, notices.length]).toEqual([402, 5]);

  {
    await using gateway = await open(folder.path, site, "--influx", influx.url);
    await expectCarriedOver(gateway);
    for (const { id, points } of seen.devices)
      expect(await gateway.get(`/api/v1/devices/${id}`)).toMatchObject({ id, points });
    expect(await itemsOf<{ reason: string }>(gateway, "/api/v1/quarantine")).toMatchObject([{ reason: "bad-point" }]);

    // The credentials of before open the door, others do not.
    const login = (password: string) =>
      mqtt.connectAsync(`mqtt://127.0.0.1:${gateway.live.mqttPort}`, {
        protocolVersion: 4,
        username: "C1",
        password,
        reconnectPeriod: 0,
      });
    await expect(login("wrong")).rejects.toThrow();
    const camera = await login(secrets.C1 as string);
    await camera.publishAsync("facility/demo/camera/C1/telemetry", JSON.stringify({ fps: 25 }), { qos: 1 });
    await camera.endAsync();

    const wanted = new Set(waiting);
    const arrived = () =>
      Promise.resolve(
        new Set(influx.heard.flatMap(({ url, body }) => (url.pathname === "/write" ? body.split("\n") : []))),
      );
    const lines = await eventually(arrived, (all) => wanted.isSubsetOf(all));
    expect([...wanted.difference(lines)]).toEqual([]);
    const told = () => Promise.resolve(new Set(robot.calls.map(({ headers }) => String(headers["idempotency-key"]))));
    // Several notices may travel in one message, under the first one's id.
    await eventually(told, (ids) => ids.size > 0);
    await eventually(
      () => Promise.resolve(outboxOf(folder.path)),
      (all) => all.every(({ id, state }) => !notices.includes(id) || state === "delivered"),
    );
    expect(outboxOf(folder.path).filter(({ id }) => notices.includes(id))).toEqual(
      notices.map((id) => ({ id, state: "delivered" })),
    );
  }
  expect(readdirSync(folder.path)).toEqual(expect.arrayContaining(["anju.db", "state.db", "journal", "spool"]));
  const calls = robot.calls.length;
  {
    await using gateway = await open(folder.path, site, "--influx", influx.url);
    await expectCarriedOver(gateway);
    const C1 = await gateway.get<{ points: { fps: { value: number } } }>("/api/v1/devices/C1");
    expect(C1.points.fps.value).toBe(25);
    using state = new DatabaseSync(join(folder.path, "state.db"), { readOnly: true });
    const counter = state.prepare("SELECT value FROM counter WHERE name = 'kept'").get() as { value: number };
    expect(counter.value).toBeGreaterThanOrEqual(kept + 1);
  }
  // Nobody is told again what was told before the second start.
  const again = robot.calls.slice(calls).map(({ headers }) => String(headers["idempotency-key"]));
  expect(again.filter((id) => notices.includes(id))).toEqual([]);
});

function outboxOf(folder: string): { id: string; state: string }[] {
  using database = new DatabaseSync(join(folder, "anju.db"), { readOnly: true });
  const rows = database.prepare("SELECT id, state FROM outbox ORDER BY id").all() as { id: string; state: string }[];
  return rows.map((row) => ({ ...row }));
}

it("reads the embedded history of before", async () => {
  using folder = formerFolder();
  const site = await siteFrom(read("site.yaml"));
  await using gateway = await open(folder.path, site);
  type Rows = { readonly rows: readonly (readonly unknown[])[] };
  const from = encodeURIComponent(new Date(STOPPED + shift - 3_600_000).toISOString());
  const to = encodeURIComponent(new Date(STOPPED + shift).toISOString());
  const flow = await gateway.get<Rows>(`/api/v1/telemetry/P1?points=flow&from=${from}&to=${to}`);
  const values = flow.rows.map(([, value]) => value);
  expect(values).toEqual(expect.arrayContaining(Array.from({ length: 20 }, (_, i) => 30.5 + i)));
});
