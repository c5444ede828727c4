// Which cameras see a device where it hangs, best first: whoever takes its ticket looks there before going.

import type { Coverage } from "../model/coverage.ts";
import type { Mount, Site } from "../model/site.ts";

type Candidate = { readonly id: string; readonly distance: number };

/** Of an area those that see some of it; of a device without a place on a level none. */
export function createCamerasOf(site: Site, coverage: Coverage): (asset: string) => readonly string[] {
  const mounts = new Map(site.devices.flatMap(({ id, mount }) => (mount ? [[id, mount] as const] : [])));
  const cameras = site.devices.flatMap(({ id, kind, mount }) => (kind === "camera" && mount ? [{ id, mount }] : []));
  const areas = new Set(site.coverage.areas.map(({ id }) => id));
  /** What hangs where does not change: only those in reach are asked again. */
  const inReach = new Map<string, readonly Candidate[]>();

  function candidates(asset: string, { level, x, y }: Mount): readonly Candidate[] {
    const known = inReach.get(asset);
    if (known) return known;
    const found = cameras
      .filter(({ id, mount }) => mount.level === level && id !== asset)
      .map(({ id, mount }) => ({ id, distance: Math.hypot(mount.x - x, mount.y - y), range: mount.range }))
      .filter(({ distance, range = Number.POSITIVE_INFINITY }) => distance <= range);
    inReach.set(asset, found);
    return found;
  }
  return (asset) => {
    if (areas.has(asset)) return coverage.area(asset)?.seenBy ?? [];
    const mount = mounts.get(asset);
    if (!mount) return [];
    return candidates(asset, mount)
      .map(({ id }) => ({ id, density: coverage.densityAt(id, mount.level, [mount.x, mount.y]) ?? 0 }))
      .filter(({ density }) => density > 0)
      .sort((a, b) => b.density - a.density || (a.id < b.id ? -1 : 1))
      .map(({ id }) => id);
  };
}
