// How a device stamps what it says: some with their own time in one of four forms, some with a sequence number, some with neither.

import type { Payload } from "./kinds/simulated-device.ts";
import type { LocalTime } from "./local-time.ts";
import { hash } from "./random.ts";

const stamps = ["none", "iso", "local", "milliseconds", "seconds"] as const;
export type Stamp = (typeof stamps)[number];

export type Voice = {
  readonly stamp: Stamp;
  /** Adds `ts` and `seq` to the payload. @param ahead how far the device's clock runs ahead, ms. */
  readonly sign: (payload: Payload, now: number, ahead: number) => Payload;
  /** The device has started anew: `seq` goes on from 0. */
  readonly restart: () => void;
};

/**
 * The habit is the device's for ever: it comes from its id. Whole seconds are for devices that speak slowly.
 * @param stamped false: never a `ts` (a community played faster than time would be ahead of every clock).
 */
export function createVoice(id: string, reportEvery: number, time: LocalTime, stamped = true): Voice {
  const habit = hash(`voice ${id}`);
  const chosen = stamps[habit % stamps.length] ?? "none";
  const stamp = !stamped ? "none" : chosen === "seconds" && reportEvery < 20_000 ? "iso" : chosen;
  const counts = (habit >>> 8) % 2 === 0;
  let seq = (habit >>> 4) % 10_000;
  return {
    stamp,
    sign: (payload, now, ahead) => {
      const at = Math.floor(now + ahead);
      if (stamp === "iso" || (stamp === "none" && ahead !== 0)) payload.ts = new Date(at).toISOString();
      else if (stamp === "local") payload.ts = time.plain(at);
      else if (stamp === "milliseconds") payload.ts = at;
      else if (stamp === "seconds") payload.ts = Math.floor(at / 1000);
      if (counts) payload.seq = seq++;
      return payload;
    },
    restart: () => {
      seq = 0;
    },
  };
}
