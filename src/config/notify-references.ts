// References inside `notify`: channels, people, zones, kinds and faults that routes and the rota name.

import { roles } from "../model/site.ts";
import { text } from "../model/text.ts";
import { itemsOf, type Located, textOf } from "./located.ts";
import { faultSpecs } from "./parameters.ts";
import type { Path } from "./problem.ts";
import type { Definitions, Expect } from "./reference-words.ts";

/** Assets that are no devices, and their faults (CONTRACT sections 2, 3 and 6; DESIGN on the gateway's own). */
const otherKinds = ["link", "area", "source", "gateway"];
const otherFaults = ["down", "blindSpot", "sourceOffline", "historyUnreachable", "diskLow", "brokerUnreachable"];

/** The gateway's own MQTT stream of notices, which every site has. */
const gatewayStream = "gateway-notices";

type Known = {
  readonly zones: ReadonlySet<string>;
  readonly staff: ReadonlySet<string>;
  readonly definitions: Definitions;
};

export function notifyReferences(root: Located, { zones, staff, definitions }: Known, expect: Expect): void {
  const notify = root.children.get("notify");
  const all = Object.values(definitions);
  const channels = new Set([gatewayStream, ...itemsOf(notify, "channels").flatMap((item) => textOf(item, "id") ?? [])]);
  const kinds = new Set([...all.map(({ kind }) => kind), ...otherKinds]);
  const faults = new Set([...all.flatMap((kind) => faultSpecs(kind).map(({ fault }) => fault)), ...otherFaults]);
  const people = new Set([...roles, ...staff]);

  const each = (owner: Located, path: Path, key: string, known: ReadonlySet<string>, en: string, zh: string) => {
    for (const [at, item] of itemsOf(owner, key).entries()) expect(item, [...path, key, at], known, text(en, zh));
  };
  for (const [index, route] of itemsOf(notify, "routes").entries()) {
    const path: Path = ["notify", "routes", index];
    each(route, path, "kinds", kinds, "kind", "设备类型");
    each(route, path, "zones", zones, "zone", "片区");
    each(route, path, "faults", faults, "fault", "故障");
    each(route, path, "channels", channels, "channel", "通知渠道");
    each(route, path, "to", people, "role or staff member", "角色或人员");
  }
  for (const [index, step] of itemsOf(notify, "escalation").entries()) {
    const path: Path = ["notify", "escalation", index];
    each(step, path, "channels", channels, "channel", "通知渠道");
    each(step, path, "to", people, "role or staff member", "角色或人员");
  }
  for (const [index, shift] of itemsOf(notify, "rota").entries())
    each(shift, ["notify", "rota", index], "staff", staff, "staff member", "人员");
}
