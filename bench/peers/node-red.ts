// Node-RED with node-red-contrib-influxdb, installed in a folder outside the tree, with the flow one would draw: mqtt in → json → function → InfluxDB.

import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "../../test/history/influxd.ts";
import { DATABASE } from "../influx.ts";
import { until } from "../process.ts";
import { say } from "../report.ts";
import { ROOT, SITE } from "../site.ts";

export type NodeRed = AsyncDisposable & { readonly pid: number };

const script = (folder: string): string => join(folder, "node_modules/node-red/red.js");

/** The folder with node-red in it, installed there where it is missing; undefined, with a line that says why, where it cannot be. */
export function findNodeRed(folder = join(tmpdir(), "anju-bench-node-red")): string | undefined {
  const contrib = join(folder, "node_modules/node-red-contrib-influxdb");
  if (existsSync(script(folder)) && existsSync(contrib)) return folder;
  mkdirSync(folder, { recursive: true });
  const packages = ["node-red", "node-red-contrib-influxdb"];
  const args = ["install", "--no-audit", "--no-fund", "--prefix", folder, ...packages];
  const { status, stderr, error } = spawnSync("npm", args, { encoding: "utf8", timeout: 600_000, cwd: folder });
  if (status === 0) return folder;
  say(
    `node-red: left out, npm could not install it in ${folder}: ${(error?.message ?? stderr).trim().split("\n").at(-1)}`,
  );
  return undefined;
}

const build = `
const [, , kind, device] = msg.topic.split("/");
const { ts, seq, ...fields } = msg.payload;
const tags = { site: "${SITE}", zone: "east", device };`;

/** One point a request: the node's own form of fields and tags. */
const perMessage = `${build}
msg.measurement = kind;
msg.payload = [{ ...fields, time: new Date(ts) }, tags];
return msg;`;

/** Points are kept in the function's context and leave as one list of 5,000, or every 100 ms. */
const batched = `${build}
const points = context.get("points");
points.push({ measurement: kind, fields, tags, timestamp: new Date(ts) });
if (points.length < 5000) return null;
context.set("points", []);
return { payload: points };`;
const flushing = `
context.set("points", []);
context.set("timer", setInterval(() => {
  const points = context.get("points");
  if (points.length === 0) return;
  context.set("points", []);
  node.send({ payload: points });
}, 100));`;

const flow = (mode: "batched" | "perMessage", mqttPort: number, influx: URL): object[] => [
  { id: "node-tab", type: "tab", label: "gateway" },
  {
    id: "node-broker",
    type: "mqtt-broker",
    broker: "127.0.0.1",
    port: String(mqttPort),
    clientid: "node-red",
    protocolVersion: "4",
    keepalive: "60",
    cleansession: true,
    autoConnect: true,
  },
  {
    id: "node-influx",
    type: "influxdb",
    hostname: influx.hostname,
    port: influx.port,
    protocol: "http",
    database: DATABASE,
    name: "influx",
    influxdbVersion: "1.x",
    usetls: false,
  },
  {
    id: "node-in",
    z: "node-tab",
    type: "mqtt in",
    topic: `${ROOT}/+/+/telemetry`,
    qos: "1",
    datatype: "utf8",
    broker: "node-broker",
    wires: [["node-json"]],
  },
  { id: "node-json", z: "node-tab", type: "json", property: "payload", action: "obj", wires: [["node-build"]] },
  {
    ...{
      id: "node-build",
      z: "node-tab",
      type: "function",
      func: mode === "batched" ? batched : perMessage,
      outputs: 1,
      noerr: 0,
    },
    ...{
      initialize: mode === "batched" ? flushing : "",
      finalize: mode === "batched" ? 'clearInterval(context.get("timer"));' : "",
    },
    wires: [["node-out"]],
  },
  mode === "batched"
    ? {
        id: "node-out",
        z: "node-tab",
        type: "influxdb batch",
        influxdb: "node-influx",
        precision: "ms",
        retentionPolicy: "",
        wires: [],
      }
    : {
        id: "node-out",
        z: "node-tab",
        type: "influxdb out",
        influxdb: "node-influx",
        measurement: "",
        precision: "ms",
        retentionPolicy: "",
        wires: [],
      },
];

/** Started with the flow and subscribed. */
export async function openNodeRed(
  installed: string,
  mode: "batched" | "perMessage",
  mqttPort: number,
  influxUrl: string,
): Promise<NodeRed> {
  const folder = mkdtempSync(join(tmpdir(), "anju-bench-flow-"));
  const port = await freePort();
  writeFileSync(join(folder, "flows.json"), JSON.stringify(flow(mode, mqttPort, new URL(influxUrl))));
  const settings = `module.exports = { uiHost: "127.0.0.1", uiPort: ${port}, flowFile: "flows.json", userDir: ${JSON.stringify(folder)},
  nodesDir: ${JSON.stringify(join(installed, "node_modules/node-red-contrib-influxdb"))}, httpAdminRoot: false, credentialSecret: false, telemetry: { enabled: false },
  logging: { console: { level: "info", metrics: false, audit: false } } };`;
  writeFileSync(join(folder, "settings.js"), settings);
  const child = spawn(process.execPath, [script(installed), "-s", join(folder, "settings.js")], {
    cwd: folder,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let log = "";
  const hear = (data: Buffer): void => {
    log = (log + data.toString()).slice(-20_000);
  };
  child.stdout.on("data", hear);
  child.stderr.on("data", hear);
  const close = async (): Promise<void> => {
    child.kill("SIGKILL");
    if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await until("Node-RED is connected to its broker", () => (/Connected to broker/.test(log) ? true : undefined));
  } catch (error) {
    await close();
    throw new Error(`${(error as Error).message}\n${log}`);
  }
  return { pid: child.pid as number, [Symbol.asyncDispose]: close };
}
