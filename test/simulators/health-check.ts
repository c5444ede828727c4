// An independent reading of the contract's limits, simpler than the gateway's: which faults does a stream of messages show?

import type { CommunityMessage } from "../../simulators/community.ts";
import type { Payload } from "../../simulators/kinds/simulated-device.ts";
import { createLighting } from "../../simulators/lighting.ts";
import { createLocalTime } from "../../simulators/local-time.ts";
import type { DeviceConfig, SimulatedSite } from "../../simulators/simulated-site.ts";
import { createSun } from "../../simulators/sun.ts";

export type Finding = { readonly at: number; readonly asset: string; readonly fault: string };
type Numbers =
  | "fps luma sharpness occlusion heading gapMinutes power dimming lux leakage voltage lean speed motorTemperature"
  | "vibration tankLevel outletPressure setPressure inletPressure bearingTemperature flow frequency current";
type Bools =
  | "isBlocked isBlurred sceneChanged frozen recording forced tamper alarmButton occupied landing mains roomLeak"
  | "driveFault running";
type States = "oldestRecording mode door lock reader motion emergencyLamp";
type Words<S extends string> = S extends `${infer First} ${infer Rest}` ? First | Words<Rest> : S;
type Values = Record<Words<Numbers>, number> & Record<Words<Bools>, boolean> & Record<Words<States>, string>;
type Rule = readonly [
  fault: string,
  holdSeconds: number,
  holds: (values: Values, device: DeviceConfig, at: number) => boolean,
];
type Facts = {
  readonly altitude: (at: number) => number;
  readonly burns: (program: string, at: number, margin: number) => boolean;
};
const minute = 60_000;

const rules = (facts: Facts): Readonly<Record<string, readonly Rule[]>> => ({
  camera: [
    ["videoLoss", 30, (v) => v.fps < 1],
    ["frozen", 60, (v) => v.frozen],
    ["dark", 60, (v, d, at) => (d.indoors || facts.altitude(at) > -6) && v.luma < 20],
    ["dark", 300, (v) => v.luma < 8],
    ["overexposed", 300, (v) => v.luma > 240],
    ["blocked", 180, (v) => v.occlusion > 60 || v.isBlocked],
    ["blurred", 600, (v) => v.sharpness < 20 || v.isBlurred],
    ["moved", 10, (v, d) => !d.ptz && d.heading !== undefined && turn(v.heading, d.heading) > 10],
    ["moved", 60, (v, d) => !d.ptz && v.sceneChanged],
    ["notRecording", 300, (v) => v.recording === false],
    ["retentionShort", 0, (v, _, at) => at - Date.parse(v.oldestRecording) < 30 * 86_400_000],
    ["frameRateLow", 300, (v, d) => v.fps < 0.6 * (d.rated.fps ?? 25)],
  ],
  gate: [
    ["forcedOpen", 0, (v) => normalGate(v) && v.forced],
    ["forcedOpen", 2, (v) => normalGate(v) && v.door === "open" && v.lock === "locked"],
    ["tamper", 3, (v) => v.tamper],
    ["heldOpen", 300, (v) => normalGate(v) && v.door === "open"],
    ["lockJammed", 5, (v) => v.lock === "jammed"],
    ["readerFault", 30, (v) => v.reader === "fault"],
    ["onBattery", 30, (v) => (v.power as unknown) === "battery"],
  ],
  streetlight: [
    ["lampOut", 600, (v, d, at) => lampShould(v, d, at, facts) && v.power < 0.3 * lampFull(v, d)],
    [
      "lampWeak",
      1800,
      (v, d, at) => lampShould(v, d, at, facts) && v.power < 0.6 * lampFull(v, d) && v.power >= 0.3 * lampFull(v, d),
    ],
    [
      "dayBurning",
      1800,
      (v, d, at) => !facts.burns("full", at, -30 * minute) && v.power > lampFull({} as Values, d) / 2 && v.lux >= 200,
    ],
    ["leakage", 5, (v) => v.leakage > 30],
    ["overVoltage", 60, (v) => v.voltage > 253],
    ["underVoltage", 60, (v) => v.voltage < 198],
    ["leaning", 300, (v) => v.lean > 5],
  ],
  elevator: [
    ["entrapment", 3, (v) => v.mode !== "inspection" && v.alarmButton],
    ["entrapment", 60, (v) => v.mode !== "inspection" && trapped(v) && !v.landing],
    ["entrapment", 120, (v) => ["fault", "emergencyPower"].includes(v.mode) && trapped(v) && v.door !== "open"],
    ["entrapmentSuspected", 180, (v) => v.mode === "normal" && trapped(v) && v.landing && v.door === "closed"],
    [
      "doorOpenMoving",
      1,
      (v) =>
        v.mode !== "inspection" &&
        v.door === "open" &&
        v.motion !== "stopped" &&
        (!v.landing || Math.abs(v.speed) > 0.8),
    ],
    ["overspeed", 1, (v, d) => Math.abs(v.speed) > 1.15 * (d.rated.speed ?? 1.75)],
    [
      "stalled",
      120,
      (v) =>
        ["normal", "fault", "emergencyPower"].includes(v.mode) && v.motion === "stopped" && !v.landing && !v.occupied,
    ],
    ["controllerFault", 60, (v) => v.mode === "fault"],
    ["doorFault", 120, (v) => v.door === "blocked"],
    ["doorFault", 600, (v) => v.door === "open" && v.mode === "normal"],
    ["powerLost", 30, (v) => v.mains === false],
    ["emergencyLampFailed", 60, (v) => v.emergencyLamp === "failed"],
    ["motorHot", 60, (v) => v.motorTemperature > 90],
    ["vibrationHigh", 60, (v) => v.vibration > 25],
  ],
  pump: [
    ["roomFlooded", 5, (v) => v.roomLeak],
    ["tankHigh", 60, (v) => v.tankLevel > 98],
    ["tankLow", 60, (v) => v.tankLevel < 20],
    ["driveFault", 5, (v) => v.driveFault || v.mode === "fault"],
    ["notAuto", 1800, (v, d) => v.mode !== "auto" && !d.standby],
    ["pressureLow", 120, (v) => v.mode === "auto" && v.outletPressure < 0.7 * v.setPressure],
    ["pressureHigh", 10, (v) => v.outletPressure > 1.2 * v.setPressure],
    ["bearingHot", 60, (v) => v.bearingTemperature > 80],
  ],
});

/** Pump rules that wait until it has run for so long (s). */
const settledRules: readonly (readonly [settle: number, rule: Rule])[] = [
  [180, ["pipeBurst", 30, (v, d) => v.outletPressure < 0.6 * v.setPressure && v.flow > 1.3 * (d.rated.flow ?? 30)]],
  [
    60,
    [
      "dryRun",
      10,
      (v, d) =>
        v.flow < 0.05 * (d.rated.flow ?? 30) && (d.suction === "tank" ? v.tankLevel < 10 : v.inletPressure < 0.02),
    ],
  ],
  [
    60,
    [
      "noFlow",
      120,
      (v, d) => v.flow < 0.05 * (d.rated.flow ?? 30) && v.outletPressure < 0.9 * v.setPressure && v.frequency > 35,
    ],
  ],
  [60, ["overCurrent", 30, (v, d) => v.current > 1.15 * (d.rated.current ?? 20)]],
  [60, ["vibrationRaised", 300, (v) => v.vibration > 4.5]],
];

const normalGate = (v: Values) => !["heldOpen", "fireRelease"].includes(v.mode);
const trapped = (v: Values) => v.occupied && v.motion === "stopped";
const turn = (a: number, b: number) => Math.abs(((a - b + 540) % 360) - 180);
const lampFull = (v: Values, d: DeviceConfig) => ((d.rated.power ?? 60) * (v.dimming ?? 100)) / 100;
const lampShould = (v: Values, d: DeviceConfig, at: number, facts: Facts) =>
  facts.burns(d.program, at, 15 * minute) && v.dimming > 0;

/** Follows messages in time order; `findings` grows by one at the first sight of each fault. */
export function createHealthCheck(site: SimulatedSite) {
  const time = createLocalTime(site.timezone);
  const sun = createSun(site.location);
  const lighting = createLighting(site.lighting, sun, time);
  const facts: Facts = {
    altitude: sun.altitude,
    burns: (program, at, margin) => {
      const a = lighting(program, at - Math.abs(margin));
      const b = lighting(program, at + Math.abs(margin));
      const inside = (w: { from: number; to: number }) => at >= w.from + margin && at < w.to - margin;
      return inside(a) || inside(b);
    },
  };
  const byKind = rules(facts);
  const states = new Map(site.devices.map((device) => [device.id, createState(device, byKind[device.kind] ?? [])]));
  const findings: Finding[] = [];
  return {
    findings,
    hear: (message: CommunityMessage): void => {
      const state = states.get(message.device);
      if (state === undefined || message.payload === undefined) return;
      if (message.topic.endsWith("/event")) {
        const fault = state.event(message.payload as Payload, message.at);
        if (fault) findings.push({ at: message.at, asset: message.device, fault });
        return;
      }
      const readings = Array.isArray(message.payload) ? message.payload : [message.payload];
      const last = readings.at(-1) as Payload;
      for (const { at, fault } of state.read(last, message.at)) findings.push({ at, asset: message.device, fault });
    },
  };
}

function createState(device: DeviceConfig, own: readonly Rule[]) {
  const all: readonly (readonly [number, Rule])[] = [
    ...own.map((rule) => [0, rule] as const),
    ...(device.kind === "pump" ? settledRules : []),
  ];
  const since = all.map(() => Number.NaN);
  const seen = all.map(() => false);
  const patience = Math.max(90_000, 3 * device.reportEvery);
  let values = {} as Values;
  let lastAt = Number.NaN;
  let runningSince = Number.NaN;
  let denied: number[] = [];
  let crossed: number[] = [];
  let gaps: { at: number; minutes: number }[] = [];
  return {
    event: (payload: Payload, at: number): string | undefined => {
      if (payload.event !== "passage") return undefined;
      if (payload.result === "granted") denied = [];
      else denied = [...denied.filter((each) => each > at - 60_000), at];
      return denied.length >= 5 ? "deniedBurst" : undefined;
    },
    read: (payload: Payload, at: number): Omit<Finding, "asset">[] => {
      const found: Omit<Finding, "asset">[] = [];
      const silence = at - lastAt;
      if (silence > patience) since.fill(Number.NaN);
      const powerBefore = values.power as unknown;
      all.forEach(([, [fault, seconds]], index) => {
        if (!seen[index] && at >= (since[index] as number) + seconds * 1000) {
          seen[index] = true;
          found.push({ at: (since[index] as number) + seconds * 1000, fault });
        }
      });
      values = { ...values, ...payload } as Values;
      if (device.kind === "pump") runningSince = values.running ? Math.min(runningSince || at, at) : Number.NaN;
      all.forEach(([settle, [fault, seconds, holds]], index) => {
        const settled = settle === 0 || at - runningSince >= settle * 1000;
        if (!settled || !holds(values, device, at)) {
          since[index] = Number.NaN;
          seen[index] = false;
        } else if (Number.isNaN(since[index])) since[index] = at;
        if (seconds === 0 && since[index] === at && !seen[index]) {
          seen[index] = true;
          found.push({ at, fault });
        }
      });
      if (silence > 600_000 + patience && device.fed === "always") found.push({ at, fault: "offline" });
      if (device.kind === "camera" && gaps.at(-1)?.minutes !== values.gapMinutes) {
        const lowest = Math.min(...gaps.filter((gap) => gap.at > at - 86_400_000).map(({ minutes }) => minutes));
        gaps = [...gaps, { at, minutes: values.gapMinutes }];
        if (values.gapMinutes - lowest > 5) found.push({ at, fault: "recordingGap" });
      }
      if (device.kind === "streetlight" && typeof powerBefore === "number") {
        const level = (device.rated.power ?? 60) / 2;
        if (powerBefore < level !== (values.power as number) < level)
          crossed = [...crossed.filter((each) => each > at - 600_000), at];
        if (crossed.length >= 10) found.push({ at, fault: "flicker" });
      }
      lastAt = at;
      return found;
    },
  };
}
