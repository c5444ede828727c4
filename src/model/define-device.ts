// defineDevice and the words for writing rules: ties every rule to the points it names, so that a wrong one does not compile.

import type {
  AllCondition,
  AnyCondition,
  BecomesCondition,
  CountCondition,
  CrossesCondition,
  DarkCondition,
  FactCondition,
  HeldCondition,
  InServiceCondition,
  IsCondition,
  IsNotCondition,
  Limit,
  LimitParameter,
  NoPeerCondition,
  NumberCondition,
  OffByCondition,
  OutsideOpenHoursCondition,
  PeriodParameter,
  ProgramCondition,
  RisesByCondition,
  Share,
  SteadyCondition,
  YoungerThanCondition,
} from "./condition.ts";
import type {
  DeviceDefinition,
  EventDefinition,
  FaultDefinition,
  OptionDefinition,
  Point,
  RatedDefinition,
} from "./device-definition.ts";

type Points = Readonly<Record<string, Point>>;
type NumberPoints<P extends Points> = { [K in keyof P & string]: P[K] extends { type: "number" } ? K : never }[keyof P &
  string];
type InstantPoints<P extends Points> = {
  [K in keyof P & string]: P[K] extends { type: "instant" } ? K : never;
}[keyof P & string];
type Valued<P extends Points, W extends "is" | "isNot" | "becomes"> = {
  [K in keyof P & string]: P[K] extends { type: "bool" }
    ? Word<W, K, boolean>
    : P[K] extends { type: "state"; states: Readonly<Record<infer S, unknown>> }
      ? Word<W, K, S & string>
      : never;
}[keyof P & string];
type Word<W, K extends string, V> = W extends "is"
  ? IsCondition<K, V>
  : W extends "isNot"
    ? IsNotCondition<K, V>
    : BecomesCondition<K, V>;

/** The conditions that make sense for these points, rated values and events. */
type ConditionOf<P extends Points, R extends string, E extends string> =
  | NumberCondition<NumberPoints<P>, R>
  | Valued<P, "is">
  | Valued<P, "isNot">
  | Valued<P, "becomes">
  | OffByCondition<NumberPoints<P>>
  | RisesByCondition<NumberPoints<P>>
  | SteadyCondition<NumberPoints<P>>
  | CrossesCondition<NumberPoints<P>, R>
  | CountCondition<E>
  | YoungerThanCondition<InstantPoints<P>>
  | InServiceCondition
  | FactCondition
  | DarkCondition
  | ProgramCondition
  | OutsideOpenHoursCondition
  | HeldCondition<ConditionOf<P, R, E>>
  | NoPeerCondition<ConditionOf<P, R, E>>
  | AllCondition<ConditionOf<P, R, E>>
  | AnyCondition<ConditionOf<P, R, E>>;

type FaultOf<P extends Points, R extends string, E extends string, F extends string> = Omit<
  FaultDefinition,
  "while" | "opens" | "clearsWhen" | "hides"
> & {
  readonly while?: ConditionOf<P, R, E>;
  readonly opens: readonly { readonly when: ConditionOf<P, R, E>; readonly onDelay?: string; readonly name?: string }[];
  readonly clearsWhen?: ConditionOf<P, R, E>;
  readonly hides?: readonly F[];
};

type Offline<P extends Points, R extends string, E extends string> = Omit<
  DeviceDefinition["offline"],
  "while" | "worseWhen"
> & {
  readonly while?: ConditionOf<P, R, E>;
  readonly worseWhen?: { readonly condition: ConditionOf<P, R, E> } & Pick<FaultDefinition, "severity" | "sla">;
};

/**
 * Defines a kind of equipment. A rule that names an unknown point, state, rated value, event or fault, or a label
 * without one of the two languages, is a compile error.
 */
export function defineDevice<
  const P extends Points = Points,
  const R extends string = never,
  const E extends string = never,
  const F extends string = string,
>(definition: {
  readonly kind: string;
  readonly label: DeviceDefinition["label"];
  readonly reportEvery?: string;
  readonly points: P;
  readonly events?: Readonly<Record<E, EventDefinition>>;
  readonly rated?: Readonly<Record<R, RatedDefinition>>;
  readonly options?: Readonly<Record<string, OptionDefinition>>;
  readonly offline: Offline<NoInfer<P>, NoInfer<R>, NoInfer<E>>;
  readonly faults: Readonly<Record<F, FaultOf<NoInfer<P>, NoInfer<R>, NoInfer<E>, NoInfer<F>>>>;
}): DeviceDefinition {
  return {
    reportEvery: "PT30S",
    events: {},
    rated: {},
    options: {},
    ...(definition as unknown as Partial<DeviceDefinition> &
      Pick<DeviceDefinition, "kind" | "label" | "points" | "offline" | "faults">),
  };
}

/** A limit that a site may override under the fault's name, or "fault.name". */
export const limit = (value: number, name?: string): LimitParameter =>
  name === undefined ? { limit: value } : { limit: value, name };
export const period = (iso: string, name?: string): PeriodParameter =>
  name === undefined ? { period: iso } : { period: iso, name };

/** A share (0.3 = 30 %) of a rated value. */
export const ofRated = <const R extends string>(share: number, rated: R): Share<never, R> => ({ share, of: { rated } });
/** A share of a rated value times a percentage point, where that is reported. */
export const ofRatedTimes = <const R extends string, const P extends string>(
  share: number,
  rated: R,
  scaledBy: P,
): Share<P, R> => ({ share, of: { rated }, scaledBy });
/** A share of a point's value, else of a rated value ("set": `setPressure`, else rated pressure). */
export const ofPoint = <const P extends string, const R extends string>(
  share: number,
  point: P,
  rated: R,
): Share<P, R> => ({ share, of: { point, rated } });

type NumberOptions = { readonly absolute?: boolean; readonly orUnreported?: boolean };
type PointIn<L> = L extends { readonly of: { readonly point?: infer P } } ? Extract<P, string> : never;
type ScaleIn<L> = L extends { readonly scaledBy?: infer P } ? Extract<P, string> : never;
type RatedIn<L> = L extends { readonly of: { readonly rated?: infer R } } ? Extract<R, string> : never;
const compare =
  <const O extends NumberCondition["op"]>(op: O) =>
  <const P extends string, const L extends Limit>(
    point: P,
    than: L,
    options: NumberOptions = {},
  ): NumberCondition<P | PointIn<L> | ScaleIn<L>, RatedIn<L>> =>
    ({ op, point, limit: than, ...options }) as unknown as NumberCondition<P | PointIn<L> | ScaleIn<L>, RatedIn<L>>;

export const above = compare("above");
export const atLeast = compare("atLeast");
export const below = compare("below");
export const atMost = compare("atMost");

export const is = <const P extends string, const V extends boolean | string>(
  point: P,
  ...values: readonly V[]
): IsCondition<P, V> => ({ op: "is", point, values });
/** As `is`, and holds while the point is not reported. */
export const isOrUnreported = <const P extends string, const V extends boolean | string>(
  point: P,
  ...values: readonly V[]
): IsCondition<P, V> => ({ op: "is", point, values, orUnreported: true });
/** A negative: holds while the point is not reported. */
export const isNot = <const P extends string, const V extends boolean | string>(
  point: P,
  ...values: readonly V[]
): IsNotCondition<P, V> => ({ op: "isNot", point, values });

export const offBy = <const P extends string>(point: P, fact: string, than: LimitParameter): OffByCondition<P> => ({
  op: "offBy",
  point,
  fact,
  limit: than,
});
export const risesBy = <const P extends string>(
  point: P,
  than: LimitParameter,
  within: string,
): RisesByCondition<P> => ({ op: "risesBy", point, limit: than, within });
export const steady = <const P extends string>(point: P, duration: string): SteadyCondition<P> => ({
  op: "steady",
  point,
  for: duration,
});
export const crosses = <const P extends string, const R extends string>(
  point: P,
  level: Share<never, R>,
  times: LimitParameter,
  within: string,
): CrossesCondition<P, R> => ({ op: "crosses", point, level, times, within });
export const becomes = <const P extends string, const V extends boolean | string>(
  point: P,
  value: V,
  times: LimitParameter,
  within: string,
): BecomesCondition<P, V> => ({ op: "becomes", point, value, times, within });
export const count = <const E extends string>(
  event: E,
  where: Readonly<Record<string, string>>,
  times: LimitParameter,
  within: string,
  resetBy?: Readonly<Record<string, string>>,
): CountCondition<E> => ({ op: "count", event, where, times, within, ...(resetBy && { resetBy }) });
export const youngerThan = <const P extends string>(point: P, than: PeriodParameter): YoungerThanCondition<P> => ({
  op: "youngerThan",
  point,
  period: than,
});
export const inService = (than: PeriodParameter): InServiceCondition => ({ op: "inService", period: than });
export const fact = (name: string, value: boolean | string): FactCondition => ({ op: "fact", fact: name, value });
export const dark: DarkCondition = { op: "dark" };
export const light: DarkCondition = { op: "light" };
export const inProgram = (margin: string): ProgramCondition => ({ op: "inProgram", margin });
export const outsidePrograms = (margin: string): ProgramCondition => ({ op: "outsidePrograms", margin });
export const outsideOpenHours: OutsideOpenHoursCondition = { op: "outsideOpenHours" };
export const held = <const C>(of: C, duration: string, name: string): HeldCondition<C> => ({
  op: "held",
  of,
  for: duration,
  name,
});
export const noPeer = <const C>(sharing: string, of: C): NoPeerCondition<C> => ({ op: "noPeer", fact: sharing, of });
export const all = <const C extends readonly unknown[]>(...of: C): AllCondition<C[number]> => ({ op: "all", of });
export const any = <const C extends readonly unknown[]>(...of: C): AnyCondition<C[number]> => ({ op: "any", of });
