// Every setting of the gateway (CONTRACT section 1): its flag, its variable, its key in gateway.yaml and what it may hold.

import { type Text, text } from "../model/text.ts";

export type SettingKey = {
  /** Key in Settings and in gateway.yaml. */
  readonly key: string;
  readonly flag?: string;
  readonly variable: string;
  readonly fallback?: string;
  /** Never shown. */
  readonly secret?: boolean;
  /** A file or folder: relative to where it was written. */
  readonly isPath?: boolean;
  /** What is wrong with the value; undefined when nothing is. */
  readonly refuse?: (value: string) => Text | undefined;
};

/** A value and what its writer calls it: `--mqtt-port`, `ANJU_MQTT_PORT`, `gateway.yaml:3:1 mqttPort`. */
export type Given = { readonly value: string; readonly name: string; readonly relativeTo: string };

const port = (value: string) =>
  /^\d{1,5}$/.test(value) && Number(value) <= 65_535
    ? undefined
    : text(
        "must be a port between 0 and 65535 (0: any free one)",
        "必须是 0 到 65535 之间的端口（0 表示任一空闲端口）",
      );

const url = (protocols: readonly string[]) => (value: string) => {
  const list = protocols.map((protocol) => `${protocol}://`);
  const found = URL.canParse(value) ? new URL(value) : undefined;
  return found && protocols.includes(found.protocol.slice(0, -1)) && found.hostname !== ""
    ? undefined
    : text(`must be a URL that starts with ${list.join(" or ")}`, `必须是 ${list.join(" 或 ")} 开头的地址`);
};

const host = (value: string) =>
  /^[A-Za-z0-9_.:%-]+$/.test(value)
    ? undefined
    : text("must be an address such as 127.0.0.1 or 0.0.0.0", "必须是地址，如 127.0.0.1 或 0.0.0.0");

const topicRoot = (value: string) =>
  /^[^/+#$\s\0][^/+#\s\0]{0,62}$/.test(value)
    ? undefined
    : text("must be one topic level without /, +, # or spaces", "必须是单级主题，不含 /、+、# 和空格");

const version = (value: string) =>
  ["1", "2", "3"].includes(value) ? undefined : text("must be 1, 2 or 3", "必须是 1、2 或 3");

export const settingKeys: readonly SettingKey[] = [
  { key: "site", flag: "site", variable: "ANJU_SITE", fallback: "sites/demo", isPath: true },
  { key: "data", flag: "data", variable: "ANJU_DATA", fallback: "data", isPath: true },
  { key: "mqttPort", flag: "mqtt-port", variable: "ANJU_MQTT_PORT", fallback: "1883", refuse: port },
  { key: "httpPort", flag: "http-port", variable: "ANJU_HTTP_PORT", fallback: "8080", refuse: port },
  { key: "host", flag: "host", variable: "ANJU_HOST", fallback: "127.0.0.1", refuse: host },
  { key: "publicUrl", flag: "public-url", variable: "ANJU_PUBLIC_URL", refuse: url(["http", "https"]) },
  { key: "tlsCert", flag: "tls-cert", variable: "ANJU_TLS_CERT", isPath: true },
  { key: "tlsKey", flag: "tls-key", variable: "ANJU_TLS_KEY", isPath: true },
  { key: "tlsCa", flag: "tls-ca", variable: "ANJU_TLS_CA", isPath: true },
  { key: "broker", flag: "broker", variable: "ANJU_BROKER", refuse: url(["mqtt", "mqtts"]) },
  { key: "brokerUsername", variable: "ANJU_BROKER_USERNAME" },
  { key: "brokerPassword", variable: "ANJU_BROKER_PASSWORD", secret: true },
  { key: "brokerCa", variable: "ANJU_BROKER_CA", isPath: true },
  { key: "topicRoot", flag: "topic-root", variable: "ANJU_TOPIC_ROOT", fallback: "facility", refuse: topicRoot },
  { key: "influx", flag: "influx", variable: "ANJU_INFLUX_URL", refuse: url(["http", "https"]) },
  { key: "influxVersion", variable: "ANJU_INFLUX_VERSION", refuse: version },
  { key: "influxDatabase", variable: "ANJU_INFLUX_DATABASE", fallback: "anju" },
  { key: "influxOrg", variable: "ANJU_INFLUX_ORG" },
  { key: "influxBucket", variable: "ANJU_INFLUX_BUCKET" },
  { key: "influxUsername", variable: "ANJU_INFLUX_USERNAME" },
  { key: "influxPassword", variable: "ANJU_INFLUX_PASSWORD", secret: true },
  { key: "influxToken", variable: "ANJU_INFLUX_TOKEN", secret: true },
  { key: "adminToken", variable: "ANJU_ADMIN_TOKEN", secret: true },
];
