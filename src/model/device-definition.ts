// A kind of equipment as data: its points, events, options and faults. Written with defineDevice, printed for docs, API and Grafana.

import type { Condition } from "./condition.ts";
import type { Severity } from "./severity.ts";
import type { Text } from "./text.ts";

/** The range is what is physically possible, never what is healthy. */
export type NumberPoint = {
  readonly type: "number";
  readonly label: Text;
  readonly unit: string;
  readonly min: number;
  readonly max: number;
  readonly integer?: boolean;
  /** Only ever grows, until the device starts anew. */
  readonly total?: boolean;
};
export type BoolPoint = { readonly type: "bool"; readonly label: Text };
export type StatePoint<S extends string = string> = {
  readonly type: "state";
  readonly label: Text;
  readonly states: Readonly<Record<S, Text>>;
};
/** An ISO instant. */
export type InstantPoint = { readonly type: "instant"; readonly label: Text };
export type Point = NumberPoint | BoolPoint | StatePoint | InstantPoint;

export type EventField =
  | { readonly type: "choice"; readonly values: readonly string[]; readonly required: boolean }
  | { readonly type: "id"; readonly required: boolean };
export type EventDefinition = { readonly label: Text; readonly fields: Readonly<Record<string, EventField>> };

/** A rated value a site gives: rated: { power: 60 }. */
export type RatedDefinition = { readonly label: Text; readonly unit: string };

/** A setting of the kind's own in the site file. */
export type OptionDefinition =
  | { readonly type: "bool"; readonly label: Text; readonly default: boolean }
  | { readonly type: "choice"; readonly label: Text; readonly values: readonly string[]; readonly default: string }
  | { readonly type: "id"; readonly label: Text; readonly default?: string }
  /** Daily times such as ["07:00-09:00"]; becomes Device.openHours. */
  | { readonly type: "openHours"; readonly label: Text };

/** One way a fault opens: its condition and how long it must hold. The delay belongs to the alternative. */
export type Alternative = {
  readonly when: Condition;
  /** ISO duration; absent: opens at once. Parameter name: the fault's, or "fault.name". */
  readonly onDelay?: string;
  readonly name?: string;
};

export type FaultDefinition = {
  readonly label: Text;
  readonly severity: Severity;
  readonly sla: string;
  readonly latched?: boolean;
  /** When the rest can be judged; while it does not hold the fault is unknown. */
  readonly while?: Condition;
  readonly opens: readonly Alternative[];
  /** Instead of the opposite of `opens`. */
  readonly clearsWhen?: Condition;
  /** ISO duration instead of clearAfter (PT30S). */
  readonly offDelay?: string;
  /** Weaker faults of the same asset that do not open beside this one. */
  readonly hides?: readonly string[];
  /** The device speaks on a battery: to the power feeds above it, it is as lost as a silent one. */
  readonly mainsLost?: boolean;
  /** What the duty operator should do first. */
  readonly advice?: Text;
};

export type DeviceDefinition = {
  readonly kind: string;
  readonly label: Text;
  /** Default reporting interval, ISO duration. */
  readonly reportEvery: string;
  readonly points: Readonly<Record<string, Point>>;
  readonly events: Readonly<Record<string, EventDefinition>>;
  readonly rated: Readonly<Record<string, RatedDefinition>>;
  readonly options: Readonly<Record<string, OptionDefinition>>;
  /** Severity and row of `offline`, which every kind has. */
  readonly offline: {
    readonly severity: Severity;
    readonly sla: string;
    /** Worse when last heard like this. */
    readonly worseWhen?: { readonly condition: Condition; readonly severity: Severity; readonly sla: string };
    /** Silence counts only while this schedule-bound condition holds. */
    readonly while?: Condition;
  };
  readonly faults: Readonly<Record<string, FaultDefinition>>;
};
