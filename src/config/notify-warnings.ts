// Whether anybody would hear: no channel at all, critical faults that ring nowhere, links without a public address.

import type { Route, Site } from "../model/site.ts";
import { nameSome, type Problem, type Warn } from "./problem.ts";

export function notifyWarnings(site: Site, warn: Warn): readonly Problem[] {
  const { channels } = site.notify;
  if (channels.length === 0)
    return [
      warn(
        ["notify", "channels"],
        "nobody to tell: `notify` has no channel, so tickets are seen on the wall alone",
        "无人可通知：`notify` 没有任何渠道，工单只会显示在大屏上",
      ),
    ];
  const ringing = new Set(channels.filter(({ type }) => type !== "mqtt").map(({ id }) => id));
  const silent = criticalFaults(site).filter(({ fault, kind, zone }) => !rings(site, ringing, kind, zone, fault));
  const names = [...new Set(silent.map(({ kind, fault }) => `${kind}.${fault}`))];
  const warnings: Problem[] = [];
  if (names.length > 0)
    warnings.push(
      warn(
        ["notify", site.notify.routes.length > 0 ? "routes" : "channels"],
        `critical faults that ring nobody (no robot, e-mail or webhook): ${nameSome(names)}`,
        `以下严重故障不会提醒任何人（没有机器人、邮件或 webhook）：${nameSome(names)}`,
      ),
    );
  if (ringing.size > 0 && site.publicUrl === undefined)
    warnings.push(
      warn(
        ["notify", "channels"],
        "messages carry links, but no public address is set: give --public-url",
        "通知中含有链接，但未设置公开地址：请用 --public-url 指定",
      ),
    );
  return warnings;
}

type Critical = { readonly kind: string; readonly zone: string; readonly fault: string };

/** Each critical fault once per kind and zone. */
function criticalFaults({ devices }: Site): readonly Critical[] {
  const found = new Map<string, Critical>();
  for (const { kind, zone, faults } of devices)
    for (const [fault, { off, severity }] of Object.entries(faults))
      if (severity.value === "critical" && !off.value) found.set(`${kind} ${zone} ${fault}`, { kind, zone, fault });
  return [...found.values()];
}

/** Whether its opening reaches a channel that rings: the first route that fits wins unless it says `continue`. */
function rings(site: Site, ringing: ReadonlySet<string>, kind: string, zone: string, fault: string): boolean {
  const { routes } = site.notify;
  if (routes.length === 0) return ringing.size > 0;
  const fits = (list: readonly string[], value: string) => list.length === 0 || list.includes(value);
  const matches = (route: Route) =>
    fits(route.severity, "critical") &&
    fits(route.kinds, kind) &&
    fits(route.zones, zone) &&
    fits(route.faults, fault) &&
    fits(route.on, "opened");
  for (const route of routes.filter(matches)) {
    if (route.channels.length === 0 ? ringing.size > 0 : route.channels.some((id) => ringing.has(id))) return true;
    if (!route.continue) return false;
  }
  return false;
}
