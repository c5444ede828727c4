// The plan of any past instant, and its courses through a month, out of the rows that starts have kept.

import type { AreaPlan, PlanChange, Span } from "../model/coverage-report.ts";
import type { PlanThen } from "../model/past-coverage.ts";
import type { Site } from "../model/site.ts";
import type { PastArea, PastCamera } from "../reports/coverage-report.ts";
import type { PlanRow, PlanRows } from "../store/create-plan-rows.ts";
import { type AreaValue, aboutOf, planOfRows } from "./plan-rows.ts";

export type PastPlan = {
  /** Of an instant (epoch ms); the same object as long as the plan stays the same, and is not one of too many. */
  readonly at: (at: number) => PlanThen;
  /** Every area that was planned at some time, with the times in which its promise and its design were one. */
  readonly areas: () => readonly PastArea[];
  /** Every camera that hung at some time. */
  readonly cameras: () => readonly PastCamera[];
  /** After `from`, before `to`, epoch ms. */
  readonly changes: (from: number, to: number) => readonly PlanChange[];
};

/** Fields of plans are large: that of today and one other are kept. */
const KEPT = 2;

/** Makes each value once, and forgets those that were asked for longest ago. */
export function createKept<Key, Value>(make: (key: Key) => Value): (key: Key) => Value {
  const kept = new Map<Key, Value>();
  return (key) => {
    const value = kept.has(key) ? (kept.get(key) as Value) : make(key);
    kept.delete(key);
    kept.set(key, value);
    for (const oldest of kept.keys()) if (kept.size > KEPT) kept.delete(oldest);
    return value;
  };
}

/** @param rows as of the present run's start: they stay as they are until the next one. */
export function createPastPlan(site: Pick<Site, "devices" | "coverage">, rows: PlanRows): PastPlan {
  const instants = rows.instants();
  const last = instants.at(-1) ?? Number.NEGATIVE_INFINITY;
  const before = createKept((version: number): PlanThen => planOfRows(rows.at(version), site));

  /** Each thing of the kind with its rows, oldest first. */
  function courses(kind: string, present: readonly { readonly id: string }[]): [string, PlanRow[]][] {
    const places = new Map(present.map(({ id }, place) => [id, place]));
    const placeOf = ([id]: [string, PlanRow[]]): number => places.get(id) ?? present.length;
    return [...Map.groupBy(rows.of(kind), ({ id }) => id)].sort((a, b) => placeOf(a) - placeOf(b));
  }
  return {
    at(at) {
      // What is asked of before the first row is refused before it comes here.
      const version = instants.findLast((instant) => instant <= at) ?? instants[0] ?? last;
      return version === last ? site : before(version);
    },
    areas: () =>
      courses("area", site.coverage.areas).map(([id, all]) => {
        const plans = spansOf(all).map(({ value, ...span }) => ({ ...figuresOf(value), ...span }));
        const present = site.coverage.areas.find((area) => area.id === id);
        const { name, zone, priority } = present ?? aboutOf(all.at(-1) as PlanRow);
        return { id, name, zone, priority, plans: joinedPlans(plans) };
      }),
    cameras: () =>
      courses("camera", site.devices).map(([id, all]) => {
        const device = site.devices.find((one) => one.id === id && one.kind === "camera");
        const { name, zone } = device ?? aboutOf(all.at(-1) as PlanRow);
        return { id, name, zone, asset: device?.asset ?? {}, hung: spansOf(all) };
      }),
    changes(from, to) {
      const within = rows
        .of("area", "camera")
        .filter(({ since }) => since > from && since < to && since !== instants[0]);
      return [...Map.groupBy(within, ({ since }) => since)].map(([at, changed]) => {
        const ids = (of: string) => changed.flatMap(({ kind, id }) => (kind === of ? [id] : []));
        return { at, areas: ids("area"), cameras: ids("camera") };
      });
    },
  };
}

/** When it was there, one span for each row; the last without an end. */
function spansOf(rows: readonly PlanRow[]): (Span & { readonly value: string })[] {
  return rows.flatMap(({ since, value }, i) =>
    value === null ? [] : [{ since, until: rows[i + 1]?.since ?? Number.POSITIVE_INFINITY, value }],
  );
}
function figuresOf(value: string): Omit<AreaPlan, "since" | "until"> {
  const { atLeast, designRatio, nightDesignRatio } = JSON.parse(value) as AreaValue;
  return { atLeast, designRatio, nightDesignRatio };
}
/** Those that follow each other with the same figures become one. */
function joinedPlans(plans: readonly AreaPlan[]): AreaPlan[] {
  const all: AreaPlan[] = [];
  for (const plan of plans) {
    const last = all.at(-1);
    const isSame =
      last?.until === plan.since &&
      last.atLeast === plan.atLeast &&
      last.designRatio === plan.designRatio &&
      last.nightDesignRatio === plan.nightDesignRatio;
    if (isSame) all[all.length - 1] = { ...last, until: plan.until };
    else all.push(plan);
  }
  return all;
}
