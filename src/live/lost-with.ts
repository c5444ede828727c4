// What is lost with a link or a recorder: the cameras and lamps that hang on it, and what each area would lose by that.

import type { AreaCoverage, Coverage } from "../model/coverage.ts";
import { isPowerLink } from "../model/power-link.ts";
import type { Site } from "../model/site.ts";

/** What is less is rounding. */
const NOTHING = 1e-6;

/** Ids of the cameras and lamps that hang on this link or device, directly or through links; itself, where it is one of them. */
export function lostWith({ links, devices }: Pick<Site, "links" | "devices">, id: string): readonly string[] {
  const found = new Set([id]);
  for (const upper of found) for (const link of links) if (link.upstream.includes(upper)) found.add(link.id);
  const feeds = new Set(links.filter((link) => found.has(link.id) && isPowerLink(link)).map((link) => link.id));
  return devices
    .filter((device) => {
      const through = device.kind === "camera" ? found : device.kind === "streetlight" ? feeds : null;
      return through !== null && (device.id === id || device.upstream.some((upper) => through.has(upper)));
    })
    .map((device) => device.id);
}

export type Areas = {
  readonly now: () => readonly AreaCoverage[];
  /** If these cameras and lamps failed too. */
  readonly without: (lost: readonly string[]) => readonly AreaCoverage[];
};

/**
 * The areas with what the loss of one link would cost each, beside that of one camera or lamp. A link on which only one of them hangs says
 * nothing new. Only what has changed since is counted anew.
 */
export function createAreas(site: Site, coverage: Coverage): Areas {
  const links = site.links.map(({ id }) => ({ id, lost: lostWith(site, id) })).filter(({ lost }) => lost.length > 1);
  const told = new Map<string, { readonly counted: AreaCoverage; readonly told: AreaCoverage }>();
  function now(): readonly AreaCoverage[] {
    const areas = coverage.areas();
    const changed = areas.filter((area) => told.get(area.id)?.counted !== area);
    for (const [i, area] of withLinks(changed, links, [], coverage).entries())
      told.set(area.id, { counted: changed[i] as AreaCoverage, told: area });
    return areas.map((area) => told.get(area.id)?.told ?? area);
  }
  return {
    now,
    without(lost) {
      const untouched = new Set(coverage.areas());
      const after = coverage.without(lost);
      const touched = withLinks(
        after.filter((area) => !untouched.has(area)),
        links,
        lost,
        coverage,
      );
      const found = new Map([...now(), ...touched].map((area) => [area.id, area]));
      return after.map((area) => found.get(area.id) ?? area);
    },
  };
}

type LostLink = { readonly id: string; readonly lost: readonly string[] };

/** @param already what these areas have lost besides */
function withLinks(
  areas: readonly AreaCoverage[],
  links: readonly LostLink[],
  already: readonly string[],
  coverage: Coverage,
): readonly AreaCoverage[] {
  if (areas.length === 0) return areas;
  const among = new Set(areas.map(({ id }) => id));
  const points = new Map(areas.map(({ id, singlePoints }) => [id, [...singlePoints]]));
  for (const { id, lost } of links)
    for (const [i, after] of coverage.without([...already, ...lost], among).entries()) {
      const now = areas[i] as AreaCoverage;
      const lostArea = after.blindArea - now.blindArea;
      if (lostArea > NOTHING || (now.area === 0 && after.ratio < now.ratio))
        points.get(now.id)?.push({ device: id, lostArea });
    }
  return areas.map((area) => ({
    ...area,
    singlePoints: (points.get(area.id) ?? []).sort((a, b) => b.lostArea - a.lostArea || (a.device < b.device ? -1 : 1)),
  }));
}
