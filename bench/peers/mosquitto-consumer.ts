// The usual hand-made gateway, done well: an mqtt.js subscriber, JSON.parse, a zod check per kind, the `influx` client in batches. Acknowledged is in its memory, not on its disk.

import { InfluxDB, type IPoint } from "influx";
import { connect } from "mqtt";
import { z } from "zod";
import { definitions } from "../../devices/index.ts";
import { DATABASE } from "../influx.ts";
import { ROOT, SITE } from "../site.ts";

const BATCH = 5_000;
const FLUSH_EVERY = 100;
/** Batches on their way at a time. */
const AT_ONCE = 4;

const [mqttUrl = "", influxUrl = ""] = process.argv.slice(2);

/** Known points with their types and ranges; unknown ones are left out, as in the gateway. */
const schemaOf = (kind: string) => {
  const points = Object.entries(definitions[kind]?.points ?? {}).map(([name, point]) => {
    if (point.type === "bool") return [name, z.boolean().optional()] as const;
    if (point.type === "state") return [name, z.enum(Object.keys(point.states)).optional()] as const;
    if (point.type === "number") return [name, z.number().min(point.min).max(point.max).optional()] as const;
    return [name, z.string().optional()] as const;
  });
  return z.object({ ts: z.number(), seq: z.int().optional(), ...Object.fromEntries(points) });
};
const schemas = new Map(Object.keys(definitions).map((kind) => [kind, schemaOf(kind)]));

const address = new URL(influxUrl);
const influx = new InfluxDB({ host: address.hostname, port: Number(address.port), database: DATABASE });
await influx.createDatabase(DATABASE);

let buffer: IPoint[] = [];
let underway = 0;
let refused = 0;
const flush = (): void => {
  while (buffer.length > 0 && underway < AT_ONCE) {
    const batch = buffer.length > BATCH ? buffer.splice(0, BATCH) : buffer;
    if (batch === buffer) buffer = [];
    underway += 1;
    const send = (): Promise<void> =>
      influx.writePoints(batch, { precision: "ms" }).catch(async () => {
        await new Promise((resolve) => setTimeout(resolve, 500));
        return send();
      });
    void send().finally(() => {
      underway -= 1;
      if (buffer.length >= BATCH) flush();
    });
  }
};
setInterval(flush, FLUSH_EVERY);

const client = connect(mqttUrl, { protocolVersion: 4, clean: true, reconnectPeriod: 200 });
client.on("message", (topic, payload) => {
  const [, , kind = "", device = ""] = topic.split("/");
  const schema = schemas.get(kind);
  let body: unknown;
  try {
    body = JSON.parse(payload.toString());
  } catch {
    refused += 1;
    return;
  }
  const checked = schema?.safeParse(body);
  if (!checked?.success) {
    refused += 1;
    return;
  }
  const { ts, seq: _, ...fields } = checked.data as { ts: number; seq?: number };
  buffer.push({ measurement: kind, tags: { site: SITE, zone: "east", device }, fields, timestamp: ts });
  if (buffer.length >= BATCH) flush();
});
client.on("connect", () => client.subscribe(`${ROOT}/+/+/telemetry`, { qos: 1 }, () => process.send?.("ready")));
process.on("disconnect", () => process.exit(0));
process.on("exit", () => refused > 0 && process.stderr.write(`the consumer refused ${refused} messages\n`));
