// A backup of the whole gateway while devices report without pause: restored and started, it has everything acknowledged before it began.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import mqtt from "mqtt";
import { expect, it } from "vitest";
import type { TicketJson } from "../../src/model/ticket-json.ts";
import { keptSecret } from "../../src/store/kept-secret.ts";
import { run } from "../commands/program.ts";
import { siteFrom } from "../support/test-site.ts";
import { eventually, openLiveGateway } from "./live-gateway.ts";
import { openOnFolder } from "./open-on-folder.ts";

type Page = { readonly rows: readonly (readonly [string, number])[]; readonly next: string | null };
type Get = <T>(path: string) => Promise<T>;

/** Every value of P1's flow between two instants, page by page. */
async function flows(get: Get, from: number, to: number): Promise<Set<number>> {
  const values = new Set<number>();
  const iso = (at: number) => encodeURIComponent(new Date(at).toISOString());
  for (let cursor: string | null = ""; cursor !== null; ) {
    const more = cursor === "" ? "" : `&cursor=${encodeURIComponent(cursor)}`;
    const page: Page = await get(`/api/v1/telemetry/P1?points=flow&from=${iso(from)}&to=${iso(to)}${more}`);
    for (const [, value] of page.rows) values.add(value);
    cursor = page.next;
  }
  return values;
}

it("holds every reading, ticket and refusal acknowledged before, twice in a row", async () => {
  const folder = mkdtempSync(join(tmpdir(), "anju-backup-"));
  const site = await siteFrom();
  const base = Date.now() - 600_000;
  let acknowledged = 0;
  let stopped = false;
  try {
    await using gateway = await openLiveGateway(site);
    const client = await mqtt.connectAsync(gateway.mqtt(), { protocolVersion: 4 });
    const publish = (kind: string, id: string, body: object) =>
      client.publishAsync(`facility/demo/${kind}/${id}/telemetry`, JSON.stringify(body), { qos: 1 });
    await publish("gate", "G1", { tamper: true });
    await publish("camera", "C1", { fps: "many" });
    await eventually(
      () => gateway.get<{ items: unknown[] }>("/api/v1/tickets"),
      ({ items }) => items.length === 1,
    );
    const publishing = (async () => {
      for (let i = 0; !stopped; i += 20) {
        const some = Array.from({ length: 20 }, (_, j) => publish("pump", "P1", { ts: base + i + j, flow: i + j }));
        await Promise.all(some);
        acknowledged = i + 20;
      }
    })();
    for (const round of [1, 2]) {
      const goal = acknowledged + 500;
      while (acknowledged < goal) await sleep(10);
      const before = acknowledged;
      const [backup, data] = [join(folder, `backup-${round}`), join(folder, `data-${round}`)];
      const made = await run(["backup", backup, "--data", gateway.data]);
      expect([made.code, made.err]).toEqual([0, ""]);
      expect(acknowledged).toBeGreaterThan(before);
      const restored = await run(["restore", backup, "--data", data]);
      expect([restored.code, restored.err]).toEqual([0, ""]);
      const { secret } = keptSecret(join(data, "admin.token"), () => "test-token");
      await using again = await openOnFolder(data, site, secret);
      const wanted = Array.from({ length: before }, (_, i) => i);
      const found = await eventually(
        () => flows(again.get, base, base + before),
        (values) => values.size >= before,
      );
      expect(wanted.filter((i) => !found.has(i))).toEqual([]);
      const { items } = await again.get<{ items: readonly TicketJson[] }>("/api/v1/tickets");
      expect(items.map(({ id, asset, fault }) => [id, asset, fault])).toEqual([["T-000001", "G1", "tamper"]]);
      const quarantine = await again.get<{ items: readonly { reason: string }[] }>("/api/v1/quarantine");
      expect(quarantine.items.map(({ reason }) => reason)).toEqual(["bad-point"]);
    }
    stopped = true;
    await publishing;
    await client.endAsync();
  } finally {
    stopped = true;
    rmSync(folder, { recursive: true, force: true });
  }
}, 60_000);
