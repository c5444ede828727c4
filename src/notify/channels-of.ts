// The channels a site has: those it configured, and the gateway's own MQTT stream of notices, which is always there.

import type { ChannelConfig, Site } from "../model/site.ts";

/** Published on `{root}/{site}/gateway/notices` (CONTRACT section 2). */
export const noticeStream: ChannelConfig = { id: "gateway-notices", type: "mqtt" };

/** Every channel of the site; a configured one may take the stream's id. */
export function channelsOf(site: Site): readonly ChannelConfig[] {
  const configured = site.notify.channels;
  return configured.some(({ id }) => id === noticeStream.id) ? configured : [...configured, noticeStream];
}

/** Channels for a site without routes: all of them, but one MQTT stream only, since all of that type share one topic. */
export function defaultChannels(site: Site): readonly string[] {
  const configured = site.notify.channels;
  const channels = configured.some(({ type }) => type === "mqtt") ? configured : channelsOf(site);
  return channels.map(({ id }) => id);
}
