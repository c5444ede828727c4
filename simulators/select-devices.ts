// Finds the devices of a site that a story means, by kind, place and order rather than by name.

import type { DeviceConfig, SimulatedSite } from "./simulated-site.ts";
import type { FeedSelector, Selector } from "./story.ts";

/**
 * The devices a selector means, in the site's order.
 * @throws Error when there is none: a story needs a site with such a device.
 */
export function selectDevices(site: SimulatedSite, selector: Selector): readonly DeviceConfig[] {
  const under = selector.below === undefined ? undefined : new Set(below(site, findFeed(site)).map(({ id }) => id));
  const fitting = site.devices.filter(
    (device) =>
      (selector.kind === undefined || device.kind === selector.kind) &&
      (under === undefined || under.has(device.id)) &&
      (selector.where === undefined || selector.where(device)),
  );
  const { prefer, at } = selector;
  if (at === undefined) return fitting;
  const ordered = prefer ? [...fitting.filter(prefer), ...fitting.filter((device) => !prefer(device))] : fitting;
  const chosen = ordered[at];
  if (chosen === undefined)
    throw new Error(
      `the story needs ${at + 1} × ${selector.kind ?? "device"}, site ${site.id} has ${fitting.length}; choose a larger site or slice / 剧本需要的设备数量多于站点所有`,
    );
  return [chosen];
}

/** The id of the one device, or of the feed, that is meant. */
export function selectAsset(site: SimulatedSite, selector: Selector | FeedSelector): string {
  if ("link" in selector) return findFeed(site);
  const [device] = selectDevices(site, { at: 0, ...selector });
  return (device as DeviceConfig).id;
}

/** Every device that hangs on the link, directly or through other links. */
export function below(site: SimulatedSite, link: string): readonly DeviceConfig[] {
  const links = new Set([link]);
  for (let size = 0; size !== links.size; ) {
    size = links.size;
    for (const each of site.links) if (each.upstream.some((id) => links.has(id))) links.add(each.id);
  }
  return site.devices.filter((device) => device.upstream.some((id) => links.has(id)));
}

/**
 * The feed of a building: of the power links that carry at most half of the community, the one with the most kinds of
 * equipment and then the most devices below it.
 * @throws Error when nothing hangs on a link.
 */
export function findFeed(site: SimulatedSite): string {
  const all = site.links
    .map((link) => {
      const devices = below(site, link.id);
      const power = /power|feed/i.test(link.type);
      return { id: link.id, power, kinds: new Set(devices.map(({ kind }) => kind)).size, devices: devices.length };
    })
    .filter(({ devices }) => devices > 1)
    .sort((a, b) => b.kinds - a.kinds || b.devices - a.devices || (a.id < b.id ? -1 : 1));
  const power = all.some((link) => link.power) ? all.filter((link) => link.power) : all;
  const feed = power.find(({ devices }) => devices <= site.devices.length / 2) ?? power[0];
  if (feed === undefined)
    throw new Error(
      `the story needs a link with devices below it, site ${site.id} has none / 剧本需要带设备的供电链路`,
    );
  return feed.id;
}
