// The live half of coverage: cameras' and lamps' faults, headings and the sun move the field; each area's change is told for the detector to judge.

import type { AreaState, Coverage, Point, Ring } from "../model/coverage.ts";
import type { FaultEvent } from "../model/fault.ts";
import type { Reading } from "../model/reading.ts";
import type { Device, Site } from "../model/site.ts";
import { cameraStateOf, LAMP_OUT } from "./camera-state.ts";
import type { Known } from "./known.ts";
import { createNeighbours } from "./neighbours.ts";

/** Less than this below the design is rounding. Source: CONTRACT 6. */
const TOLERANCE = 0.001;
const HEARD_OF: readonly FaultEvent["type"][] = ["opened", "resumed", "cleared"];

export type CoverageWatch = {
  /** Faults of cameras, lamps and links: what they change of the areas. */
  readonly follow: (events: readonly FaultEvent[]) => readonly AreaState[];
  readonly reading: (reading: Reading) => readonly AreaState[];
  /** When the sun changes the light next, or the areas are to be told for the first time; epoch ms. */
  readonly nextAt: () => number;
  readonly runNext: () => readonly AreaState[];
  readonly isDark: () => boolean;
  /** Every area as it is at the instant (epoch ms). */
  readonly states: (at: number) => readonly AreaState[];
};

/** Of a ring that does not cross itself, m² (the shoelace formula). */
const ringArea = (ring: Ring): number =>
  Math.abs(
    ring.reduce((sum, [x, y], i) => {
      const [nextX, nextY] = ring[(i + 1) % ring.length] as Point;
      return sum + x * nextY - nextX * y;
    }, 0) / 2,
  );

/** @param from the areas are told for the first time then, epoch ms. */
export function createCoverageWatch(site: Site, coverage: Coverage, known: Known, from: number): CoverageWatch {
  const { areas } = site.coverage;
  const cameras = new Map(site.devices.filter(({ kind }) => kind === "camera").map((camera) => [camera.id, camera]));
  const lamps = new Set(site.devices.filter(({ kind }) => kind === "streetlight").map(({ id }) => id));
  const headings = new Map<string, number>();
  const neighbours = createNeighbours(site, coverage, known);
  /** m² */
  const sizes = new Map(areas.map(({ id, drawn }) => [id, drawn ? ringArea(drawn.polygon) : 0]));
  /** What each area was last told as. */
  const told = new Map<string, string>();
  let dark = site.dark.holds(from);
  let next = areas.length > 0 ? from : Number.POSITIVE_INFINITY;

  function look(camera: Device): readonly string[] {
    const { id } = camera;
    const state = cameraStateOf(camera, (fault) => known.isOpen(id, fault), headings.get(id));
    return coverage.change({ camera: id, state });
  }
  const light = (lamp: string): readonly string[] => coverage.change({ lamp, works: !known.isOpen(lamp, LAMP_OUT) });

  function stateOf(area: (typeof areas)[number], at: number): AreaState {
    const ratio = coverage.ratio(area.id);
    const blind = ratio < area.atLeast && ratio < coverage.designRatio(area.id, dark) - TOLERANCE;
    const blindArea = (1 - ratio) * (sizes.get(area.id) as number);
    return { area: area.id, at, ratio, blindArea, blind, sabotage: neighbours.sabotaged(area.id) };
  }
  /** Those that are not as they were last told. */
  function tell(at: number, all = false): readonly AreaState[] {
    return areas.flatMap((area) => {
      const state = stateOf(area, at);
      const text = `${state.ratio} ${state.blind} ${state.sabotage}`;
      if (!all && told.get(area.id) === text) return [];
      told.set(area.id, text);
      return [state];
    });
  }

  for (const camera of cameras.values()) {
    const heading = known.heading(camera.id);
    if (heading !== null) headings.set(camera.id, heading);
    look(camera);
  }
  for (const lamp of lamps) light(lamp);
  coverage.change({ dark });

  return {
    follow(events) {
      let at = Number.NEGATIVE_INFINITY;
      for (const { type, knownAt, fault } of events) {
        if (!HEARD_OF.includes(type)) continue;
        const camera = cameras.get(fault.asset);
        if (camera) look(camera);
        else if (lamps.has(fault.asset)) {
          if (fault.fault === LAMP_OUT) light(fault.asset);
        } else if (fault.kind !== "link") continue;
        at = Math.max(at, knownAt);
      }
      return at === Number.NEGATIVE_INFINITY || areas.length === 0 ? [] : tell(at);
    },
    reading({ device, values, at }) {
      const { heading } = values;
      const camera = typeof heading === "number" ? cameras.get(device) : undefined;
      if (!camera || headings.get(device) === heading) return [];
      headings.set(device, heading as number);
      return look(camera).length > 0 ? tell(at) : [];
    },
    nextAt: () => next,
    runNext() {
      const at = next;
      dark = site.dark.holds(at);
      coverage.change({ dark });
      next = areas.length > 0 ? site.dark.nextChange(at) : Number.POSITIVE_INFINITY;
      return tell(at, told.size === 0);
    },
    isDark: () => dark,
    states: (at) => areas.map((area) => stateOf(area, at)),
  };
}
