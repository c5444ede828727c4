// A kind's definition and a device's parameters → compiled fault rules, stronger faults before those they hide.

import type { DeviceDefinition, FaultDefinition } from "../model/device-definition.ts";
import type { Device, Site } from "../model/site.ts";
import { compileClockSkew } from "./clock-skew-rule.ts";
import { compileCondition } from "./conditions/compile-condition.ts";
import { type Context, delayOf, under } from "./conditions/context.ts";
import type { FaultRule } from "./fault-rule.ts";
import type { Node, Observer } from "./node.ts";
import { compileOffline } from "./offline-rule.ts";
import type { Points } from "./points.ts";

const CLEAR_AFTER = "PT30S";

type Setting = {
  readonly site: Site;
  readonly device: Device;
  readonly points: Points;
  readonly listeningSince: number;
  readonly peers: Context["peers"];
};

function compileFault(
  name: string,
  definition: FaultDefinition,
  hiddenBy: readonly string[],
  { site, device, points, peers }: Setting,
): FaultRule {
  const observers: Observer[] = [];
  const used = new Set<string>();
  const base: Context = {
    site,
    device,
    points,
    fault: name,
    path: name,
    observe: (observer) => observers.push(observer),
    uses: (point) => used.add(point),
    peers,
    compile: (condition, place) => compileCondition(condition, place, null),
  };
  const judged: Node | null = definition.while ? compileCondition(definition.while, under(base, "while"), null) : null;
  const several = definition.opens.length > 1;
  const clearAfter = delayOf(base, `${name}.clearAfter`, definition.offDelay ?? CLEAR_AFTER);
  const own = device.faults[name];
  return {
    name,
    latched: definition.latched ?? false,
    while: judged,
    alternatives: definition.opens.map((alternative, i) => ({
      node: compileCondition(alternative.when, under(base, `opens/${i}`), judged),
      delay: delayOf(
        base,
        several && alternative.name ? `${name}.${alternative.name}` : name,
        alternative.onDelay ?? "PT0S",
      ),
    })),
    clearsWhen: definition.clearsWhen ? compileCondition(definition.clearsWhen, under(base, "clears"), judged) : null,
    clearAfter,
    verifyFor: Math.max(device.verifyFor.value, clearAfter),
    hiddenBy,
    stronger: [],
    mainsLost: definition.mainsLost ?? false,
    observers,
    looksAtPeers: JSON.stringify(definition).includes('"op":"noPeer"'),
    points: used,
    classify: () => ({
      severity: own?.severity.value ?? definition.severity,
      sla: own?.sla.value ?? definition.sla,
    }),
  };
}

/** Stronger first: a fault comes after every fault that hides it. */
function strongestFirst(definition: DeviceDefinition): readonly string[] {
  const ordered: string[] = [];
  const visit = (name: string): void => {
    if (ordered.includes(name)) return;
    for (const [stronger, { hides }] of Object.entries(definition.faults))
      if (hides?.includes(name) && stronger !== name) visit(stronger);
    ordered.push(name);
  };
  for (const name of Object.keys(definition.faults)) visit(name);
  return ordered;
}

/** The rules of a device and of all that are like it. The first is always `offline`, unless the site switched it off. @throws Error on a kind without definition. */
export function compileDevice(setting: Setting): readonly FaultRule[] {
  const { site, device } = setting;
  const definition = site.definitions[device.kind];
  if (!definition) throw new Error(`device ${device.id}: no definition of kind ${device.kind}`);
  const context: Context = {
    site,
    device,
    points: setting.points,
    fault: "offline",
    path: "offline",
    observe: () => undefined,
    uses: () => undefined,
    peers: setting.peers,
    compile: (condition, place) => compileCondition(condition, place, null),
  };
  const rules = [
    compileOffline(definition, context, setting.listeningSince),
    ...strongestFirst(definition).map((name) =>
      compileFault(
        name,
        definition.faults[name] as FaultDefinition,
        Object.entries(definition.faults)
          .filter(([, { hides }]) => hides?.includes(name))
          .map(([stronger]) => stronger),
        setting,
      ),
    ),
    compileClockSkew(device),
  ];
  const active = rules.filter(({ name }) => device.faults[name]?.off.value !== true);
  const places = new Map(active.map(({ name }, place) => [name, place]));
  return active.map((rule) => ({ ...rule, stronger: rule.hiddenBy.flatMap((name) => places.get(name) ?? []) }));
}

const lookingBack: ReadonlySet<unknown> = new Set(["held", "risesBy", "steady", "crosses", "becomes", "count"]);

/** The facts by which a kind's rules look at other devices that share them, and those by which they also keep count there. */
export function peerFacts(definition: DeviceDefinition): {
  readonly facts: readonly string[];
  readonly counting: readonly string[];
} {
  const facts = new Set<string>();
  const counting = new Set<string>();
  JSON.stringify(definition.faults, (_key, value) => {
    if (value?.op !== "noPeer") return value;
    facts.add(value.fact);
    JSON.stringify(value.of, (_inner, part) => {
      if (lookingBack.has(part?.op)) counting.add(value.fact);
      return part;
    });
    return value;
  });
  return { facts: [...facts], counting: [...counting] };
}
