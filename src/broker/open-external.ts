// A broker that somebody else runs (mosquitto, EMQX): the gateway is its client, with a session that survives restarts and acknowledgements on disk.

import { setTimeout as delay } from "node:timers/promises";
import mqtt from "mqtt";
import type { Intake } from "../model/intake.ts";
import { type Text, text } from "../model/text.ts";
import { type Broker, type BrokerLog, gatewayStatusTopic, qosOf, type SiteTopics } from "./broker.ts";
import { createOnceAMinute } from "./once-a-minute.ts";

export type ExternalState = { readonly connected: boolean; readonly error?: string };

export type ExternalOptions = {
  /** `mqtt://host:port` or `mqtts://host:port`. */
  readonly url: string;
  readonly username?: string;
  readonly password?: string;
  /** PEM text of the authority of the broker's certificate; the system's own authorities without it. */
  readonly ca?: Buffer;
  /** The session's name: the same after every restart, and of no other program. */
  readonly clientId: string;
  readonly site: SiteTopics;
  /** Filters of the sources' own topics, such as `lc/+/data`. */
  readonly topics?: readonly string[];
  readonly intake: Intake;
  readonly log: BrokerLog;
  readonly onState: (state: ExternalState) => void;
};

const firstRetry = 1_000;
const longestRetry = 30_000;
/** Messages read ahead of the disk. */
const readAhead = 1_000;
/** Publishes without answer of the broker; more are refused. */
const mostPending = 1_000;
const finishWithin = 5_000;

const subscriptionRefused: Text = text(
  "The broker refused a subscription: give the gateway's user read access to these topics.",
  "代理拒绝了订阅：请为网关用户授予这些主题的读取权限。",
);

/** mqtt.js sends its PUBACK when this is missing; with it, it only reads on, and the acknowledgement is ours to send. */
const acknowledgedLater = new Error("acknowledged once on disk");
const pubackOf = (messageId: number): Buffer => Buffer.from([0x40, 0x02, messageId >> 8, messageId & 0xff]);

/**
 * Connects to an external broker and stays connected for ever, trying again after 1 to 30 s.
 * A QoS 1 message is acknowledged only when `intake.whenOnDisk` has called; what was not is delivered again at the next
 * connection under the same client id. `publish` rejects while disconnected: nothing is queued here.
 * Throws where the URL cannot be understood.
 */
export const openExternal = (options: ExternalOptions): Broker => {
  const { site, intake, log, onState } = options;
  const statusTopic = gatewayStatusTopic(site);
  const base = `${site.topicRoot}/${site.id}/+/+`;
  const filters = [`${base}/telemetry`, `${base}/event`, `${base}/status`, ...(options.topics ?? [])];
  const mayLog = createOnceAMinute();
  const pending = new Set<(error: Error) => void>();
  let closing = false;
  let waiting = 0;
  const whenIdle: (() => void)[] = [];
  let readOn: (() => void) | undefined;
  let trouble: string | undefined;
  let told: string | undefined;

  const tell = (state: ExternalState): void => {
    const key = JSON.stringify(state);
    if (key === told || closing) return;
    told = key;
    if (state.connected) log.info({ clientId: options.clientId }, "connected to the MQTT broker");
    else log.warn({ clientId: options.clientId, error: state.error }, "not connected to the MQTT broker; trying again");
    onState(state);
  };

  const client = mqtt.connect(options.url, {
    protocolVersion: 4,
    clean: false,
    clientId: options.clientId,
    ...(options.username === undefined ? {} : { username: options.username }),
    ...(options.password === undefined ? {} : { password: options.password }),
    ...(options.ca === undefined ? {} : { ca: options.ca }),
    keepalive: 30,
    connectTimeout: 10_000,
    reconnectPeriod: firstRetry,
    reconnectOnConnackError: true,
    resubscribe: false,
    queueQoSZero: false,
    will: { topic: statusTopic, payload: Buffer.from("offline"), qos: 1, retain: true },
  });

  const onDisk = (): void => {
    waiting -= 1;
    if (waiting < readAhead) readOn?.();
    if (waiting === 0) for (const wake of whenIdle.splice(0)) wake();
  };
  client.handleMessage = (packet, next) => {
    const proceed = () => next(acknowledgedLater);
    if (closing) return proceed();
    const { stream } = client;
    const { topic, payload, qos, messageId } = packet;
    const message = { at: Date.now(), topic, payload };
    if (!intake.take(packet.retain ? { ...message, retained: true } : message, qos)) {
      if (qos > 0) {
        if (mayLog("store", Date.now()))
          log.warn({ topic }, "a message was not taken; the broker will deliver it again");
        stream.destroy();
      }
      return proceed();
    }
    waiting += 1;
    intake.whenOnDisk(() => {
      if (qos === 1 && messageId !== undefined && client.stream === stream && client.connected)
        stream.write(pubackOf(messageId));
      onDisk();
    });
    if (intake.isFull()) intake.whenRoom(proceed);
    else if (waiting < readAhead) proceed();
    else
      readOn = () => {
        readOn = undefined;
        proceed();
      };
  };

  const publish: Broker["publish"] = (topic, payload, how) =>
    new Promise((resolve, reject) => {
      if (!client.connected) return reject(new Error("not connected to the MQTT broker"));
      if (pending.size >= mostPending) return reject(new Error("the MQTT broker does not answer"));
      const body = typeof payload === "string" ? payload : Buffer.from(payload);
      pending.add(reject);
      client.publish(topic, body, { qos: qosOf(topic, how), retain: how?.retain ?? false }, (error) => {
        pending.delete(reject);
        if (error) reject(error);
        else resolve();
      });
    });

  const subscribe = (): void => {
    client.subscribe(filters, { qos: 1 }, (error, granted) => {
      const refused = (granted ?? []).filter(({ qos }) => qos > 2).map(({ topic }) => topic);
      if (error === null && refused.length === 0) return tell({ connected: true });
      if (!client.connected) return;
      if (mayLog("subscribe", Date.now()))
        log.warn(
          { topics: refused, error: error?.message, hint: subscriptionRefused },
          "the MQTT broker refused a subscription",
        );
      tell({ connected: true, error: `subscription refused: ${refused.join(", ") || error?.message}` });
    });
  };

  client.on("connect", () => {
    trouble = undefined;
    client.options.reconnectPeriod = firstRetry;
    subscribe();
    publish(statusTopic, "online", { retain: true }).catch((error: Error) =>
      log.warn({ error: error.message }, "the gateway's birth message was not sent"),
    );
  });
  client.on("reconnect", () => {
    client.options.reconnectPeriod = Math.min(longestRetry, (client.options.reconnectPeriod ?? firstRetry) * 2);
  });
  client.on("error", (error: Error & { code?: unknown }) => {
    trouble = error.message || String(error.code);
  });
  client.on("close", () => tell({ connected: false, error: trouble ?? "connection closed" }));

  const close = async (): Promise<void> => {
    closing = true;
    const patience = delay(finishWithin, undefined, { ref: false });
    const idle = waiting === 0 ? Promise.resolve() : new Promise<void>((resolve) => whenIdle.push(resolve));
    await Promise.race([idle, patience]);
    const goodbye = async (): Promise<void> => {
      await publish(statusTopic, "offline", { retain: true });
      await client.endAsync();
    };
    if (client.connected) await Promise.race([goodbye().catch(() => {}), patience]);
    client.end(true);
    for (const reject of pending) reject(new Error("the broker is closed"));
    pending.clear();
  };
  let closed: Promise<void> | undefined;

  return {
    publish,
    hears: () => true,
    clients: () => undefined,
    [Symbol.asyncDispose]: () => {
      closed ??= close();
      return closed;
    },
  };
};
