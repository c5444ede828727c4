// Cameras that watch one place and are lost within seconds of each other, though nothing that they hang on explains it: somebody is at work.

import type { Coverage } from "../model/coverage.ts";
import type { Site } from "../model/site.ts";
import type { Known } from "./known.ts";

/** What a person does to a camera, or looks like it. */
const losses = ["offline", "videoLoss", "blocked", "moved"] as const;
/** ms */
const WITHIN = 10_000;

type Camera = { readonly id: string; readonly upstream: readonly string[] };

/** Where a site does not say what its cameras hang on, nobody can say that they have nothing in common. */
export function createNeighbours(site: Site, coverage: Coverage, known: Known) {
  const cameras = new Map<string, Camera>(
    site.devices.filter(({ kind, upstream }) => kind === "camera" && upstream.length > 0).map((one) => [one.id, one]),
  );
  const watching = new Map(
    site.coverage.areas.map(({ id, watchedBy, drawn }) => [
      id,
      (drawn ? (coverage.area(id)?.seenBy ?? []) : watchedBy).flatMap((camera) => cameras.get(camera) ?? []),
    ]),
  );
  const lostSince = ({ id }: Camera): number | null => {
    const since = losses.flatMap((fault) => (known.isOpen(id, fault) ? (known.since(id, fault) ?? []) : []));
    return since.length > 0 && known.downLink(id) === null ? Math.min(...since) : null;
  };
  const areStrangers = (a: Camera, b: Camera): boolean => !a.upstream.some((link) => b.upstream.includes(link));

  return {
    sabotaged(area: string): boolean {
      const lost = (watching.get(area) ?? []).flatMap((camera) => {
        const since = lostSince(camera);
        return since === null ? [] : [{ camera, since }];
      });
      return lost.some((one, i) =>
        lost
          .slice(i + 1)
          .some((other) => Math.abs(one.since - other.since) <= WITHIN && areStrangers(one.camera, other.camera)),
      );
    },
  };
}
