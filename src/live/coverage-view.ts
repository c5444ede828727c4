// What the API and the wall may ask about coverage: now, if more were lost, and in the past.

import { planToGeoJson } from "../config/plan-geojson.ts";
import type { Gateway } from "../gateway.ts";
import type { CoverageView } from "../model/gateway-view.ts";
import { refuse } from "../model/result.ts";
import type { Site } from "../model/site.ts";
import { createLookBack, type PastSources } from "./look-back.ts";
import { createAreas, lostWith } from "./lost-with.ts";
import { createSuggest } from "./suggest-in-thread.ts";

export function createCoverageView(
  site: Site,
  gateway: Pick<Gateway, "coverage" | "detector" | "desk">,
  past: Pick<PastSources, "faults" | "runs" | "now" | "plan">,
): CoverageView {
  const { coverage, detector, desk } = gateway;
  const areas = createAreas(site, coverage);
  const suggest = createSuggest(site);
  const isKnown = (area: string): boolean => site.coverage.areas.some(({ id }) => id === area);

  return {
    dark: coverage.isDark,
    areas: areas.now,
    without(ids) {
      const lost: string[] = [];
      for (const id of ids) {
        if (![...site.links, ...site.devices].some((known) => known.id === id)) return refuse("unknown-device", id);
        lost.push(...lostWith(site, id));
      }
      return { ok: true, value: areas.without(lost) };
    },
    async suggest(area, count) {
      return isKnown(area) ? { ok: true, value: await suggest(area, count) } : refuse("unknown-area", area);
    },
    turns: (area) => (isKnown(area) ? { ok: true, value: coverage.turns(area) } : refuse("unknown-area", area)),
    sector: coverage.sector,
    geoJson: () =>
      planToGeoJson(site.coverage, site.devices, new Map(coverage.areas().map(({ id, ratio }) => [id, ratio]))),
    ...createLookBack(site, {
      ...past,
      lastReported: (device, point) => detector.memory(device)?.values[point],
      tickets: desk.tickets,
    }),
  };
}
