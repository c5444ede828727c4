// Which links stand above which devices and links (site: `upstream`), found once at the start.

import type { Link, Site } from "../model/site.ts";

/** One link; others by their place in the list, devices by theirs in the site. */
export type LinkPlace = {
  readonly link: Link;
  /** Links it hangs on, uppermost first. */
  readonly uppers: readonly number[];
  /** Links that hang on it, uppermost first. */
  readonly lowers: readonly number[];
  /** Devices that hang on it, directly or through links. */
  readonly devices: readonly number[];
};

export type LinkTree = {
  /** Each before those that hang on it. */
  readonly links: readonly LinkPlace[];
  /** By device: the links it hangs on, uppermost first; devices that hang alike share one list. */
  readonly above: readonly (readonly number[])[];
};

/** Only links carry on what happens above them: a device that stands upstream of another is none. */
export function linkTree({ links, devices }: Pick<Site, "links" | "devices">): LinkTree {
  const byId = new Map(links.map((link) => [link.id, link]));
  /** All links reached by going up, without a stack: a chain may be long. */
  const allAbove = (upstream: readonly string[]): ReadonlySet<string> => {
    const found = new Set(upstream.filter((id) => byId.has(id)));
    // A set also walks over what is added meanwhile.
    for (const id of found) for (const next of byId.get(id)?.upstream ?? []) if (byId.has(next)) found.add(next);
    return found;
  };
  const found = links.map((link) => ({ link, above: allAbove(link.upstream) }));
  // Whatever hangs on a link has that link more above it than the link itself.
  const ordered = found.sort((a, b) => a.above.size - b.above.size);
  const places = new Map(ordered.map(({ link }, place) => [link.id, place]));
  const placesOf = (ids: ReadonlySet<string>): readonly number[] =>
    [...ids].map((id) => places.get(id) as number).sort((a, b) => a - b);

  const tree = ordered.map(({ link, above }) => ({
    link,
    uppers: placesOf(above),
    lowers: [] as number[],
    devices: [] as number[],
  }));
  for (const [place, { uppers }] of tree.entries()) for (const upper of uppers) tree[upper]?.lowers.push(place);
  const alike = new Map<string, readonly number[]>();
  const above = devices.map(({ upstream }, index) => {
    const key = JSON.stringify(upstream);
    const list = alike.get(key) ?? placesOf(allAbove(upstream));
    alike.set(key, list);
    for (const place of list) tree[place]?.devices.push(index);
    return list;
  });
  return { links: tree, above };
}
