// The community live over MQTT: real connections, births and wills, in real time or faster.

import { setTimeout as wait } from "node:timers/promises";
import mqtt, { type IClientOptions, type MqttClient } from "mqtt";
import { createCommunity } from "./community.ts";
import { readSite } from "./read-site.ts";
import type { DeviceConfig, SimulatedSite } from "./simulated-site.ts";
import { scaleSite } from "./slice-site.ts";
import { joinParts, stageStory } from "./stage-story.ts";
import type { Story } from "./story.ts";

export type LiveOptions = {
  /** mqtt://127.0.0.1:1883 */
  readonly brokerUrl: string;
  /** The site, or its folder. */
  readonly site: SimulatedSite | string;
  readonly stories?: readonly Story[];
  /** Seconds of the community's life a second; 1 when left out. Above 1 the devices send no `ts`. */
  readonly speed?: number;
  readonly seed?: number;
  /** About so many devices of the site, each kind in its share. */
  readonly devices?: number;
  readonly username?: string;
  readonly password?: string;
  /** Up to so many devices each have a connection with a will of their own; more share 16. 64 when left out. */
  readonly ownConnections?: number;
  /** Hears of lost and regained connections, one line each. */
  readonly log?: (line: string) => void;
};

export type LiveCommunity = AsyncDisposable & {
  readonly site: SimulatedSite;
  /** Messages handed to the broker so far. */
  readonly published: () => number;
  /** Fulfilled when it has been stopped. */
  readonly stopped: Promise<void>;
};

type Share = { readonly client: MqttClient; readonly devices: readonly DeviceConfig[] };

const shared = 16;
/** Unanswered messages beyond which the community waits. */
const mostInFlight = 2_000;
/** How far ahead loops are staged. */
const horizon = 7 * 86_400_000;

/**
 * Connects, lets every device say `online`, and plays until disposed; then every device says `offline`.
 * What a device says while its connection is down is lost, as it would be in the field.
 * @throws Error when the broker cannot be reached within 10 s or refuses the credentials.
 */
export async function startCommunity(options: LiveOptions): Promise<LiveCommunity> {
  const { brokerUrl, stories = [], speed = 1, seed = 1, ownConnections = 64, log = () => undefined } = options;
  const whole = typeof options.site === "string" ? readSite(options.site) : options.site;
  const site = options.devices === undefined ? whole : scaleSite(whole, options.devices);
  const start = Date.now();
  const staged = stories.map((story) => stageStory(story, site, start, start + horizon * Math.max(1, speed)));

  const statusOf = ({ kind, id }: DeviceConfig): string => `${site.topicRoot}/${site.id}/${kind}/${id}/status`;
  const shares = dealOut(site.devices, ownConnections).map((devices, index): Share => {
    const [only] = devices;
    const connection: IClientOptions = {
      clientId: `simulated-${index}-${process.pid}-${start.toString(36)}`,
      reconnectPeriod: 2_000,
      ...(options.username !== undefined && { username: options.username }),
      ...(options.password !== undefined && { password: options.password }),
      ...(devices.length === 1 &&
        only !== undefined && {
          will: { topic: statusOf(only), payload: Buffer.from("offline"), qos: 1, retain: true },
        }),
    };
    return { client: mqtt.connect(brokerUrl, connection), devices };
  });
  const ending = new AbortController();
  const close = (): Promise<unknown> => Promise.all(shares.map(({ client }) => client.endAsync(true)));
  try {
    await Promise.all(shares.map(({ client }) => connected(client, brokerUrl)));
  } catch (error) {
    await close();
    throw error;
  }
  const clientOf = new Map(shares.flatMap(({ client, devices }) => devices.map(({ id }) => [id, client] as const)));
  /** Switched feeders sleep by day: only their lamps themselves know when they are online. */
  const sayAll = (share: Share, word: "online" | "offline"): void => {
    for (const device of share.devices)
      if (word === "offline" || device.fed === "always")
        share.client.publish(statusOf(device), word, { qos: 1, retain: true });
  };
  for (const share of shares) {
    share.client.on("connect", () => sayAll(share, "online"));
    share.client.on("error", (error) => log(`connection: ${error.message} / 连接错误`));
  }
  shares[0]?.client.on("close", () => {
    if (!ending.signal.aborted) log(`lost ${brokerUrl}, trying again / 与消息服务器断开，正在重连`);
  });

  let published = 0;
  let inFlight = 0;
  const settled = (): void => {
    inFlight--;
  };
  const end =
    staged.some(({ story }) => story.loops) || staged.length === 0
      ? undefined
      : Math.max(...staged.map((one) => one.end));

  async function play(): Promise<void> {
    const parts = joinParts(staged);
    const messages = createCommunity({
      site,
      seed,
      start,
      parts,
      stamped: speed === 1,
      ...(end !== undefined && { end }),
    });
    let sinceBreath = 0;
    for (const { at, device, topic, payload, raw } of messages) {
      const due = start + (at - start) / speed;
      for (
        let left = due - Date.now();
        left > 0 || inFlight > mostInFlight || ++sinceBreath > 200;
        left = due - Date.now()
      ) {
        sinceBreath = 0;
        await wait(Math.max(0, Math.min(left, 1_000)), undefined, { signal: ending.signal });
      }
      const client = clientOf.get(device);
      if (!client?.connected) continue;
      inFlight++;
      published++;
      client.publish(topic, raw ?? JSON.stringify(payload), { qos: 1, retain: raw !== undefined }, settled);
    }
  }
  const stopped = play().catch((error: unknown) => {
    if (!ending.signal.aborted) throw error;
  });
  return {
    site,
    published: () => published,
    stopped,
    async [Symbol.asyncDispose]() {
      ending.abort();
      await stopped;
      for (const share of shares) if (share.client.connected) sayAll(share, "offline");
      await Promise.race([Promise.all(shares.map(({ client }) => client.endAsync())), wait(2_000)]);
      await close();
    },
  };
}

/** One device a connection while they are few, else 16 shares. */
function dealOut(devices: readonly DeviceConfig[], ownConnections: number): readonly (readonly DeviceConfig[])[] {
  if (devices.length <= ownConnections) return devices.map((device) => [device]);
  return Array.from({ length: shared }, (_, share) => devices.filter((_, index) => index % shared === share));
}

/** The first connection, or why there is none. */
function connected(client: MqttClient, brokerUrl: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let reason = "no answer within 10 s";
    const fail = (): void =>
      reject(
        new Error(
          `cannot connect to ${brokerUrl}: ${reason}; is a broker running there, and are --username and --password right? / 无法连接消息服务器 ${brokerUrl}，请检查地址与账号`,
        ),
      );
    const timer = setTimeout(fail, 10_000);
    client.on("error", (error: Error & { code?: string | number }) => {
      reason = error.message || String(error.code);
      // A refused credential stays refused.
      if (typeof error.code === "number") {
        clearTimeout(timer);
        fail();
      }
    });
    client.once("connect", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
