// The plan as rows: one for each camera, mounted lamp, area and level, and one for what holds of all; and rows as a plan again.

import type { Coverage, CoveragePlan, Level, WatchArea } from "../model/coverage.ts";
import type { PlanThen } from "../model/past-coverage.ts";
import type { Mount, Site } from "../model/site.ts";
import { type Text, text } from "../model/text.ts";
import type { PlanRow } from "../store/create-plan-rows.ts";

type Known = Omit<PlanRow, "since"> & { readonly value: string };
/** Of an area: how it is planned, and what that plan shows. */
export type AreaValue = Pick<WatchArea, "atLeast" | "cameras" | "drawn" | "watchedBy"> &
  Pick<ReturnType<Coverage["areas"]>[number], "designRatio" | "nightDesignRatio">;
type LevelValue = Pick<Level, "outline" | "walls" | "indoor">;
type WholeValue = Pick<CoveragePlan, "standard" | "classes" | "targetHeight" | "cell">;

/** Equal plans make equal rows: every value has its keys in one order. `designRatio`: of the plan, by day and in the dark. */
export function rowsOfPlan(
  { devices, coverage }: Pick<Site, "devices" | "coverage">,
  designRatio: Coverage["designRatio"],
): Known[] {
  const row = (kind: string, id: string, value: object | null, about: object): Known => ({
    kind,
    id,
    value: JSON.stringify(value),
    about: JSON.stringify(about),
  });
  const { standard, classes, targetHeight, cell, levels, areas } = coverage;
  return [
    row("plan", "", { standard, classes, targetHeight, cell } satisfies WholeValue, {}),
    ...levels.map(({ id, name, outline, walls, indoor }) =>
      row("level", id, { outline, walls, indoor } satisfies LevelValue, { name }),
    ),
    ...areas.map(({ id, name, zone, priority, atLeast, cameras, drawn, watchedBy }) => {
      const light = { designRatio: whole(designRatio(id, false)), nightDesignRatio: whole(designRatio(id, true)) };
      const value = { atLeast, cameras, drawn: drawn && drawing(drawn), watchedBy, ...light };
      return row("area", id, value satisfies AreaValue, { name, zone, priority });
    }),
    ...devices
      .filter(({ kind, mount }) => kind === "camera" || (kind === "streetlight" && mount))
      .map(({ kind, id, name, zone, mount }) => row(kind, id, mount ? sorted(mount) : null, { name, zone })),
  ];
}
const drawing = ({ level, polygon, need }: NonNullable<WatchArea["drawn"]>) => ({ level, polygon, need });
const sorted = (mount: Mount): object =>
  Object.fromEntries(Object.entries(mount).sort(([one], [other]) => (one < other ? -1 : 1)));
/** To a hundredth of a percent: what is less is how it was counted, and no other plan. */
const whole = (ratio: number): number => Math.round(ratio * 10_000) / 10_000;

type About = Pick<WatchArea, "name" | "zone" | "priority">;
/** What is told of a thing that may be gone, as told last. */
export const aboutOf = ({ id, about }: PlanRow): About => ({
  ...({ name: text(id, id), zone: "", priority: "normal" } satisfies About),
  ...(JSON.parse(about) as Partial<About>),
});

/** @param rows each thing's last one. @param site what is still there is named and ordered as in it. */
export function planOfRows(rows: readonly PlanRow[], site: Pick<Site, "devices" | "coverage">): PlanThen {
  /** In the order of those that are there still, the others after them. */
  function things<Value>(kind: string, present: readonly { readonly id: string; readonly name: Text }[]) {
    const places = new Map(present.map(({ id }, place) => [id, place]));
    return rows
      .flatMap((row) => {
        if (row.kind !== kind || row.value === null) return [];
        const place = places.get(row.id);
        const about = { ...aboutOf(row), ...(place !== undefined && present[place]) };
        return [{ ...about, id: row.id, place: place ?? present.length, value: JSON.parse(row.value) as Value }];
      })
      .sort((one, other) => one.place - other.place);
  }
  const devices = (kind: string) =>
    things<Mount | null>(kind, site.devices).map(({ id, name, value: mount }) => {
      const facts = { ptz: mount?.ptz ?? false };
      return { id, kind, name, facts, ...(mount && { mount }) };
    });
  const [all] = things<WholeValue>("plan", []);
  return {
    devices: [...devices("camera"), ...devices("streetlight")],
    coverage: {
      ...site.coverage,
      ...all?.value,
      levels: things<LevelValue>("level", site.coverage.levels).map(({ id, name, value }) => ({ id, name, ...value })),
      areas: things<AreaValue>("area", site.coverage.areas).map(({ id, name, zone, priority, value }) => {
        const { designRatio: _, nightDesignRatio: __, ...area } = value;
        return { id, name, zone, priority, ...area };
      }),
    },
  };
}
