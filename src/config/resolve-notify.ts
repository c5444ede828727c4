// Channels, routes and the rota as the notify stage is handed them, with every default filled in.

import { type ChannelConfig, type DailyWindow, type Route, type Shift, ticketReasons } from "../model/site.ts";
import { parseDailyWindow } from "./schedules/open-hours.ts";
import type { RawNotify } from "./schema/notify.ts";

/** Public addresses of the robots; a site behind a proxy, or a test, writes its own `baseUrl`. */
const robots = {
  wecom: "https://qyapi.weixin.qq.com",
  dingtalk: "https://oapi.dingtalk.com",
  feishu: "https://open.feishu.cn",
} as const;

export const channelConfigs = (raw: RawNotify | undefined): readonly ChannelConfig[] =>
  (raw?.channels ?? []).map((channel) => {
    if (channel.type === "mqtt" || channel.type === "webhook") return channel;
    if (channel.type !== "email") return { baseUrl: robots[channel.type], ...channel } as ChannelConfig;
    const port = channel.port ?? 465;
    return { ...channel, port, secure: channel.secure ?? port === 465 } as ChannelConfig;
  });

export const routes = (raw: RawNotify | undefined): readonly Route[] =>
  (raw?.routes ?? []).map((route) => ({
    severity: route.severity ?? [],
    kinds: route.kinds ?? [],
    zones: route.zones ?? [],
    faults: route.faults ?? [],
    on: route.on?.length ? route.on : ticketReasons,
    channels: route.channels ?? [],
    to: route.to ?? [],
    continue: route.continue ?? false,
  }));

export const rota = (raw: RawNotify | undefined): readonly Shift[] =>
  (raw?.rota ?? []).map(({ days, from, to, staff }) => ({
    days: days ?? [1, 2, 3, 4, 5, 6, 7],
    window: parseDailyWindow(`${from}-${to}`) as DailyWindow,
    staff,
  }));
