// From a channel's settings to the channel: one row per type. Adding a channel is one file in channels/ and one row here.

import type { ChannelConfig, Site } from "../model/site.ts";
import type { Channel } from "./channel.ts";
import { dingtalk } from "./channels/dingtalk.ts";
import { email } from "./channels/email.ts";
import { feishu } from "./channels/feishu.ts";
import { mqtt, type Publish } from "./channels/mqtt.ts";
import { webhook } from "./channels/webhook.ts";
import { wecom } from "./channels/wecom.ts";
import { scrub } from "./scrub.ts";

/** What a channel may need beside its own settings. */
export type ChannelEdges = { readonly site: Site; readonly publish: Publish; readonly now: () => number };

type Row<Config> = {
  readonly open: (config: Config, edges: ChannelEdges) => Channel;
  /** Values that must never stand in an error or a log line. */
  readonly secrets: (config: Config) => readonly (string | undefined)[];
};

const rows: { readonly [Type in ChannelConfig["type"]]: Row<Extract<ChannelConfig, { type: Type }>> } = {
  mqtt: {
    open: (_config, { site, publish }) => mqtt(`${site.topicRoot}/${site.id}/gateway/notices`, publish),
    secrets: () => [],
  },
  webhook: {
    open: (config, { now }) => webhook(config, now),
    secrets: ({ url, secret }) => [url, secret],
  },
  wecom: {
    open: (config, { now }) => wecom(config, now),
    secrets: ({ key }) => [key],
  },
  dingtalk: {
    open: (config, { now }) => dingtalk(config, now),
    secrets: ({ token, secret }) => [token, secret],
  },
  feishu: {
    open: (config, { now }) => feishu(config, now),
    secrets: ({ hook, secret }) => [hook, secret],
  },
  email: {
    open: (config) => email(config),
    secrets: ({ password }) => [password],
  },
};

/** The channel for these settings. Its `send` never throws: what a channel throws is an error to retry; secrets are taken out. */
export function openChannel(config: ChannelConfig, edges: ChannelEdges): Channel {
  const row = rows[config.type] as Row<ChannelConfig>;
  const { limits, send } = row.open(config, edges);
  const secrets = row.secrets(config).filter((secret) => secret !== undefined);
  return {
    limits,
    send: async (message) => {
      try {
        const delivery = await send(message);
        return delivery.ok ? delivery : { ...delivery, error: scrub(delivery.error, secrets) };
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        return { ok: false, retry: true, error: scrub(reason, secrets) };
      }
    },
  };
}
