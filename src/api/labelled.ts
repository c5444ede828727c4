// What a label hangs on: the device or zone a code names, as the site has it now.

import type { GatewayView } from "../model/gateway-view.ts";
import { selfKind } from "../model/installed.ts";
import type { Zone } from "../model/site.ts";
import { type Text, text } from "../model/text.ts";
import { type LabelledType, labelCode, readLabelCode } from "./label-code.ts";

export type Labelled = {
  readonly code: string;
  readonly type: LabelledType;
  readonly id: string;
  readonly name: Text;
  /** What sort of thing it is: a camera and a gate may have the same name. */
  readonly kind: Text;
  /** The device's kind, as the site names it; none for a zone. */
  readonly deviceKind?: string;
  readonly zone: Zone;
};

const zoneWord = text("Zone", "片区");
const kindOf = (view: GatewayView, kind: string | undefined): Text =>
  kind === undefined ? zoneWord : (view.site.definitions[kind]?.label ?? { en: kind, zh: kind });

/** The thing with that code; undefined where the code is wrong or the site no longer has the thing. */
export function findLabelled(view: GatewayView, key: Uint8Array, written: string): Labelled | undefined {
  const read = readLabelCode(key, written);
  if (!read) return undefined;
  // A watched area has a label, too: whoever stands in for its cameras checks in there.
  const labelled = ({ id, kind }: { readonly id: string; readonly kind: string }) =>
    id === read.id && kind !== selfKind;
  const device = read.type === "device" ? view.site.devices.find(labelled) : undefined;
  const zone = view.site.zones.find(({ id }) => id === (read.type === "zone" ? read.id : device?.zone));
  if (!zone || (read.type === "device" && !device)) return undefined;
  const code = labelCode(key, read.type, read.id);
  return {
    ...read,
    code,
    name: device?.name ?? zone.name,
    kind: kindOf(view, device?.kind),
    zone,
    ...(device && { deviceKind: device.kind }),
  };
}

/** Everything of a zone that gets a label: the zone itself, then its devices in the site's order. */
export function labelsOf(view: GatewayView, key: Uint8Array, zone: Zone): Labelled[] {
  const of = (type: LabelledType, { id, name, kind }: { id: string; name: Text; kind?: string }): Labelled => ({
    code: labelCode(key, type, id),
    type,
    id,
    name,
    kind: kindOf(view, kind),
    zone,
  });
  const devices = view.site.devices.filter((device) => device.zone === zone.id && device.kind !== selfKind);
  return [of("zone", { id: zone.id, name: zone.name }), ...devices.map((device) => of("device", device))];
}
