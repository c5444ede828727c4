// A device's present as the API sends it: ISO instants, points with their age, open faults by name.

import type { DeviceView } from "../model/gateway-view.ts";
import type { PointValue } from "../model/reading.ts";
import type { Site } from "../model/site.ts";
import type { Text } from "../model/text.ts";
import { isoInstant } from "../model/ticket-json.ts";

export type DeviceJson = {
  readonly id: string;
  readonly kind: string;
  readonly name: Text;
  readonly zone: string;
  readonly building: string | null;
  readonly upstream: readonly string[];
  readonly online: boolean | null;
  readonly lastHeardAt: string | null;
  readonly points: Readonly<Record<string, { readonly value: PointValue; readonly at: string }>>;
  readonly unmapped: Readonly<Record<string, string>>;
  readonly faults: readonly string[];
};

/** A value as JSON: instants, which the stages keep as epoch ms, as ISO 8601. */
export function pointJson(site: Site, kind: string, point: string, value: PointValue): PointValue {
  const isInstant = site.definitions[kind]?.points[point]?.type === "instant";
  return isInstant && typeof value === "number" ? isoInstant(value) : value;
}

export function deviceJson(site: Site, view: DeviceView): DeviceJson {
  const { device, points, unmapped } = view;
  return {
    id: device.id,
    kind: device.kind,
    name: device.name,
    zone: device.zone,
    building: device.building ?? null,
    upstream: device.upstream,
    online: view.online,
    lastHeardAt: view.lastHeardAt === null ? null : isoInstant(view.lastHeardAt),
    points: Object.fromEntries(
      Object.entries(points).map(([name, { value, at }]) => [
        name,
        { value: pointJson(site, device.kind, name, value), at: isoInstant(at) },
      ]),
    ),
    unmapped: Object.fromEntries(Object.entries(unmapped).map(([name, at]) => [name, isoInstant(at)])),
    faults: view.faults,
  };
}
