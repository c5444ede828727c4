// The load generator as a process of its own, started by load.ts: told what to send in one message, it answers with progress and, at the end, the figures.

import { createHistogram } from "./histogram.ts";
import type { LoadConfig, LoadReport, ToGenerator } from "./load.ts";
import { createLoadConnection, type LoadConnection } from "./load-connection.ts";
import { createRing } from "./load-frames.ts";
import { payloadsOf } from "./payloads.ts";
import { epochNow } from "./process.ts";

/** Connections that are being opened at a time. */
const OPENING = 200;
const PROGRESS_EVERY = 200;

const tell = (message: object): void => void process.send?.(message);

function run(config: LoadConfig): void {
  const { qos, window, mode } = config;
  let { port } = config;
  const count = Math.min(config.connections, config.devices.length || config.connections);
  const payloads = mode === "idle" ? undefined : payloadsOf(config.payloads, config.base);
  const connections: LoadConnection[] = [];
  let latency = createHistogram();
  let fromDue = createHistogram();
  const sentAt: Float64Array[] = [];
  const dueAt: Float64Array[] = [];
  let limits: number[] = Array.from({ length: count }, (_, c) =>
    config.limit === undefined
      ? Number.POSITIVE_INFINITY
      : Math.floor(config.limit / count) + (c < config.limit % count ? 1 : 0),
  );
  let ups = 0;
  let failures = 0;
  let lastFailure = "";
  let lastAcked = 0;
  let held = 0;
  let firstSent = 0;
  let stopping = false;
  let finished = false;
  const cpuBefore = process.cpuUsage();

  const openOne = (c: number): void => {
    const devices = config.devices.filter((_, index) => index % count === c);
    const ring =
      payloads &&
      createRing({ devices, payloads, qos, atLeast: Math.max(window * 2, 64), base: config.base, step: config.step });
    const paced = mode === "paced" ? new Float64Array(ring?.slots ?? 0) : undefined;
    if (paced) {
      sentAt[c] = paced;
      dueAt[c] = new Float64Array(paced.length);
    }
    connections[c] = createLoadConnection({
      host: config.host,
      port: () => port,
      clientId: `${config.clientPrefix}-${c}`,
      keepAlive: mode === "idle" ? 300 : 0,
      qos,
      ...(ring && { ring }),
      ...(config.addresses > 1 && { localAddress: `127.0.0.${2 + (c % config.addresses)}` }),
      window,
      single: mode !== "pipelined",
      reconnect: config.reconnect,
      limit: () => limits[c] as number,
      onUp: () => {
        ups += 1;
        if (opened < count) openOne(opened++);
        if (ups === count)
          tell({ type: "connected", connections: count, ports: connections.map((each) => each.localPort()) });
        if (firstSent > 0 && mode !== "paced") connections[c]?.pump();
      },
      onDown: (error) => {
        failures += 1;
        lastFailure = error?.message ?? "closed by the other side";
        if (!config.reconnect) {
          tell({ type: "failed", message: `connection ${c}: ${lastFailure}` });
          process.exitCode = 1;
        }
      },
      onAcked: (from, to) => {
        if (!paced) return;
        const now = performance.now();
        for (let k = from; k < to; k += 1) {
          latency.add(now - (paced[k % paced.length] as number));
          fromDue.add(now - (dueAt[c]?.[k % paced.length] as number));
        }
      },
    });
  };
  let opened = Math.min(OPENING, count);
  for (let c = 0; c < opened; c += 1) openOne(c);

  const total = (of: (connection: LoadConnection) => number): number =>
    connections.reduce((sum, each) => sum + of(each), 0);
  const report = (): LoadReport => {
    const { user, system } = process.cpuUsage(cpuBefore);
    return {
      firstSent,
      lastAcked,
      sent: total((each) => each.sent()),
      acked: total((each) => each.acked()),
      ackedOf: connections.map((each) => each.acked()),
      sentOf: connections.map((each) => each.sent()),
      outOfOrder: total((each) => each.outOfOrder()),
      failures,
      lastFailure,
      held,
      cpuSeconds: (user + system) / 1e6,
      latency: latency.summary(),
      latencyFromDue: fromDue.summary(),
    };
  };
  const progress = setInterval(() => {
    const now = report();
    tell({ type: "progress", report: now });
    const done = stopping ? now.acked >= now.sent : config.limit !== undefined && now.acked >= config.limit;
    if (done && !finished && firstSent > 0) finish();
  }, PROGRESS_EVERY);
  const finish = (): void => {
    finished = true;
    lastAcked ||= epochNow();
    tell({ type: "done", report: report() });
  };

  const go = (): void => {
    firstSent = epochNow();
    if (mode === "paced") pace();
    else if (mode !== "idle") for (const each of connections) each.pump();
    if (mode !== "idle" && mode !== "paced") exactEnd();
  };
  /** The last acknowledgement to the millisecond, not to the next report of progress. */
  const exactEnd = (): void => {
    const timer = setInterval(() => {
      if (finished) clearInterval(timer);
      else if (lastAcked === 0 && config.limit !== undefined && total((each) => each.acked()) >= config.limit)
        lastAcked = epochNow();
    }, 5);
  };
  const pace = (): void => {
    const started = performance.now();
    const rate = config.rate / 1000;
    let turn = 0;
    const timer = setInterval(() => {
      if (stopping || (config.limit !== undefined && turn >= config.limit)) return clearInterval(timer);
      const due = Math.min(Math.floor((performance.now() - started) * rate), config.limit ?? Number.POSITIVE_INFINITY);
      for (; turn < due; turn += 1) {
        const c = turn % count;
        const connection = connections[c] as LoadConnection;
        const sentTimes = sentAt[c] as Float64Array;
        const slot = connection.sent() % sentTimes.length;
        const now = performance.now();
        sentTimes[slot] = now;
        (dueAt[c] as Float64Array)[slot] = started + turn / rate;
        if (!connection.one()) held += 1;
      }
    }, 1);
  };

  process.on("message", (message: ToGenerator) => {
    if (message.type === "go") go();
    if (message.type === "stop") {
      stopping = true;
      limits = connections.map((each) => each.sent());
    }
    if (message.type === "forget") [latency, fromDue, held] = [createHistogram(), createHistogram(), 0];
    if (message.type === "aim") port = message.port;
    if (message.type === "end") {
      clearInterval(progress);
      for (const each of connections) each.end();
      process.exit(0);
    }
  });
  process.on("disconnect", () => process.exit(0));
}

process.once("message", (message: ToGenerator) => {
  if (message.type === "config") run(message.config);
});
