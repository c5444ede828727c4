// What the API and the wall may ask about coverage: now, if more were lost, and in the past.

import { planToGeoJson } from "../config/plan-geojson.ts";
import { suggestMounts } from "../coverage/suggest-mounts.ts";
import type { Gateway } from "../gateway.ts";
import type { CoverageView, SeenBy } from "../model/gateway-view.ts";
import { refuse } from "../model/result.ts";
import type { Site } from "../model/site.ts";
import { createLookBack, type PastSources } from "./look-back.ts";

/** Links that bring power: without them lamps are dark; without any other link only cameras are gone. */
const FEEDS: readonly string[] = ["power", "feed"];

export function createCoverageView(
  site: Site,
  gateway: Pick<Gateway, "coverage" | "detector" | "desk">,
  past: Pick<PastSources, "faults" | "runs" | "now">,
): CoverageView {
  const { coverage, detector, desk } = gateway;
  const cameras = site.devices.filter(({ kind }) => kind === "camera");

  /** The cameras and lamps that are lost with a link. */
  function below(link: string): readonly string[] {
    const links = new Set([link]);
    for (const id of links) for (const other of site.links) if (other.upstream.includes(id)) links.add(other.id);
    const feeds = new Set(
      [...links].filter((id) => FEEDS.includes(site.links.find((one) => one.id === id)?.type ?? "")),
    );
    return site.devices
      .filter(({ kind, upstream }) => {
        const through = kind === "camera" ? links : kind === "streetlight" ? feeds : new Set<string>();
        return upstream.some((id) => through.has(id));
      })
      .map(({ id }) => id);
  }

  return {
    dark: coverage.isDark,
    areas: coverage.areas,
    without(ids) {
      const lost: string[] = [];
      for (const id of ids) {
        if (site.links.some((link) => link.id === id)) lost.push(...below(id));
        else if (site.devices.some((device) => device.id === id)) lost.push(id);
        else return refuse("unknown-device", id);
      }
      return { ok: true, value: coverage.without(lost) };
    },
    suggest(area, count) {
      const known = site.coverage.areas.find(({ id }) => id === area);
      if (!known) return refuse("unknown-area", area);
      return { ok: true, value: suggestMounts(site, area, count) };
    },
    sector: coverage.sector,
    seenBy: (level, point) =>
      cameras.flatMap(({ id }): SeenBy[] => {
        const density = coverage.densityAt(id, level, point);
        return density === null ? [] : [{ camera: id, density }];
      }),
    geoJson: () =>
      planToGeoJson(site.coverage, site.devices, new Map(coverage.areas().map(({ id, ratio }) => [id, ratio]))),
    ...createLookBack(site, {
      ...past,
      lastReported: (device, point) => detector.memory(device)?.values[point],
      tickets: desk.tickets,
      areas: coverage.areas,
    }),
  };
}
