// What a label hangs on: the device or zone a code names, as the site has it now.

import type { GatewayView } from "../model/gateway-view.ts";
import type { Zone } from "../model/site.ts";
import type { Text } from "../model/text.ts";
import { type LabelledType, labelCode, readLabelCode } from "./label-code.ts";

export type Labelled = {
  readonly code: string;
  readonly type: LabelledType;
  readonly id: string;
  readonly name: Text;
  readonly zone: Zone;
};

/** The thing with that code; undefined where the code is wrong or the site no longer has the thing. */
export function findLabelled(view: GatewayView, key: Uint8Array, written: string): Labelled | undefined {
  const read = readLabelCode(key, written);
  if (!read) return undefined;
  const device = read.type === "device" ? view.device(read.id)?.device : undefined;
  const zone = view.site.zones.find(({ id }) => id === (read.type === "zone" ? read.id : device?.zone));
  if (!zone || (read.type === "device" && !device)) return undefined;
  return { ...read, code: labelCode(key, read.type, read.id), name: device?.name ?? zone.name, zone };
}

/** Everything of a zone that gets a label: the zone itself, then its devices in the site's order. */
export function labelsOf(view: GatewayView, key: Uint8Array, zone: Zone): Labelled[] {
  const of = (type: LabelledType, id: string, name: Text): Labelled => ({
    code: labelCode(key, type, id),
    type,
    id,
    name,
    zone,
  });
  const devices = view.site.devices.filter((device) => device.zone === zone.id && device.kind !== "gateway");
  return [of("zone", zone.id, zone.name), ...devices.map(({ id, name }) => of("device", id, name))];
}
