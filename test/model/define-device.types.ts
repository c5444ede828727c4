// Compile-time tests of defineDevice: every wrong word below must be an error, or `tsc` complains of the unused expectation.

import {
  above,
  all,
  any,
  becomes,
  below,
  count,
  crosses,
  defineDevice,
  held,
  is,
  isNot,
  limit,
  offBy,
  ofPoint,
  ofRated,
  ofRatedTimes,
  period,
  risesBy,
  youngerThan,
} from "../../src/model/define-device.ts";
import { text } from "../../src/model/text.ts";

const label = text("Thing", "东西");
const points = {
  heat: { type: "number", label, unit: "°C", min: -50, max: 500 },
  share: { type: "number", label, unit: "%", min: 0, max: 100 },
  wet: { type: "bool", label },
  mode: { type: "state", label, states: { auto: label, manual: label } },
  oldest: { type: "instant", label },
} as const;
const offline = { severity: "minor", sla: "data-loss" } as const;
const base = {
  kind: "thing",
  label,
  points,
  offline,
  rated: { power: { label, unit: "W" } },
  events: { passage: { label, fields: {} } },
} as const;
const grade = { label, severity: "major", sla: "ordinary" } as const;
type Fault = Parameters<typeof defineDevice<typeof points, "power", "passage", "hot">>[0]["faults"]["hot"];
const opensWhen = (when: Fault["opens"][number]["when"]): Fault => ({ ...grade, opens: [{ when }] });

/** What is right compiles. */
export const right = defineDevice({
  ...base,
  faults: {
    hot: { ...grade, opens: [{ when: above("heat", limit(90)), onDelay: "PT60S" }], hides: ["warm"] },
    warm: { ...grade, while: is("wet", false), opens: [{ when: above("heat", ofRated(0.5, "power")) }] },
  },
});
export const rightConditions = [
  opensWhen(all(isNot("mode", "manual"), any(is("wet", true), below("heat", ofPoint(0.5, "share", "power"))))),
  opensWhen(below("heat", ofRatedTimes(0.3, "power", "share"))),
  opensWhen(held(becomes("mode", "auto", limit(3), "PT1H"), "PT60S", "settle")),
  opensWhen(count("passage", { result: "denied" }, limit(5), "PT60S")),
  opensWhen(youngerThan("oldest", period("P30D"))),
];

export const wrong = [
  // @ts-expect-error a point that is not there
  opensWhen(above("heet", limit(90))),
  // @ts-expect-error a point that is not there, deep inside
  opensWhen(all(is("wet", true), any(is("dry", true)))),
  // @ts-expect-error a number's word for a bool
  opensWhen(above("wet", limit(1))),
  // @ts-expect-error a number's word for an instant
  opensWhen(above("oldest", limit(1))),
  // @ts-expect-error an instant's word for a number
  opensWhen(youngerThan("heat", period("P30D"))),
  // @ts-expect-error a state that is not there
  opensWhen(is("mode", "automatic")),
  // @ts-expect-error a state that is not there, in a negative
  opensWhen(isNot("mode", "auto", "off")),
  // @ts-expect-error a state for a bool
  opensWhen(is("wet", "yes")),
  // @ts-expect-error a bool for a state
  opensWhen(is("mode", true)),
  // @ts-expect-error a state that is not there, counted
  opensWhen(becomes("mode", "fault", limit(3), "PT1H")),
  // @ts-expect-error a rated value that is not there
  opensWhen(above("heat", ofRated(0.5, "speed"))),
  // @ts-expect-error a rated value that is not there, behind a point
  opensWhen(above("heat", ofPoint(0.5, "share", "speed"))),
  // @ts-expect-error a point that is not there, as the measure
  opensWhen(above("heat", ofPoint(0.5, "sharing", "power"))),
  // @ts-expect-error a point that is not there, as the scale
  opensWhen(above("heat", ofRatedTimes(0.5, "power", "dimming"))),
  // @ts-expect-error a rated value that is not there, crossed
  opensWhen(crosses("heat", ofRated(0.5, "speed"), limit(3), "PT1H")),
  // @ts-expect-error a point that is not there, rising
  opensWhen(risesBy("heats", limit(3), "PT1H")),
  // @ts-expect-error a bool off by degrees
  opensWhen(offBy("wet", "heading", limit(3))),
  // @ts-expect-error an event that is not there
  opensWhen(count("passages", {}, limit(5), "PT60S")),
  // @ts-expect-error a wrong point that has held
  opensWhen(held(is("dry", true), "PT60S", "settle")),
];

const opens = [{ when: is("wet", true) }] as const;
// @ts-expect-error a fault that is not there, in hides
export const wrongHides = defineDevice({ ...base, faults: { wet: { ...grade, opens, hides: ["damp"] } } });
// @ts-expect-error a severity that is not there
export const wrongSeverity = defineDevice({ ...base, faults: { wet: { ...grade, severity: "fatal", opens } } });
// @ts-expect-error a label without its Chinese
export const wrongText = defineDevice({ ...base, faults: { wet: { ...grade, label: { en: "Wet" }, opens } } });
// @ts-expect-error a kind without its English name
export const wrongKindText = defineDevice({ ...base, label: { zh: "东西" }, faults: {} });
export const wrongPointText = defineDevice({
  ...base,
  // @ts-expect-error a point's label without its Chinese
  points: { wet: { type: "bool", label: { en: "Wet" } } },
  faults: {},
});
// @ts-expect-error no way to open
export const noOpens = defineDevice({ ...base, faults: { wet: { ...grade } } });
// @ts-expect-error no row of promises
export const noRow = defineDevice({ ...base, faults: { wet: { label, severity: "major", opens } } });
export const wrongWhile = defineDevice({
  ...base,
  // @ts-expect-error a point that is not there, in while
  faults: { wet: { ...grade, while: is("dry", true), opens } },
});
export const wrongClears = defineDevice({
  ...base,
  // @ts-expect-error a state that is not there, in clearsWhen
  faults: { wet: { ...grade, opens, clearsWhen: is("mode", "off") } },
});
export const wrongOffline = defineDevice({
  ...base,
  // @ts-expect-error a point that is not there, in offline
  offline: { ...offline, worseWhen: { condition: is("dry", true), severity: "major", sla: "urgent" } },
  faults: {},
});
