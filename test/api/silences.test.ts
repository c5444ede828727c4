// Planned silence over HTTP: what is asked reaches the desk as numbers, and what is known comes back as instants.

import { expect, it } from "vitest";
import type { GatewayView } from "../../src/model/gateway-view.ts";
import { ok, refuse } from "../../src/model/result.ts";
import type { Silence, SilenceEnd, SilenceRequest, Withheld } from "../../src/model/silence.ts";
import { openGateway, smallGateway, start, token } from "./open-gateway.ts";

const path = "/api/v1/silences";
const hour = 3_600_000;
const bearer = { authorization: `Bearer ${token}` };
const none = { zones: [], kinds: [], assets: [], faults: [], severities: [] };
const silence = (id: string, more: Partial<Silence> = {}): Silence => ({
  id,
  kind: "maintenance",
  scope: none,
  from: start - hour,
  until: start + hour,
  untilRepaired: false,
  weekly: null,
  reason: "lamps are replaced",
  by: "chen",
  ticket: null,
  endedAt: null,
  ...more,
});
const withheld = (asset: string, more: Partial<Withheld> = {}): Withheld => ({
  silence: "S-1",
  asset,
  kind: "streetlight",
  zone: "west",
  fault: "lampOut",
  severity: "major",
  sla: "streetlight",
  since: start - hour,
  withheldAt: start - hour / 2,
  clearedAt: null,
  ticket: null,
  ...more,
});

async function openSilences() {
  const asked: (SilenceRequest | SilenceEnd)[] = [];
  const gateway = smallGateway();
  const view: GatewayView = {
    ...gateway.view,
    silences: () => [
      silence("S-1"),
      silence("S-2", { from: start + 1, weekly: { days: [1, 5], window: { from: 22 * 60, to: 6 * 60 } } }),
      silence("S-3", { endedAt: start - 1 }),
    ],
    withheld: () => [withheld("L1"), withheld("L2", { clearedAt: start }), withheld("L1", { silence: "S-2" })],
    silence: async (request) => {
      asked.push(request);
      const { scope, from = start, admin: _, ...rest } = request;
      return request.by === "nobody"
        ? refuse("unknown-staff", "nobody")
        : ok(silence("S-4", { ...rest, from, scope: { ...none, ...scope } }));
    },
    endSilence: async (end) => {
      const { id } = end;
      asked.push(end);
      return id === "S-1" ? ok(silence(id, { endedAt: start })) : refuse("not-found", id);
    },
  };
  const open = await openGateway({ ...gateway, view });
  return { ...open, asked };
}

it("lists silences with their state and times as people write them", async () => {
  await using open = await openSilences();
  const { json } = await open.get(path);
  expect(json.items.map(({ id, state }: { id: string; state: string }) => [id, state])).toEqual([
    ["S-1", "running"],
    ["S-2", "planned"],
    ["S-3", "ended"],
  ]);
  expect(json.items[0]).toMatchObject({ from: "2026-02-28T23:00:00Z", until: "2026-03-01T01:00:00Z", weekly: null });
  expect(json.items[1].weekly).toEqual({ days: [1, 5], window: "22:00-06:00" });
  expect((await open.get(`${path}?running=true`)).json.items).toHaveLength(1);
  const first = await open.get(`${path}?limit=1`);
  expect([first.json.next, (await open.get(`${path}?cursor=S-1`)).json.items[0].id]).toEqual(["S-1", "S-2"]);
});

it("lists what was withheld", async () => {
  await using open = await openSilences();
  const { json } = await open.get(`${path}/ledger`);
  expect(json.items).toHaveLength(3);
  expect(json.items[1]).toEqual({
    ...withheld("L2"),
    since: "2026-02-28T23:00:00Z",
    withheldAt: "2026-02-28T23:30:00Z",
    clearedAt: "2026-03-01T00:00:00Z",
  });
  expect((await open.get(`${path}/ledger?silence=S-2`)).json.items).toHaveLength(1);
  expect((await open.get(`${path}/ledger?asset=L2,L3`)).json.items).toHaveLength(1);
  const page = await open.get(`${path}/ledger?limit=1`);
  expect((await open.get(`${path}/ledger?cursor=${encodeURIComponent(page.json.next)}`)).json.items).toHaveLength(2);
});

it("begins one for a while, from now on", async () => {
  await using open = await openSilences();
  const answer = await open.post(path, { scope: { kinds: ["streetlight"] }, for: "PT2H", reason: "works", by: "chen" });
  expect([answer.status, answer.headers.get("location")]).toEqual([201, `${path}/S-4`]);
  expect(answer.json).toMatchObject({
    state: "running",
    until: "2026-03-01T02:00:00Z",
    scope: { kinds: ["streetlight"] },
  });
  expect(open.asked).toEqual([
    { kind: "maintenance", scope: { kinds: ["streetlight"] }, until: start + 2 * hour, reason: "works", by: "chen" },
  ]);
});

it("plans a weekly one, by the administrator", async () => {
  await using open = await openSilences();
  const answer = await open.post(path, {
    kind: "test",
    scope: { assets: ["E1"], faults: ["entrapment"], severities: ["critical"], zones: ["east"] },
    from: "2026-03-02T00:00:00+08:00",
    until: "2026-04-01T00:00:00Z",
    untilRepaired: true,
    weekly: { days: [5, 1, 5], window: "22:00-06:00" },
    reason: "lift inspection",
  });
  expect([answer.status, answer.json.state]).toEqual([201, "planned"]);
  expect(open.asked[0]).toEqual({
    kind: "test",
    scope: { assets: ["E1"], faults: ["entrapment"], severities: ["critical"], zones: ["east"] },
    from: Date.parse("2026-03-01T16:00:00Z"),
    until: Date.parse("2026-04-01T00:00:00Z"),
    untilRepaired: true,
    weekly: { days: [1, 5], window: { from: 1320, to: 360 } },
    reason: "lift inspection",
    by: "admin",
    admin: true,
  });
});

const good = { scope: {}, for: "PT1H", reason: "works", by: "chen" };
it.each([
  ["without an end", { ...good, for: undefined }],
  ["with two ends", { ...good, until: "2026-03-02T00:00:00Z" }],
  ["that is over", { ...good, for: undefined, until: "2026-02-28T00:00:00Z" }],
  [
    "that ends before it begins",
    { ...good, for: undefined, from: "2026-03-03T00:00:00Z", until: "2026-03-02T00:00:00Z" },
  ],
  ["without a reason", { ...good, reason: " " }],
  ["without a scope", { ...good, scope: undefined }],
  ["of an unknown severity", { ...good, scope: { severities: ["deadly"] } }],
  ["with a scope that is misspelt", { ...good, scope: { zone: ["east"] } }],
  ["on an eighth weekday", { ...good, weekly: { days: [8], window: "22:00-06:00" } }],
  ["in a window of no length", { ...good, weekly: { days: [1], window: "22:00-22:00" } }],
  ["in a window that is none", { ...good, weekly: { days: [1], window: "22:00" } }],
])("refuses one %s", async (_what, body) => {
  await using open = await openSilences();
  const answer = await open.post(path, body);
  expect([answer.status, answer.json.code, open.asked]).toEqual([400, "bad-request", []]);
  expect(answer.json.detailZh).toMatch(/\p{Script=Han}/u);
});

it("tells what the desk refuses, and ends one by hand", async () => {
  await using open = await openSilences();
  const refused = await open.post(path, { ...good, by: "nobody" });
  expect([refused.status, refused.json.code]).toEqual([422, "unknown-staff"]);
  const ended = await open.get(`${path}/S-1?by=chen`, { method: "DELETE", headers: bearer });
  expect([ended.status, ended.json.state]).toEqual([200, "ended"]);
  const unknown = await open.get(`${path}/S-9`, { method: "DELETE", headers: bearer });
  expect([unknown.status, unknown.json.code]).toEqual([404, "not-found"]);
  expect(open.asked.slice(1)).toEqual([
    { id: "S-1", by: "chen" },
    { id: "S-9", by: "admin", admin: true },
  ]);
});

it("needs a login, and answers not-available where the gateway has none", async () => {
  await using open = await openGateway();
  expect((await open.get(path, {})).status).toBe(401);
  const answers = [
    await open.get(path),
    await open.get(`${path}/ledger`),
    await open.post(path, good),
    await open.get(`${path}/S-1`, { method: "DELETE", headers: bearer }),
  ];
  expect(answers.map(({ status, json }) => [status, json.code])).toEqual(Array(4).fill([501, "not-available"]));
});
