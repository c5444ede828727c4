// Starts the broker that is to be attacked, with a bystander who must not notice, and watches its memory.

import { fork } from "node:child_process";
import { connect, type Socket } from "node:net";
import mqtt from "mqtt";
import type { Report, Settings } from "./attacked-broker.ts";
import { until } from "./broker-bench.ts";

/** Every socket is destroyed and the process ended by its own handle at the end. */
export const openAttacked = async (settings: Settings = {}) => {
  const child = fork(new URL("./attacked-broker.ts", import.meta.url).pathname, [JSON.stringify(settings)], {
    execArgv: ["--expose-gc"],
  });
  let report: Report | undefined;
  let most = 0;
  child.on("message", (told: Report) => {
    report = told;
    most = Math.max(most, told.memory);
  });
  const exited = new Promise((resolve) => child.once("exit", resolve));
  await until("the broker", () => report !== undefined);
  const last = (): Report => report as Report;
  const bystander = await mqtt.connectAsync(`mqtt://127.0.0.1:${last().port}`, {
    reconnectPeriod: 0,
    ...(settings.secured ? { username: "C9", password: "right" } : {}),
  });
  bystander.on("error", () => {});
  const before = last().memory;
  const sockets = new Set<Socket>();
  let trips = 0;
  return {
    last,
    /** How much larger than at the start its memory ever was, MiB. */
    growth: (): number => most - before,
    /** Answers once a QoS 1 message of the bystander is acknowledged. */
    roundTrip: async (): Promise<void> => {
      trips += 1;
      const sent = bystander.publishAsync("facility/demo/camera/C9/telemetry", `${trips}`, { qos: 1 });
      let arrived = false;
      sent.then(
        () => {
          arrived = true;
        },
        () => {},
      );
      await until("the bystander's PUBACK", () => arrived);
    },
    socket: (hello?: Buffer): Socket => {
      const socket = connect(last().port, "127.0.0.1");
      sockets.add(socket);
      socket.on("error", () => {});
      socket.on("close", () => sockets.delete(socket));
      if (hello !== undefined) socket.write(hello);
      return socket;
    },
    /** Connections that the attacker still has. */
    alive: (): number => sockets.size,
    [Symbol.asyncDispose]: async () => {
      bystander.end(true);
      for (const socket of sockets) socket.destroy();
      child.disconnect();
      await exited;
    },
  };
};
