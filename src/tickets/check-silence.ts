// What a silence may be and who may begin or end it: a request becomes a silence's terms or a refusal. Pure; under create-silences.

import { builtInFaults } from "../model/built-in-fault.ts";
import { ok, type Refusal, type Result, refuse } from "../model/result.ts";
import { severities } from "../model/severity.ts";
import type { Silence, SilenceKind, SilenceRequest, SilenceScope } from "../model/silence.ts";
import type { Role, Site, Staff } from "../model/site.ts";
import type { Text } from "../model/text.ts";
import * as say from "./silence-refusal-words.ts";

const MINUTE = 60_000;
const DAY = 1440 * MINUTE;
const AHEAD_AT_MOST = 366 * DAY;

/** Who may begin one of the kind; the desk itself begins those for a sensor. */
const mayBegin: Readonly<Record<Exclude<SilenceKind, "sensor">, readonly Role[]>> = {
  maintenance: ["operator", "supervisor", "manager"],
  test: ["technician", "supervisor", "manager"],
};
const mayEnd: Readonly<Record<SilenceKind, readonly Role[]>> = {
  maintenance: ["operator", "supervisor", "manager"],
  test: ["operator", "technician", "supervisor", "manager"],
  sensor: ["operator", "technician", "supervisor", "manager"],
};

const atMost = ({ kind, weekly }: SilenceRequest): number => {
  if (kind === "test") return 30 * MINUTE;
  if (kind === "sensor") return 3 * DAY;
  return (weekly ? 366 : 31) * DAY;
};

const isWhole = (value: number, least: number, most: number): boolean =>
  Number.isInteger(value) && value >= least && value <= most;

export type SilenceCheck = {
  /** The silence's terms; `ticket` is the sensor's ticket, which only a silence of kind `sensor` has and needs. */
  readonly begin: (request: SilenceRequest, now: number, ticket?: string) => Result<Omit<Silence, "id">>;
  /** Null: they may. */
  readonly end: (kind: SilenceKind, by: string, admin: boolean) => Refusal | null;
};

/** The rules as this site's staff, zones, devices, links and kinds make them. */
export function createSilenceCheck(site: Site): SilenceCheck {
  const zones = new Set(site.zones.map(({ id }) => id));
  const kinds = new Set([...Object.keys(site.definitions), "link"]);
  const devices = new Map(site.devices.map((device) => [device.id, device]));
  const links = new Set(site.links.map(({ id }) => id));
  const faults = new Set([
    ...Object.values(site.definitions).flatMap((definition) => Object.keys(definition.faults)),
    ...Object.keys(builtInFaults),
    "down",
  ]);

  /** Whether every kind that knows the fault calls it life safety or security: without a device it would silence nothing. */
  const isLifeSafety = (fault: string, among: readonly string[]): boolean => {
    const rows = Object.values(site.definitions).flatMap(({ kind, faults }) =>
      (among.length === 0 || among.includes(kind)) && faults[fault] ? [faults[fault].sla] : [],
    );
    return rows.length > 0 && rows.every((row) => site.sla[row]?.lifeSafety);
  };

  /** Null: the person is staff and has one of the roles. */
  function refuseTo(
    by: string,
    admin: boolean,
    allowed: readonly Role[],
    words: (person: Staff) => Text,
  ): Refusal | null {
    if (admin) return null;
    const person = site.staff.find(({ id }) => id === by);
    if (!person) return refuse("unknown-staff", by);
    return allowed.includes(person.role) ? null : refuse("forbidden", words(person));
  }

  function refuseScope(kind: SilenceKind, scope: SilenceScope): Refusal | null {
    const zone = scope.zones.find((id) => !zones.has(id));
    if (zone !== undefined) return refuse("unknown-zone", zone);
    const asset = scope.assets.find((id) => !devices.has(id) && !links.has(id));
    if (asset !== undefined) return refuse("unknown-device", asset);
    const unknown = {
      kinds: scope.kinds.find((id) => !kinds.has(id)),
      faults: scope.faults.find((id) => !faults.has(id)),
      severities: scope.severities.find((id) => !severities.includes(id)),
    };
    for (const list of ["kinds", "faults", "severities"] as const)
      if (unknown[list] !== undefined) return refuse("bad-request", say.unknownInScope(list, unknown[list]));
    const lists = Object.entries(scope)
      .filter(([, list]) => list.length > 0)
      .map(([name]) => name)
      .join();
    if (lists === "" || (lists === "severities" && scope.severities.length === severities.length))
      return refuse("silence-empty", say.scopeEmpty);
    const deaf = scope.assets.length === 0 ? scope.faults.find((fault) => isLifeSafety(fault, scope.kinds)) : undefined;
    if (deaf !== undefined) return refuse("bad-request", say.nameDevice(deaf));
    const device = scope.assets.length === 1 ? devices.get(scope.assets[0] as string) : undefined;
    if (kind === "test" && (lists !== "assets" || device?.kind !== "elevator"))
      return refuse("bad-request", say.testScope);
    if (kind === "sensor" && (lists !== "assets,faults" || !device || scope.faults.length !== 1))
      return refuse("bad-request", say.sensorScope);
    return null;
  }

  function refuseTimes(request: SilenceRequest, from: number, now: number): Refusal | null {
    const { kind, until, weekly } = request;
    if (!isWhole(from, 0, now + AHEAD_AT_MOST)) return refuse("bad-request", say.badFrom);
    if (!Number.isSafeInteger(until) || until <= from) return refuse("bad-request", say.badUntil);
    if (weekly) {
      const { days, window } = weekly;
      const isRight =
        days.length > 0 &&
        days.every((day) => isWhole(day, 1, 7)) &&
        isWhole(window.from, 0, 1439) &&
        isWhole(window.to, 0, 1440);
      if (!isRight || kind !== "maintenance" || request.untilRepaired) return refuse("bad-request", say.badWeekly);
    }
    if (request.untilRepaired && kind !== "maintenance") return refuse("bad-request", say.badUntilRepaired);
    return until - from > atMost(request) ? refuse("silence-too-long", say.tooLong(kind)) : null;
  }

  return {
    begin(request, now, ticket) {
      const { kind, scope, by, admin = false } = request;
      if (!Object.hasOwn(mayEnd, kind) || (kind === "sensor" && ticket === undefined))
        return refuse("bad-request", say.kindRefused(kind));
      // Whoever blamed the sensor passed the desk's own check.
      const person =
        kind === "sensor"
          ? null
          : refuseTo(by, admin, mayBegin[kind], (who) => say.beginRefused(who, kind, mayBegin[kind]));
      if (person) return { ok: false, ...person };
      const reason = request.reason.trim();
      if (reason === "") return refuse("note-required", say.reasonMissing);
      const once = <T>(list: readonly T[] = []): readonly T[] => [...new Set(list)];
      const whole: SilenceScope = {
        zones: once(scope.zones),
        kinds: once(scope.kinds),
        assets: once(scope.assets),
        faults: once(scope.faults),
        severities: once(scope.severities),
      };
      const from = Math.max(request.from ?? now, now);
      const refusal = refuseScope(kind, whole) ?? refuseTimes(request, from, now);
      if (refusal) return { ok: false, ...refusal };
      return ok({
        kind,
        scope: whole,
        from,
        until: request.until,
        untilRepaired: request.untilRepaired ?? false,
        weekly: request.weekly ? { days: once(request.weekly.days), window: request.weekly.window } : null,
        reason,
        by,
        ticket: kind === "sensor" ? (ticket as string) : null,
        endedAt: null,
      });
    },
    end: (kind, by, admin) => refuseTo(by, admin, mayEnd[kind], (who) => say.endRefused(who, kind, mayEnd[kind])),
  };
}
