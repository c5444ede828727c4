// The real thing end to end: real MQTT clients drive the running gateway, and what they say stands in the store, in history and on the API.

import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import mqtt from "mqtt";
import { beforeAll, describe, expect, it } from "vitest";
import type { FaultJson } from "../../src/model/fault-json.ts";
import type { Site } from "../../src/model/site.ts";
import type { TicketJson } from "../../src/model/ticket-json.ts";
import { openStore } from "../../src/store/open-store.ts";
import { canRunMosquitto, openMosquitto } from "../broker/mosquitto.ts";
import { needsInfluxd, openInfluxd, runInfluxd } from "../history/influxd.ts";
import { siteFrom } from "../support/test-site.ts";
import { eventually, openLiveGateway } from "./live-gateway.ts";

const run = promisify(execFile);
const canPublish = existsSync("/usr/bin/mosquitto_pub") || process.env.CI === "true";
const publish = (port: number, topic: string, message: string) =>
  run("mosquitto_pub", ["-p", String(port), "-q", "1", "-t", topic, "-m", message]);
type List<T> = { readonly items: readonly T[] };
const elevator = "facility/demo/elevator/E1";
const portOf = (url: string): number => Number(new URL(url).port);

/** Alarm pressed, ticket, accept, alarm released, restored by a person with an outcome, through any broker. */
async function trapAndFree(port: number, gateway: Awaited<ReturnType<typeof openLiveGateway>>): Promise<void> {
  const tickets = () => gateway.get<List<TicketJson>>("/api/v1/tickets?asset=E1");
  const faults = () => gateway.get<List<FaultJson>>("/api/v1/faults");
  const say = (point: object) => publish(port, `${elevator}/telemetry`, JSON.stringify(point));
  await say({ mode: "normal", alarmButton: true });
  const { items } = await eventually(tickets, (list) => list.items.length > 0);
  expect(items.map(({ fault, severity, sla, state, present }) => ({ fault, severity, sla, state, present }))).toEqual([
    { fault: "entrapment", severity: "critical", sla: "elevator-entrapment", state: "open", present: true },
  ]);
  const id = items[0]?.id as string;
  await gateway.post(`/api/v1/tickets/${id}/accept`, { by: "zhao" });
  const refused = await gateway.post<{ code: string }>(`/api/v1/tickets/${id}/restore`, {
    by: "zhao",
    outcome: "released",
  });
  expect(refused.code).toBe("still-faulty");
  await say({ alarmButton: false });
  await eventually(faults, ({ items: [fault] }) => fault?.present === false, 45_000);
  const restored = await gateway.post<TicketJson>(`/api/v1/tickets/${id}/restore`, { by: "zhao", outcome: "released" });
  expect(restored).toMatchObject({ state: "restored", assignee: "zhao" });
  const list = await faults();
  expect(list.items[0]?.clearedAt).not.toBeNull();
}

describe("the running gateway", { timeout: 90_000 }, () => {
  let site: Site;
  beforeAll(async () => {
    const loaded = await siteFrom();
    // The hold before a latched fault counts as absent is 30 s in the field; here a second shows the same.
    const quick = { value: 1000, from: "test" };
    site = {
      ...loaded,
      devices: loaded.devices.map((device) => ({
        ...device,
        faults: Object.fromEntries(
          Object.entries(device.faults).map(([name, fault]) => [
            name,
            { ...fault, delays: { ...fault.delays, [`${name}.clearAfter`]: quick } },
          ]),
        ),
      })),
    };
  });

  it.runIf(canPublish)(
    "a stock mosquitto_pub drives an elevator into entrapment and out of it (needs mosquitto-clients)",
    async () => {
      await using gateway = await openLiveGateway(site);
      await trapAndFree(portOf(gateway.mqtt()), gateway);
    },
  );

  it.runIf(canPublish && canRunMosquitto)(
    "does the same through a stock mosquitto with --broker (needs mosquitto)",
    async () => {
      await using broker = await openMosquitto();
      await using gateway = await openLiveGateway(site, "--broker", broker.url);
      await eventually(
        () => gateway.get<{ status: string }>("/healthz"),
        ({ status }) => status === "ok",
      );
      await trapAndFree(broker.port, gateway);
    },
  );

  it("restores tickets, faults and the present after a stop, and tells nothing twice", async () => {
    await using gateway = await openLiveGateway(site);
    const client = await mqtt.connectAsync(gateway.mqtt(), { protocolVersion: 4 });
    await client.publishAsync(
      `${elevator}/telemetry`,
      JSON.stringify({ mode: "normal", alarmButton: true, motion: "stopped" }),
      { qos: 1 },
    );
    await client.publishAsync("facility/demo/gate/G1/telemetry", JSON.stringify({ tamper: true, surprise: 1 }), {
      qos: 1,
    });
    await client.publishAsync("facility/demo/gate/G9/telemetry", "{}", { qos: 1 });
    await client.endAsync();
    const tickets = () => gateway.get<List<TicketJson>>("/api/v1/tickets");
    const before = await eventually(tickets, ({ items }) => items.length === 2);
    const device = await gateway.get<{ unmapped: unknown }>("/api/v1/devices/G1");
    const quarantine = await gateway.get<List<{ reason: string }>>("/api/v1/quarantine");
    expect(quarantine.items.map(({ reason }) => reason)).toEqual(["unknown-device"]);
    await gateway.stop();
    await gateway.start();
    expect(await tickets()).toEqual(before);
    expect(await gateway.get("/api/v1/devices/G1")).toEqual(device);
    expect(await gateway.get("/api/v1/quarantine")).toEqual(quarantine);
    const telemetry = await gateway.get<{ rows: unknown[] }>("/api/v1/telemetry/E1?points=alarmButton,motion");
    expect(telemetry.rows).toEqual([[expect.any(String), true, "stopped"]]);
  });

  it("publishes tickets, faults and notices to a reader's credential, and to nobody else", async () => {
    await using gateway = await openLiveGateway(site);
    const secret = (id: string, type: "device" | "reader"): string => {
      using store = openStore(gateway.data);
      return store.credentials.issue(id, type, Date.now());
    };
    const anonymous = await mqtt.connectAsync(gateway.mqtt(), { protocolVersion: 4 });
    await expect(anonymous.subscribeAsync("facility/demo/gateway/tickets")).rejects.toThrow();
    await anonymous.endAsync();
    const wall = secret("wall", "reader");
    const lift = secret("E1", "device");
    const log = (id: string, password: string) =>
      mqtt.connectAsync(gateway.mqtt(), { protocolVersion: 4, username: id, password, reconnectPeriod: 0 });
    // The running gateway learns of the first credential within a second.
    await sleep(1_100);
    await expect(log("E1", "wrong")).rejects.toThrow();
    const reader = await log("wall", wall);
    const heard: { topic: string; body: Record<string, unknown> }[] = [];
    reader.on("message", (topic, payload) => {
      if (!topic.endsWith("/status")) heard.push({ topic, body: JSON.parse(payload.toString()) });
    });
    await reader.subscribeAsync("facility/demo/gateway/+");
    const device = await log("E1", lift);
    await device.publishAsync(`${elevator}/telemetry`, JSON.stringify({ overspeedless: 1, speed: 3 }), { qos: 1 });
    const streams = ["faults", "tickets", "notices"].map((name) => `facility/demo/gateway/${name}`);
    const have = () => Promise.resolve(new Set(heard.map(({ topic }) => topic)));
    const topics = await eventually(have, (all) => streams.every((name) => all.has(name)));
    expect([...topics].sort()).toEqual(expect.arrayContaining([...streams].sort()));
    const of = (name: string) => heard.find(({ topic }) => topic.endsWith(name))?.body;
    expect(of("/faults")).toMatchObject({ type: "opened", asset: "E1", fault: "overspeed", severity: "critical" });
    expect(of("/tickets")).toMatchObject({ asset: "E1", fault: "overspeed", state: "open" });
    expect(of("/notices")).toMatchObject({ reason: "opened", ticket: "T-000001" });
    await device.endAsync();
    await reader.endAsync();
  });

  it.runIf(runInfluxd)(`loses no reading over a clean stop and start with a real InfluxDB${needsInfluxd}`, async () => {
    await using influx = await openInfluxd();
    await using gateway = await openLiveGateway(site, "--influx", influx.url);
    const start = Date.now() - 60_000;
    const send = async (from: number, to: number): Promise<void> => {
      const client = await mqtt.connectAsync(gateway.mqtt(), { protocolVersion: 4 });
      const all = Array.from({ length: to - from }, (_, i) =>
        client.publishAsync(
          "facility/demo/camera/C1/telemetry",
          JSON.stringify({ ts: start + from + i, fps: 25, luma: 100 }),
          { qos: 1 },
        ),
      );
      await Promise.all(all);
      await client.publishAsync(
        "facility/demo/gate/G1/event",
        JSON.stringify({ event: "passage", result: "granted", ts: start + from }),
        { qos: 1 },
      );
      await client.endAsync();
    };
    await send(0, 700);
    await gateway.stop();
    await gateway.start();
    await send(700, 1400);
    await influx.stop();
    await send(1400, 2100);
    await gateway.stop();
    await influx.start();
    await gateway.start();
    const count = async (measurement: string, field: string): Promise<number> => {
      const query = encodeURIComponent(`SELECT count("${field}") FROM "${measurement}"`);
      const answer = await fetch(`${influx.url}/query?db=anju&q=${query}`);
      const body = (await answer.json()) as { results: { series?: { values: [string, number][] }[] }[] };
      return body.results[0]?.series?.[0]?.values[0]?.[1] ?? 0;
    };
    expect(
      await eventually(
        () => count("camera", "fps"),
        (n) => n === 2100,
      ),
    ).toBe(2100);
    expect(await count("passage", "count")).toBe(3);
  });
});
