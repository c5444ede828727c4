// Which links are down (CONTRACT 3, **link**): counts per link that each device's silence and voice move, so that a thousand devices lost at
// once cost no more than each by itself. Part of the detector; what it remembers beside open faults follows from the devices' memory.

import type { Fault } from "../model/fault.ts";
import { isPowerLink } from "../model/power-link.ts";
import type { Site } from "../model/site.ts";
import type { Emit } from "./follow-fault.ts";
import { clearDown, holdDown, type LinkMemory, type LinkState, openDown, verifyDown, verifyDue } from "./link-fault.ts";
import { type LinkPlace, linkTree } from "./link-tree.ts";
import { NEVER } from "./runtime.ts";
import { mainsLostSince, type Watched } from "./watched.ts";

/** How long those must be silent that are not offline yet, and all of them after a link above is back, ms. */
const REST_SILENT = 30_000;
/** So many that are offline are enough, however many hang on the link; else half of them. */
const ENOUGH = 3;
const AT_LEAST_BELOW = 2;

/** What a device is to the links above it: never heard (it does not count), heard, heard and now offline. */
const UNHEARD = 0;
const HEARD = 1;
const LOST = 2;

export type LinkWatch = {
  /** A device was heard at `now` (epoch ms), after its own `offline` has ended. */
  readonly heard: (device: number, now: number) => void;
  /** A device said that its mains are gone, or back: it counts as lost to the power feeds above it. Telling it again changes nothing. */
  readonly mains: (device: number, has: boolean, at: number, now: number) => void;
  /** A device's `offline` opened. `at`: event time, `now`: the gateway's clock. */
  readonly lost: (device: number, at: number, now: number) => void;
  /** What it asked to be woken for. */
  readonly wake: (link: number, now: number) => void;
  /** The fault while open, or cleared and not yet proven gone. */
  readonly fault: (link: string, fault: string) => Fault | null;
  /** The uppermost link that is down above the device or link, or the uppermost power feed; null: none. */
  readonly downAbove: (asset: string, powerOnly?: boolean) => string | null;
  /** A copy: it does not change with what happens later. */
  readonly memory: () => LinkMemory;
};

type Row = LinkPlace & {
  readonly index: number;
  readonly state: LinkState;
  readonly isPower: boolean;
  /** Devices below that were ever heard, those of them that are lost to it, and those of the lost that still speak. */
  heard: number;
  lost: number;
  onBattery: number;
  /** When one of them was heard last that has its mains, epoch ms; not earlier than the gateway listens. */
  lastHeardAt: number;
  /** When one of them had its mains again last, epoch ms: that counts as being heard, and no device remembers it. */
  mainsBackAt: number;
  /** When one of them went offline last, epoch ms: it is judged once that instant's silence is known in full. */
  lostAt: number;
  wakeAt: number;
};

export type LinkSetting = {
  readonly site: Pick<Site, "links" | "devices">;
  /** The devices as they are remembered, in the site's order. */
  readonly watched: readonly Watched[];
  /** Silence counts from here, epoch ms. */
  readonly listeningSince: number;
  /** The gateway's clock now, epoch ms. */
  readonly resumedAt: number;
  /** Asks for `wake` of that link at the instant; Infinity: no more. */
  readonly wakeAt: (link: number, at: number) => void;
  readonly emit: Emit;
};

/** @param remembered the faults that were under way when an earlier run ended. */
export function createLinkWatch(setting: LinkSetting, remembered: LinkMemory): LinkWatch {
  const { site, watched, listeningSince, resumedAt, wakeAt, emit } = setting;
  const tree = linkTree(site);
  const standing = Uint8Array.from(watched, ({ lastHeardAt, frozen, plan }) =>
    lastHeardAt === NEVER ? UNHEARD : frozen && plan.knowsOffline ? LOST : HEARD,
  );
  /** Since when each has no mains, epoch ms; NEVER: it has. */
  const withoutMains = Float64Array.from(watched, (one) => mainsLostSince(one));
  const rows = tree.links.map((place, index): Row => {
    const {
      fault = null,
      hold = null,
      heardAt = NEVER,
    } = structuredClone<Partial<LinkMemory[string]>>(remembered[place.link.id] ?? {});
    const isPower = isPowerLink(place.link);
    const heard = place.devices.filter((device) => standing[device] !== UNHEARD);
    const dark = heard.filter((device) => isPower && withoutMains[device] !== NEVER);
    const lost = heard.filter((device) => standing[device] === LOST);
    const devicesHeardAt = heard
      .filter((device) => !dark.includes(device))
      .reduce((last, at) => Math.max(last, (watched[at] as Watched).lastHeardAt), listeningSince);
    return {
      ...place,
      index,
      state: { fault, hold },
      isPower,
      heard: heard.length,
      lost: new Set([...lost, ...dark]).size,
      onBattery: dark.filter((device) => standing[device] === HEARD).length,
      lastHeardAt: Math.max(devicesHeardAt, heardAt),
      mainsBackAt: heardAt > devicesHeardAt ? heardAt : NEVER,
      // What fell due before has been handled; at the very instant it has not.
      lostAt: resumedAt,
      wakeAt: Number.POSITIVE_INFINITY,
    };
  });
  const rowsAt = (places: readonly number[]): readonly Row[] => places.map((place) => rows[place] as Row);
  const uppers = rows.map((row) => rowsAt(row.uppers));
  const lowers = rows.map((row) => rowsAt(row.lowers));
  const shared = new Map<readonly number[], readonly Row[]>();
  const above = tree.above.map((places) => {
    const list = shared.get(places) ?? rowsAt(places);
    shared.set(places, list);
    return list;
  });
  const places = new Map(site.devices.map(({ id }, index) => [id, above[index] as readonly Row[]]));
  for (const row of rows) places.set(row.link.id, uppers[row.index] as readonly Row[]);

  const isDown = ({ state }: Row): boolean => state.fault?.present === true;
  const isExplained = (row: Row): boolean => (uppers[row.index] as readonly Row[]).some(isDown);
  /** Until when what hangs below a link that is back may take to speak, epoch ms. That link's fault is remembered for longer. */
  const mayBeSilentUntil = (row: Row): number =>
    (uppers[row.index] as readonly Row[]).reduce(
      (last, { state }) => Math.max(last, (state.fault?.clearedAt ?? NEVER) + REST_SILENT),
      NEVER,
    );
  // What speaks on its battery is as lost as the rest, but without one that is silent nothing says that it is the feed.
  const enoughLost = ({ heard, lost, onBattery }: Row): boolean =>
    heard >= AT_LEAST_BELOW && lost > onBattery && (lost >= ENOUGH || 2 * lost >= heard);
  /** When the last of its devices fell silent: the first instant of the silence of all. */
  const silentSince = (row: Row): number =>
    row.devices.reduce((last, device) => {
      if (standing[device] === UNHEARD) return last;
      const lostMainsAt = row.isPower ? (withoutMains[device] as number) : NEVER;
      if (lostMainsAt !== NEVER) return Math.max(last, lostMainsAt);
      const { lastHeardAt, silenceJudgedSince } = watched[device] as Watched;
      return Math.max(last, lastHeardAt, silenceJudgedSince);
    }, listeningSince);

  function dueOf(row: Row): number {
    if (isDown(row)) return Number.POSITIVE_INFINITY;
    const mayOpen = enoughLost(row) && !isExplained(row);
    const silentDue = mayOpen
      ? Math.max(row.lastHeardAt + REST_SILENT, row.lostAt, mayBeSilentUntil(row))
      : Number.POSITIVE_INFINITY;
    return Math.min(silentDue, verifyDue(row.state));
  }
  function schedule(row: Row, now: number): void {
    const due = dueOf(row);
    if (due === row.wakeAt) return;
    row.wakeAt = due;
    wakeAt(row.index, Math.max(due, now));
  }
  /** Opens what is down and not explained by a link above it, which may have just come back; what is explained stands still. */
  function judge(row: Row, at: number, now: number): void {
    if (isDown(row)) return;
    const isSilent = enoughLost(row) && row.lastHeardAt + REST_SILENT <= at;
    const explained = isExplained(row) || (isSilent && mayBeSilentUntil(row) > at);
    if (isSilent && !explained) {
      openDown(row.state, row.link.id, silentSince(row), at, now, emit);
      judgeBelow(row, at, now);
    } else holdDown(row.state, at, explained);
  }
  function judgeBelow(row: Row, at: number, now: number): void {
    for (const lower of lowers[row.index] as readonly Row[]) {
      judge(lower, at, now);
      schedule(lower, now);
    }
  }
  /** One of its devices was heard, and has mains. */
  function isBack(row: Row, now: number): void {
    if (isDown(row)) {
      clearDown(row.state, now, emit);
      judgeBelow(row, now, now);
    } else if (row.state.hold) judge(row, now, now);
    schedule(row, now);
  }
  for (const row of rows) schedule(row, resumedAt);

  return {
    heard(device, now) {
      const list = above[device] as readonly Row[];
      const before = standing[device];
      const dark = withoutMains[device] !== NEVER;
      standing[device] = HEARD;
      for (const row of list) {
        if (before === UNHEARD) row.heard += 1;
        if (dark && row.isPower) {
          if (before === LOST) row.onBattery += 1;
          continue;
        }
        row.lastHeardAt = now;
        if (before === LOST) row.lost -= 1;
      }
      for (const row of list) if (!(dark && row.isPower)) isBack(row, now);
    },
    mains(device, has, at, now) {
      const before = withoutMains[device] as number;
      if (has === (before === NEVER)) return;
      withoutMains[device] = has ? NEVER : mainsLostSince(watched[device] as Watched);
      const speaks = standing[device] === HEARD ? 1 : 0;
      const list = (above[device] as readonly Row[]).filter(({ isPower }) => isPower);
      for (const row of list) {
        row.lost += has ? -speaks : speaks;
        row.onBattery += has ? -speaks : speaks;
        if (has && speaks) {
          row.lastHeardAt = now;
          row.mainsBackAt = now;
        } else row.lostAt = at;
      }
      for (const row of list)
        if (has && speaks) isBack(row, now);
        else schedule(row, now);
    },
    lost(device, at, now) {
      if (standing[device] !== HEARD) return;
      standing[device] = LOST;
      for (const row of above[device] as readonly Row[]) {
        if (row.isPower && withoutMains[device] !== NEVER) row.onBattery -= 1;
        else row.lost += 1;
        row.lostAt = at;
        schedule(row, now);
      }
    },
    wake(link, now) {
      const row = rows[link] as Row;
      const at = row.wakeAt;
      judge(row, at, now);
      verifyDown(row.state, at, now, emit);
      row.wakeAt = Number.POSITIVE_INFINITY;
      schedule(row, now);
    },
    fault: (link, fault) =>
      fault === "down" ? (rows.find(({ link: { id } }) => id === link)?.state.fault ?? null) : null,
    downAbove: (asset, powerOnly = false) =>
      places.get(asset)?.find((row) => isDown(row) && (row.isPower || !powerOnly))?.link.id ?? null,
    memory: () =>
      structuredClone(
        Object.fromEntries(
          rows.flatMap(({ link, state, onBattery, lastHeardAt, mainsBackAt }) =>
            state.fault || onBattery > 0 || lastHeardAt === mainsBackAt
              ? [[link.id, { ...state, heardAt: lastHeardAt }] as const]
              : [],
          ),
        ),
      ),
  };
}
