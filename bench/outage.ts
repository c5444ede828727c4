// InfluxDB is away for an hour of traffic while devices go on: nothing may be missing or doubled afterwards, memory stays flat, and live data does not wait for the backlog.

import { setTimeout } from "node:timers/promises";
import { type Gateway, startGateway } from "./gateway.ts";
import { ask, countPoints, influxdThere, openInfluxd } from "./influx.ts";
import { startLoad, timesWithinAnHour } from "./load.ts";
import { median } from "./median.ts";
import type { Options } from "./options.ts";
import { residentMegabytes, until, watch } from "./process.ts";
import { say, table, verdict, writeResult } from "./report.ts";
import { devicesOf, writeSite } from "./site.ts";
import { folderIn } from "./systems.ts";

/** The simulated hour is told so many times faster. */
const SPEED = 10;

const waitingOf = async (gateway: Gateway): Promise<number> =>
  (await gateway.metrics()).get("anju_history_waiting") ?? 0;

/** How far the newest live reading in InfluxDB lies behind now, ms; undefined while there is none. */
async function liveLag(url: string): Promise<number | undefined> {
  const newest = await ask(url, "SELECT last(voltage) FROM streetlight WHERE device =~ /^V/").catch(() => undefined);
  const at = newest?.values[0]?.[0];
  return typeof at === "number" ? Math.max(0, Date.now() - at) : undefined;
}

export async function outageBench(options: Options): Promise<void> {
  if (!influxdThere) return say("outage: left out, influxd is missing: apt-get install influxdb");
  const rate = options.rate ?? (options.quick ? 200 : 5_000);
  const minutes = options.minutes ?? (options.quick ? 1 : 60);
  const backlog = rate * minutes * 60;
  const feed = rate * SPEED;
  const warm = options.quick ? 3 : 30;
  await using stack = new AsyncDisposableStack();
  const influx = stack.use(await openInfluxd());
  const devices = devicesOf(1000);
  const live = devicesOf(1000, "streetlight", "V");
  const site = writeSite(folderIn(stack, "site"), [...devices, ...live]);
  const gateway = stack.use(await startGateway({ site, data: folderIn(stack, "data"), influx: influx.url }));
  const { mqttPort: port, pid } = gateway;
  const { connections } = options;

  // Live traffic from the first second to the last, stamped with the time it is sent at.
  const now = { base: Date.now(), step: (live.length / rate) * 1000 };
  const steady = stack.use(
    await startLoad({
      ...now,
      port,
      connections: Math.ceil(connections / 2),
      devices: live,
      mode: "paced",
      rate,
      window: 2000,
      clientPrefix: "live",
    }),
  );
  steady.go();
  const limit = backlog + feed * warm;
  const missed = stack.use(
    await startLoad({
      ...timesWithinAnHour(limit / devices.length),
      port,
      connections,
      devices,
      mode: "paced",
      rate: feed,
      window: 2000,
      limit,
      clientPrefix: "hour",
    }),
  );
  // The same traffic before and during the outage: what memory it adds is the outage's own.
  missed.go();
  await setTimeout(warm * 1000);
  const atStart = residentMegabytes(pid);
  using memory = watch(1000, () => residentMegabytes(pid));

  await influx.stop();
  const stopped = performance.now();
  const hour = await missed.done;
  const away = (performance.now() - stopped) / 1000;
  const waiting = await waitingOf(gateway);
  say(
    `  some ${backlog} messages of ${minutes} simulated minutes taken in ${away.toFixed(1)} s without InfluxDB; ${waiting} lines wait`,
  );

  const lags: number[] = [];
  await influx.start();
  const restarted = performance.now();
  const lagging = setInterval(
    async () => {
      const lag = await liveLag(influx.url).catch(() => undefined);
      if (lag !== undefined && performance.now() - restarted > (options.quick ? 0 : 5_000)) lags.push(lag);
    },
    options.quick ? 200 : 1_000,
  );
  let drained: number;
  try {
    drained = await until(
      "the backlog is drained",
      async () => ((await waitingOf(gateway)) < rate * 2 ? (performance.now() - restarted) / 1000 : undefined),
      { within: 3_600_000, every: options.quick ? 50 : 500 },
    );
  } finally {
    clearInterval(lagging);
  }
  steady.stop();
  const lived = await steady.done;
  const sent = hour.sent + lived.sent;
  const stored = await until(
    "everything sent is in InfluxDB",
    async () => {
      const count = await countPoints(influx.url, "streetlight");
      return count >= sent ? count : undefined;
    },
    { within: 120_000, every: 1_000 },
  ).catch(() => countPoints(influx.url, "streetlight"));
  await setTimeout(2_000);
  const written = (await gateway.metrics()).get("anju_history_shipped_total") ?? 0;

  const drainRate = waiting / drained + rate;
  const highest = memory.highest();
  const row = {
    sent,
    stored,
    "lines shipped": written,
    "s to drain": drained,
    "drain lines/s": drainRate,
    "× live rate": drainRate / rate,
    "live lag median s": lags.length > 0 ? median(lags) / 1000 : null,
    "live lag max s": lags.length > 0 ? Math.max(...lags) / 1000 : null,
    "MB start": atStart,
    "MB highest": highest,
    "live p99 PUBACK ms": lived.latency.p99,
  };
  table(
    `outage    ${minutes} simulated minutes at ${rate} msg/s told ${SPEED} times as fast, then ${rate} msg/s during the drain`,
    [row],
  );
  verdict("acknowledged messages missing from InfluxDB", sent - stored, "≤", 0);
  // A point sent twice would overwrite itself: that nothing is doubled shows in the lines that were shipped.
  verdict("stored beyond what was sent", stored - sent, "≤", 0);
  verdict("drain against the live rate", drainRate / rate, "≥", 5);
  verdict("memory, highest against the start", highest / atStart, "≤", 1.3);
  writeResult("outage", { options, row, lags });
}
