// The closed vocabulary of rules as data: what a fault's condition may say. Each word has one small file in detect/conditions/.

/** A limit a site may turn: its default, and a suffix where a fault has several ("dark" and "dark.night"). */
export type LimitParameter = { readonly limit: number; readonly name?: string };
/** A duration a site may turn, as a limit rather than a delay. */
export type PeriodParameter = { readonly period: string; readonly name?: string };

/** A share of a rated value, of a point, or of a point else a rated value; null `point`/`rated` parts are left out. */
export type Share<P extends string = string, R extends string = string> = {
  readonly share: number;
  readonly of: { readonly point?: P; readonly rated?: R };
  /** Multiply by this percentage point where it is reported (100 % where it is not). */
  readonly scaledBy?: P;
};

/** What a number is compared with: a fixed number, a parameter, or a share of something known. */
export type Limit<P extends string = string, R extends string = string> = number | LimitParameter | Share<P, R>;

export type NumberCondition<P extends string = string, R extends string = string> = {
  readonly op: "above" | "atLeast" | "below" | "atMost";
  readonly point: P;
  readonly limit: Limit<P, R>;
  readonly absolute?: boolean;
  /** Holds, too, while the point has no known value. */
  readonly orUnreported?: boolean;
};

export type IsCondition<P extends string = string, V = boolean | string> = {
  readonly op: "is";
  readonly point: P;
  readonly values: readonly V[];
  readonly orUnreported?: boolean;
};

/** A negative: holds, too, while the point is not reported. */
export type IsNotCondition<P extends string = string, V = boolean | string> = {
  readonly op: "isNot";
  readonly point: P;
  readonly values: readonly V[];
};

/** Off a registered value by more than the limit, on a circle of 360°. */
export type OffByCondition<P extends string = string> = {
  readonly op: "offBy";
  readonly point: P;
  readonly fact: string;
  readonly limit: LimitParameter;
};

/** A total rises by more than the limit within the period. A total that falls starts anew. */
export type RisesByCondition<P extends string = string> = {
  readonly op: "risesBy";
  readonly point: P;
  readonly limit: LimitParameter;
  readonly within: string;
};

/** The point has not risen for the period. */
export type SteadyCondition<P extends string = string> = {
  readonly op: "steady";
  readonly point: P;
  readonly for: string;
};

/** The point crosses the level at least `times` times within the period. */
export type CrossesCondition<P extends string = string, R extends string = string> = {
  readonly op: "crosses";
  readonly point: P;
  readonly level: Share<P, R>;
  readonly times: LimitParameter;
  readonly within: string;
};

/** The point became this value at least `times` times within the period. */
export type BecomesCondition<P extends string = string, V = boolean | string> = {
  readonly op: "becomes";
  readonly point: P;
  readonly value: V;
  readonly times: LimitParameter;
  readonly within: string;
};

/** At least `times` matching events within the period, none matching `resetBy` between. */
export type CountCondition<E extends string = string> = {
  readonly op: "count";
  readonly event: E;
  readonly where: Readonly<Record<string, string>>;
  readonly resetBy?: Readonly<Record<string, string>>;
  readonly times: LimitParameter;
  readonly within: string;
};

/** An instant point lies less than the period in the past. */
export type YoungerThanCondition<P extends string = string> = {
  readonly op: "youngerThan";
  readonly point: P;
  readonly period: PeriodParameter;
};

/** In service (installed, else first heard) for the period of the parameter of that name. */
export type InServiceCondition = { readonly op: "inService"; readonly period: PeriodParameter };

/** A fact of the site about the device: `ptz`, `indoors`, `standby`, `suction`. */
export type FactCondition = { readonly op: "fact"; readonly fact: string; readonly value: boolean | string };

export type DarkCondition = { readonly op: "dark" | "light" };

/** Inside the lamp's own program by a margin, or outside every program of the site by a margin. */
export type ProgramCondition = { readonly op: "inProgram" | "outsidePrograms"; readonly margin: string };

/** Outside the device's `openHours`; holds where it has none. */
export type OutsideOpenHoursCondition = { readonly op: "outsideOpenHours" };

// Interfaces, here alone: a type alias may not refer to itself through another alias.

/** The condition has held for the delay parameter `name`. */
export interface HeldCondition<C> {
  readonly op: "held";
  readonly of: C;
  readonly for: string;
  readonly name: string;
}

/** No other device of the same kind with the same fact (a station) fulfils the condition. */
export interface NoPeerCondition<C> {
  readonly op: "noPeer";
  readonly fact: string;
  readonly of: C;
}

export interface AllCondition<C> {
  readonly op: "all";
  readonly of: readonly C[];
}
export interface AnyCondition<C> {
  readonly op: "any";
  readonly of: readonly C[];
}

export type Condition =
  | NumberCondition
  | IsCondition
  | IsNotCondition
  | OffByCondition
  | RisesByCondition
  | SteadyCondition
  | CrossesCondition
  | BecomesCondition
  | CountCondition
  | YoungerThanCondition
  | InServiceCondition
  | FactCondition
  | DarkCondition
  | ProgramCondition
  | OutsideOpenHoursCondition
  | HeldCondition<Condition>
  | NoPeerCondition<Condition>
  | AllCondition<Condition>
  | AnyCondition<Condition>;
