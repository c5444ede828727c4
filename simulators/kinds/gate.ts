// A healthy access gate: people pass, the door opens and closes behind them, now and then a card is refused.

import { createDailyCurve } from "../daily-curve.ts";
import { between, hash, integerBetween, rounded, waitFor } from "../random.ts";
import { type CreateDevice, createReportTimes, type DeviceMessage } from "./simulated-device.ts";

/** Passages an hour: the peaks of 07–09 and 17–19. */
const busyness = createDailyCurve([
  [0, 2],
  [4, 0.5],
  [6, 8],
  [7, 45],
  [8.5, 50],
  [9.5, 18],
  [12, 20],
  [15, 14],
  [17, 42],
  [18.5, 50],
  [20, 26],
  [22.5, 10],
]);
const methods = ["card", "card", "card", "face", "face", "face", "qr", "button", "remote"] as const;

/** Reports every `reportEvery` and whenever the door opens or has closed. Nobody is refused twice running. */
export const createGate: CreateDevice = (device, random, around) => {
  const times = createReportTimes(device, random, around.start);
  const share = between(random, 0.4, 1);
  let cycles = integerBetween(random, 20_000, 400_000);
  let battery = between(random, 96, 100);
  let refusedBefore = false;
  let opensAt = Number.POSITIVE_INFINITY;
  let closesAt = Number.NEGATIVE_INFINITY;
  let openReported = true;
  let closeReported = true;
  let passageAt = around.start + wait(around.start);

  function wait(at: number): number {
    const next = waitFor(random, busyness(around.time.hour(at)) * share);
    return Math.round(Math.min(next, 3_600_000));
  }
  const doorAt = (now: number) => {
    if (now < opensAt || now >= closesAt) return "closed";
    if (now < opensAt + 800) return "opening";
    return now < closesAt - 800 ? "open" : "closing";
  };
  const due = (): number =>
    Math.min(
      passageAt,
      openReported ? Number.POSITIVE_INFINITY : opensAt + 800,
      closeReported ? Number.POSITIVE_INFINITY : closesAt,
    );

  /** Somebody at the reader: mostly let in, sometimes refused and then let in at the next try. */
  const pass = (at: number): DeviceMessage => {
    const refused = !refusedBefore && random() < 0.025;
    refusedBefore = refused;
    const payload = {
      event: "passage",
      result: refused ? "denied" : "granted",
      method: methods[Math.floor(random() * methods.length)] ?? "card",
      direction: random() < (around.time.hour(at) < 13 ? 0.3 : 0.7) ? "in" : "out",
      holder: `h-${(hash(device.id + integerBetween(random, 1, 300)) % 0xffffff).toString(16)}`,
    };
    if (refused) {
      passageAt = at + integerBetween(random, 4_000, 12_000);
      return { channel: "event", payload };
    }
    opensAt = at + 200;
    closesAt = opensAt + integerBetween(random, 4_000, 9_000);
    openReported = false;
    closeReported = false;
    cycles++;
    passageAt = closesAt + 500 + wait(at);
    return { channel: "event", payload };
  };
  return {
    next: () => Math.min(times.next(), due()),
    step: (now) => {
      times.pass(now);
      const messages: DeviceMessage[] = [];
      for (let at = due(); at <= now; at = due()) {
        if (at === passageAt) messages.push(pass(at));
        else if (!openReported) openReported = true;
        else closeReported = true;
      }
      battery = Math.min(100, Math.max(95, battery + between(random, -0.02, 0.02)));
      const door = doorAt(now);
      const payload = {
        door,
        lock: door === "closed" ? "locked" : "unlocked",
        mode: "normal",
        reader: "ok",
        forced: false,
        tamper: false,
        power: "mains",
        battery: rounded(battery, 10),
        cycles,
      };
      messages.push({ channel: "telemetry", payload });
      return messages;
    },
  };
};
