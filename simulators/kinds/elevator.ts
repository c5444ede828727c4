// A healthy elevator: calls with two daily peaks, each trip with its doors, load, speed and floors.

import { createDailyCurve } from "../daily-curve.ts";
import { between, integerBetween, rounded, waitFor } from "../random.ts";
import { type CreateDevice, createReportTimes } from "./simulated-device.ts";
import { planTravel, storey, type Travel, travelAt } from "./travel.ts";

/** Calls an hour: down to work 07–09, up home 17–19. */
const busyness = createDailyCurve([
  [0, 2],
  [3, 0.5],
  [6, 8],
  [7, 55],
  [8.5, 60],
  [9.5, 22],
  [12, 24],
  [15, 16],
  [17, 50],
  [18.5, 60],
  [20, 28],
  [22.5, 8],
]);

type Phase = "idle" | "opening" | "open" | "closing" | "travelling";
const standing: Travel = { distance: 0, speed: 0, ramp: 0, seconds: 0 };

/**
 * A caller's trip: the car comes, opens, closes, travels, opens, and is empty again; with nobody inside it waits
 * behind closed doors. Speed is negative on the way down.
 */
export const createElevator: CreateDevice = (device, random, around) => {
  const times = createReportTimes(device, random, around.start);
  const ratedSpeed = device.rated.speed ?? 1.75;
  const ratedLoad = device.rated.load ?? 1000;
  const top = integerBetween(random, 11, 28);
  const share = between(random, 0.6, 1);
  const character = { vibration: between(random, 5, 11), warmth: between(random, 0, 6) };
  const most = Math.max(1, Math.min(6, Math.floor((ratedLoad * 0.8) / 75)));
  let trips = integerBetween(random, 50_000, 900_000);
  let doorCycles = Math.round(trips * between(random, 1.05, 1.2));
  let phase: Phase = "idle";
  let since = around.start;
  let until = around.start + integerBetween(random, 1_000, 90_000);
  let floor = 1;
  let target = 1;
  let destination = 1;
  let travel = standing;
  let people = 0;
  let load = 0;
  let calling = true;
  let activity = 0;
  let lived = around.start;

  const enter = (next: Phase, seconds: number): void => {
    phase = next;
    since = until;
    until = since + Math.max(1, Math.round(seconds * 1000));
  };
  const rest = (): void => {
    const wait = waitFor(random, busyness(around.time.hour(until)) * share);
    calling = wait < 900_000;
    enter("idle", Math.min(wait, 900_000) / 1000);
  };
  const go = (to: number): void => {
    target = to;
    travel = planTravel(Math.abs(to - floor), ratedSpeed);
    enter("travelling", travel.seconds);
  };
  const call = (): void => {
    const hour = around.time.hour(until);
    const home = integerBetween(random, 2, top);
    const downward = hour < 10 ? 0.85 : hour >= 16 && hour < 21 ? 0.15 : 0.5;
    const lobby = random() < 0.15 ? -1 : 1;
    const origin = random() < downward ? home : lobby;
    destination = origin === home ? lobby : home;
    if (origin === floor) enter("opening", 1.6);
    else go(origin);
  };
  /** What follows when a phase has run its time. */
  const proceed = (): void => {
    if (phase === "idle") {
      if (calling) call();
      else rest();
    } else if (phase === "travelling") {
      floor = target;
      trips++;
      enter("opening", 1.6);
    } else if (phase === "opening") {
      doorCycles++;
      people = floor === destination ? 0 : integerBetween(random, 1, random() < 0.7 ? Math.min(2, most) : most);
      load = Math.round(people * between(random, 52, 82));
      enter("open", between(random, 4, 9));
    } else if (phase === "open") enter("closing", 2.2);
    else if (people > 0) go(destination);
    else rest();
  };
  return {
    next: times.next,
    step: (now) => {
      times.pass(now);
      while (until <= now) proceed();
      const moment = phase === "travelling" ? travelAt(travel, (now - since) / 1000) : undefined;
      const moving = moment !== undefined && moment.speed > 0.01;
      const direction = target > floor ? 1 : -1;
      const done = moment?.done ?? 0;
      const passed = (now - lived) / 1_000;
      lived = now;
      activity += ((moving ? 1 : 0) - activity) * (1 - Math.exp(-passed / 900));
      const payload = {
        mode: "normal",
        motion: moving ? (direction > 0 ? "up" : "down") : "stopped",
        speed: moving ? rounded(direction * moment.speed, 100) : 0,
        floor: passing(floor, target, done),
        landing: !moving || done < 0.1 || travel.distance - done < 0.1,
        door: phase === "idle" || phase === "travelling" ? "closed" : phase,
        occupied: people > 0,
        load,
        alarmButton: false,
        emergencyLamp: "ok",
        mains: true,
        brakeTemperature: rounded(26 + activity * 24 + between(random, -0.4, 0.4), 10),
        motorTemperature: rounded(30 + character.warmth + activity * 34 + between(random, -0.4, 0.4), 10),
        vibration: rounded(moving ? character.vibration * between(random, 0.8, 1.3) : between(random, 0.3, 1), 10),
        trips,
        doorCycles,
      };
      return [{ channel: "telemetry", payload }];
    },
  };
};

/** The floor shown on the way: there is no floor 0. */
function passing(from: number, to: number, done: number): number {
  if (from === to) return from;
  const way = Math.min(Math.abs(to - from), Math.round(done / storey));
  const at = from + Math.sign(to - from) * way;
  return at === 0 ? Math.sign(to - from) : at;
}
