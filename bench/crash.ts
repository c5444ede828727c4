// `kill -9` at random instants under load, again and again on one data folder: at the end everything acknowledged must be there, once, and in order.

import { rmSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import { createRandom } from "../simulators/random.ts";
import { checkMessages, checkPeople, type Loss } from "./crash-check.ts";
import { createMemory, type People, startPeople } from "./crash-people.ts";
import { type Gateway, spawnGateway } from "./gateway.ts";
import { influxdThere, openInfluxd } from "./influx.ts";
import { type Load, startLoad } from "./load.ts";
import type { Options } from "./options.ts";
import { until } from "./process.ts";
import { say, table, verdict, writeResult } from "./report.ts";
import { alarmDevices, devicesOf, writeSite } from "./site.ts";
import { folderIn } from "./systems.ts";

/** One crash in so many comes while the gateway is still starting. */
const DURING_START = 5;
const LONGEST_LIFE = 1_500;

export async function crashBench(options: Options): Promise<void> {
  const times = options.times ?? (options.quick ? 4 : 200);
  const rate = options.rate ?? (options.quick ? 500 : 2_000);
  const random = createRandom(options.seed);
  await using stack = new AsyncDisposableStack();
  const devices = devicesOf(options.devices ?? 100);
  const alarms = alarmDevices(times * 20);
  const influx = options.history === "influx" && influxdThere ? stack.use(await openInfluxd()) : undefined;
  const site = writeSite(folderIn(stack, "site"), [...devices, ...alarms]);
  const data = folderIn(stack, "crash", options.keep);
  const how = { site, data, ...(influx && { influx: influx.url }) };
  const memory = createMemory();
  const startTook: number[] = [];
  let load: Load | undefined;
  let duringStart = 0;
  say(`crash     seed ${options.seed}, ${times} times, ${influx ? "InfluxDB" : "embedded history"}`);

  for (let round = 0; round < times; round += 1) {
    const starting = spawnGateway(how);
    if (round > 0 && random() < 1 / DURING_START) {
      starting.ready.catch(() => {});
      await setTimeout(random() * (startTook.at(-1) ?? 1_000));
      await starting.kill();
      duringStart += 1;
      continue;
    }
    const gateway: Gateway = await starting.ready;
    startTook.push(gateway.startTook);
    if (load) load.aim(gateway.mqttPort);
    else {
      // Each message has a (device, ts) of its own for the whole run; after a cut each connection goes on behind its last PUBACK.
      const step = (devices.length / rate) * 1000;
      const times_ = { base: Date.now(), step };
      const { mqttPort: port } = gateway;
      load = stack.use(
        await startLoad({
          ...times_,
          port,
          connections: Math.min(20, options.connections),
          devices,
          mode: "paced",
          rate,
          window: 200,
          reconnect: true,
        }),
      );
      load.go();
    }
    const people: People = await startPeople({ gateway, memory, alarms, random });
    await setTimeout(50 + random() * LONGEST_LIFE);
    await gateway.kill();
    await people.stopped();
    if ((round + 1) % 20 === 0) say(`  ${round + 1} crashes, ${load.now()?.acked} messages acknowledged`);
  }

  if (!load) throw new Error("no gateway ever started");
  const gateway = stack.use(await spawnGateway(how).ready);
  load.aim(gateway.mqttPort);
  await setTimeout(1_000);
  load.stop();
  const report = await load.done;
  await until("the history has taken what waited", async () =>
    ((await gateway.metrics()).get("anju_history_waiting") ?? 0) === 0 ? true : undefined,
  );
  await setTimeout(500);
  const losses: Loss[] = [
    ...(await checkMessages(gateway, load.config, report)),
    ...(await checkPeople(gateway, memory)),
  ];
  table(
    `crash     ${times} × kill -9, ${duringStart} of them while starting; restart took ${Math.max(...startTook).toFixed(0)} ms at most`,
    [
      {
        "messages acknowledged": report.acked,
        "alarms acknowledged": [...memory.alarms.values()].filter((state) => state === "acknowledged").length,
        "acts acknowledged": [...memory.acts.values()].filter(({ state }) => state === "acknowledged").length,
        "bad messages acknowledged": [...memory.bad.values()].filter((state) => state === "acknowledged").length,
        "out of order": report.outOfOrder,
        problems: losses.length,
      },
    ],
  );
  for (const loss of losses.slice(0, 20)) say(`  ${loss}`);
  const kept = verdict("acknowledged and lost, doubled or out of order", losses.length + report.outOfOrder, "≤", 0);
  if (!kept) process.exitCode = 1;
  writeResult("crash", {
    options,
    times,
    duringStart,
    report: { ...report, ackedOf: undefined, sentOf: undefined },
    losses,
  });
  if (!options.keep) rmSync(data, { recursive: true, force: true });
}
