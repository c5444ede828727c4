// The community live: real connections to a real broker, births, wills, stories, and a clean end.

import type { AddressInfo } from "node:net";
import { createServer, type Server } from "node:net";
import { Aedes } from "aedes";
import mqtt from "mqtt";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startCommunity } from "../../simulators/live.ts";
import { sliceSite } from "../../simulators/slice-site.ts";
import { entrapment } from "../../simulators/stories/entrapment.ts";
import type { Story } from "../../simulators/story.ts";
import { site } from "./site.ts";

type Heard = { readonly topic: string; readonly text: string; readonly retain: boolean };

let broker: Aedes;
let server: Server;
let brokerUrl: string;
let heard: Heard[];
let listener: mqtt.MqttClient;

beforeEach(async () => {
  broker = await Aedes.createBroker();
  server = createServer(broker.handle);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  brokerUrl = `mqtt://127.0.0.1:${(server.address() as AddressInfo).port}`;
  heard = [];
  listener = await mqtt.connectAsync(brokerUrl);
  listener.on("message", (topic, payload, { retain }) => heard.push({ topic, text: payload.toString(), retain }));
  await listener.subscribeAsync("facility/#", { qos: 1 });
});

afterEach(async () => {
  await listener.endAsync(true);
  await new Promise<void>((resolve) => broker.close(resolve));
  await new Promise((resolve) => server.close(resolve));
});

/** Waits until the condition holds; the test's own timeout is the limit. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 20));
}

const lastStatus = (device: string) => heard.findLast(({ topic }) => topic.endsWith(`/${device}/status`))?.text;
const few = sliceSite(site, { elevator: 2, gate: 1, camera: 1 });

describe("live community", () => {
  it("says online, reports, and says offline when it is stopped", async () => {
    const community = await startCommunity({ brokerUrl, site: few, speed: 60 });
    await until(() => few.devices.every(({ id }) => heard.some(({ topic }) => topic.endsWith(`/${id}/telemetry`))));
    expect(few.devices.map(({ id }) => lastStatus(id))).toEqual(few.devices.map(() => "online"));
    await community[Symbol.asyncDispose]();
    await until(() => few.devices.every(({ id }) => lastStatus(id) === "offline"));
    expect(community.published()).toBeGreaterThan(4);
    const counts = await new Promise<number>((resolve) => setTimeout(() => resolve(broker.connectedClients), 50));
    expect(counts).toBe(1);
    const late: Heard[] = [];
    const second = await mqtt.connectAsync(brokerUrl);
    second.on("message", (topic, payload, { retain }) => late.push({ topic, text: payload.toString(), retain }));
    await second.subscribeAsync("facility/+/+/+/status");
    await until(() => late.length >= few.devices.length);
    expect(late.every(({ text, retain }) => text === "offline" && retain)).toBe(true);
    await second.endAsync();
  });

  it("leaves the word to the broker when it is cut off", async () => {
    await using community = await startCommunity({ brokerUrl, site: few, speed: 60 });
    await until(() => few.devices.every(({ id }) => lastStatus(id) === "online"));
    const clients = (broker as unknown as { clients: Record<string, { conn: { destroy: () => void } }> }).clients;
    for (const [id, client] of Object.entries(clients)) if (id.startsWith("simulated-")) client.conn.destroy();
    await until(() => few.devices.some(({ id }) => lastStatus(id) === "offline"));
    await until(() => few.devices.every(({ id }) => lastStatus(id) === "online"));
    expect(community.site.devices.length).toBe(few.devices.length);
  });

  it("plays a story, and ends with it", async () => {
    const short: Story = { ...entrapment, duration: "PT5M" };
    await using community = await startCommunity({ brokerUrl, site: few, stories: [short], speed: 600 });
    await until(() => heard.some(({ topic, text }) => topic.includes("/E1/") && text.includes('"alarmButton":true')));
    await community.stopped;
    expect(heard.some(({ text }) => text.includes('"ts"'))).toBe(false);
  });

  it("shares connections among many devices", async () => {
    await using community = await startCommunity({ brokerUrl, site, speed: 600, ownConnections: 10 });
    expect(broker.connectedClients).toBe(17);
    await until(() => new Set(heard.map(({ topic }) => topic.split("/")[3])).size > 60);
    expect(community.site.devices.length).toBe(site.devices.length);
  });

  it("takes about so many devices as asked for", async () => {
    await using community = await startCommunity({ brokerUrl, site, devices: 20, speed: 60 });
    expect(community.site.devices.length).toBeGreaterThan(16);
    expect(community.site.devices.length).toBeLessThan(24);
  });

  it("names the broker and the cure when it is refused", async () => {
    broker.authenticate = (_client, _username, _password, done) =>
      done(Object.assign(new Error("no"), { returnCode: 4 as const }), false);
    await expect(startCommunity({ brokerUrl, site: few, username: "x", password: "y" })).rejects.toThrow(
      /cannot connect to mqtt:\/\/127\.0\.0\.1:\d+: .*--password/s,
    );
  });
});
