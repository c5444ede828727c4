// The broker in a process of its own, so that its memory can be measured while a test attacks it; it reports ten times a second.

import type { BrokerLimits, BrokerStats } from "../../src/broker/embedded-options.ts";
import { openEmbedded } from "../../src/broker/open-embedded.ts";
import { createMemoryIntake } from "./memory-intake.ts";

export type Report = {
  readonly port: number;
  readonly stats: BrokerStats;
  /** Resident memory, MiB. */
  readonly memory: number;
  /** What is really kept, measured once a second behind a garbage collection, MiB. */
  readonly kept: number;
  readonly taken: number;
  /** Secrets looked at. */
  readonly verified: number;
  readonly floods: readonly string[];
};
export type Settings = { readonly limits?: Partial<BrokerLimits>; readonly secured?: boolean };

const { limits = {}, secured = false }: Settings = JSON.parse(process.argv[2] ?? "{}");
const intake = createMemoryIntake(false);
const floods: string[] = [];
let taken = 0;
let verified = 0;
const broker = await openEmbedded({
  host: "127.0.0.1",
  port: 0,
  site: { id: "demo", topicRoot: "facility" },
  kindOf: (device) => (device.startsWith("C") ? "camera" : undefined),
  credentials: {
    any: () => secured,
    verify: (user, secret) => {
      verified += 1;
      return secret === "right" ? { id: user, type: "device" } : null;
    },
  },
  intake: {
    ...intake,
    take: () => {
      taken += 1;
      return true;
    },
  },
  log: { info: () => {}, warn: () => {} },
  limits,
  onFlooding: (device, flooding) => floods.push(`${device} ${flooding}`),
});
let kept = 0;
const measure = (): void => {
  globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  kept = (heapUsed + external) / 2 ** 20;
};
measure();
setInterval(measure, 1_000);
const report = (): void => {
  const memory = process.memoryUsage.rss() / 2 ** 20;
  const told: Report = { port: broker.port, stats: broker.stats(), memory, kept, taken, verified, floods };
  process.send?.(told);
};
report();
setInterval(report, 100);
process.on("disconnect", () => process.exit(0));
