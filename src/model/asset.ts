// What faults and tickets are about: a device, a link that devices hang on, or a watched area.

import type { Device, Site } from "./site.ts";

/** What a ticket can be about: a device, or a link that devices hang on. */
export type Asset = Pick<Device, "id" | "kind" | "name" | "zone">;

/** The asset of that id; a link lies in its own zone, else in that of the first device below it. */
export function assetOf(site: Site, id: string): Asset | undefined {
  const device = site.devices.find((one) => one.id === id);
  if (device) return device;
  const link = site.links.find((one) => one.id === id);
  if (!link) return undefined;
  const hangsOn = (upstream: readonly string[]): boolean =>
    upstream.some((up) => up === id || hangsOn(site.links.find((one) => one.id === up)?.upstream ?? []));
  const below = site.devices.find(({ upstream }) => hangsOn(upstream));
  return { id, kind: "link", name: link.name, zone: link.zone ?? below?.zone ?? (site.zones[0]?.id as string) };
}
