// What the kernel knows of a process, and the small waits that every benchmark needs.

import { readdirSync, readFileSync } from "node:fs";
import { setTimeout } from "node:timers/promises";

/** Seconds of CPU the process has used in all its threads; its children do not count. @throws Error when it is gone. */
export function cpuSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
  // utime and stime, fields 14 and 15 of proc(5), in ticks of 10 ms.
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

/** Resident memory in MB. @throws Error when the process is gone. */
export function residentMegabytes(pid: number): number {
  const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  return Number(kilobytes) / 1024;
}

/** Epoch ms with fractions, comparable between processes of one machine. */
export const epochNow = (): number => performance.timeOrigin + performance.now();

/**
 * Asks again and again until `ask` answers something.
 * @throws Error naming `what` after `within` ms.
 */
export async function until<T>(
  what: string,
  ask: () => Promise<T | undefined> | T | undefined,
  { within = 60_000, every = 100 }: { readonly within?: number; readonly every?: number } = {},
): Promise<T> {
  const last = performance.now() + within;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (performance.now() > last) throw new Error(`${what}: not within ${within / 1000} s`);
    await setTimeout(every);
  }
}

/** Samples a figure until disposed; `highest` is of all samples so far. */
export function watch(every: number, sample: () => number): Disposable & { readonly highest: () => number } {
  let highest = sample();
  const timer = setInterval(() => {
    try {
      highest = Math.max(highest, sample());
    } catch {
      clearInterval(timer);
    }
  }, every);
  return { highest: () => highest, [Symbol.dispose]: () => clearInterval(timer) };
}

/** The processes that this one has started and that still run: [pid, name of the program]. */
export function children(): (readonly [pid: number, name: string])[] {
  return readdirSync("/proc").flatMap((entry) => {
    if (!/^\d+$/.test(entry)) return [];
    try {
      const [head = "", tail = ""] = readFileSync(`/proc/${entry}/stat`, "utf8").split(") ");
      const parent = Number(tail.split(" ")[1]);
      return parent === process.pid ? [[Number(entry), head.slice(head.indexOf("(") + 1)] as const] : [];
    } catch {
      return [];
    }
  });
}

/** Whatever is still running when the benchmarks end, however they end, goes with them. */
export function takeChildrenAlong(): void {
  process.on("exit", () => {
    for (const [pid] of children())
      try {
        process.kill(pid, "SIGKILL");
      } catch {
        // It went by itself.
      }
  });
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(130));
}
