// What the API, the wall and the streams may ask of the running gateway: one shape, so that they need not know its stages.

import type { AreaCoverage, AreaState, CameraTurn, Ring, SuggestedMount } from "./coverage.ts";
import type { CoverageReport } from "./coverage-report.ts";
import type { Fault, FaultEvent } from "./fault.ts";
import type { Drawing, PastCoverage, Witnesses } from "./past-coverage.ts";
import type { PointValue, Quarantined, QuarantineReason } from "./reading.ts";
import type { Result } from "./result.ts";
import type { Silence, SilenceEnd, SilenceRequest, Withheld } from "./silence.ts";
import type { Device, Site } from "./site.ts";
import type { Action, Report, Ticket, TicketChange } from "./ticket.ts";
import type { ClockWhy } from "./why.ts";

/** A device's present, as last known; instants are epoch ms. */
export type DeviceView = {
  readonly device: Device;
  readonly online: boolean | null;
  readonly lastHeardAt: number | null;
  readonly points: Readonly<Record<string, { readonly value: PointValue; readonly at: number }>>;
  /** Points it sends that its kind does not know, with the time last seen. */
  readonly unmapped: Readonly<Record<string, number>>;
  /** Names of its open faults. */
  readonly faults: readonly string[];
};

export type HealthCheck = { readonly status: "ok" | "degraded" | "down"; readonly detail?: string };
export type Health = {
  readonly status: "ok" | "degraded" | "down";
  readonly checks: Readonly<Record<string, HealthCheck>>;
};

export type Aggregate = "mean" | "min" | "max" | "last";
export type TelemetryQuery = {
  readonly device: string;
  /** The measurement: the device's kind. */
  readonly kind: string;
  readonly points: readonly string[];
  /** Epoch ms, inclusive. */
  readonly from: number;
  /** Epoch ms, exclusive. */
  readonly to: number;
  /** Bucket width in ms; undefined: the raw readings. */
  readonly every?: number;
  readonly aggregate?: Aggregate;
  readonly limit: number;
};
/** Rows in time order: [epoch ms, value of each point or null]. */
export type TelemetryRows = readonly (readonly [number, ...(PointValue | null)[]])[];

export type Counters = {
  /** Messages: received = journalled + shed; journalled = kept + quarantined + duplicates. */
  readonly received: number;
  readonly shed: number;
  readonly journalled: number;
  readonly keptMessages: number;
  readonly quarantinedMessages: number;
  readonly duplicateMessages: number;
  /** Readings and events kept; elements heard before. */
  readonly kept: number;
  readonly repeated: number;
  readonly rejected: Readonly<Partial<Record<QuarantineReason, number>>>;
  readonly faultsOpened: number;
  readonly ticketsOpened: number;
  /** Kept messages whose lines wait for history; and those lines. */
  readonly waitingMessages: number;
  readonly waiting: number;
  /** Lines since the start. */
  readonly shipped: number;
  readonly refusedByHistory: number;
  readonly noticesWaiting: number;
};

/** What the gateway measures of itself, for /metrics and for its own faults. Sizes in bytes, times in ms. */
export type SelfMeasures = {
  /** Messages that the ledger cannot account for: 0 in a sound gateway. */
  readonly unaccounted: number;
  /** How long lines wait for history now, newest first: what the wall's curves lag behind. */
  readonly historyLag: number;
  /** Age of the oldest line waiting; 0 when none does. */
  readonly backlogAge: number;
  readonly spoolBytes: number;
  readonly journalBytes: number;
  /** Bytes of messages waiting for the disk. */
  readonly journalWaiting: number;
  /** 99th percentile and longest fdatasync of the last minute. */
  readonly syncP99: number;
  readonly syncMost: number;
  /** 99th percentile and longest delay of the event loop of the last minute. */
  readonly loopP99: number;
  readonly loopMost: number;
  /** Free space of the data folder's disk. */
  readonly diskFree: number;
  /** Since the last checkpoint that stands. */
  readonly checkpointAge: number;
  readonly clients: number;
  /** Connections and log-ins turned away since the start, and clients cut because they did not read. */
  readonly refusedConnections: number;
  readonly droppedForSlowness: number;
  /** Clients now throttled for sending too much. */
  readonly flooding: number;
  /** Until the server's certificate expires; null without TLS. */
  readonly certificateLeft: number | null;
};

export type GatewayChange =
  | { readonly type: "fault"; readonly event: FaultEvent }
  | { readonly type: "ticket"; readonly change: TicketChange }
  | { readonly type: "coverage"; readonly state: AreaState }
  | { readonly type: "device"; readonly id: string };

export type CoverageView = {
  readonly dark: () => boolean;
  readonly areas: () => readonly AreaCoverage[];
  /** The answers if these devices, and all below these links, failed as well; or the first id that is neither. */
  readonly without: (ids: readonly string[]) => Result<readonly AreaCoverage[]>;
  /** May take seconds. */
  readonly suggest: (area: string, count: number) => Promise<Result<readonly SuggestedMount[]>>;
  /** Pan-tilt cameras that a person could turn to see more of the area; empty where none helps, the area is seen as promised or not drawn. */
  readonly turns: (area: string) => Result<readonly CameraTurn[]>;
  /** The plan view of what a camera sees now, cut by walls; null where it sees nothing. */
  readonly sector: (camera: string) => Ring | null;
  /** As it was at an instant (epoch ms), neither to come nor before the first start. */
  readonly at: (at: number) => Result<PastCoverage>;
  /** The same instant for a drawing. */
  readonly drawing: (at: number) => Result<Drawing>;
  /** Which cameras saw and recorded a point at an instant. */
  readonly witnesses: (of: PointInTime) => Result<Witnesses>;
  /** The proof of a month, "2026-11"; undefined: the present one. */
  readonly report: (month?: string) => Result<CoverageReport>;
  /** The plan with its areas' present ratios as GeoJSON (RFC 7946); null where it does not say where it lies. */
  readonly geoJson: () => object | null;
};
export type PointInTime = { readonly at: number; readonly level: string; readonly x: number; readonly y: number };

/** How a device stands, without its points. */
export type Standing = Pick<DeviceView, "device" | "online" | "faults">;

/** How many devices of each kind there are and are online, and when any was last heard (epoch ms). */
export type Presence = {
  readonly lastHeardAt: number | null;
  readonly kinds: Readonly<Record<string, { readonly total: number; readonly online: number }>>;
};

export type GatewayView = {
  readonly site: Site;
  /** The gateway's clock, epoch ms. */
  readonly now: () => number;
  readonly devices: () => readonly DeviceView[];
  readonly device: (id: string) => DeviceView | undefined;
  /** Cheap to ask, however many devices there are. */
  readonly standings: () => readonly Standing[];
  readonly presence: () => Presence;
  /** Open faults and those cleared of late, newest first. */
  readonly faults: () => readonly Fault[];
  /** Every ticket, in id order. */
  readonly tickets: () => readonly Ticket[];
  readonly ticket: (id: string) => Ticket | undefined;
  /** Each deadline of the ticket explained; undefined where there is no such ticket. */
  readonly why?: (id: string) => readonly ClockWhy[] | undefined;
  /** Resolves when it is on disk. */
  readonly act: (action: Action) => Promise<Result<Ticket>>;
  readonly report: (report: Report) => Promise<Result<Ticket>>;
  /** Planned silence: every one, and what they withheld, newest first. */
  readonly silences?: () => readonly Silence[];
  readonly withheld?: () => readonly Withheld[];
  /** Both resolve when it is on disk. */
  readonly silence?: (request: SilenceRequest) => Promise<Result<Silence>>;
  readonly endSilence?: (end: SilenceEnd) => Promise<Result<Silence>>;
  /** What cameras see of the plan. */
  readonly coverage?: CoverageView;
  readonly telemetry: (query: TelemetryQuery) => Promise<Result<TelemetryRows>>;
  readonly quarantine: (limit: number, before?: number) => readonly (Quarantined & { readonly id: number })[];
  readonly counters: () => Counters;
  readonly measures: () => SelfMeasures;
  readonly health: () => Health;
  /** Hears every change until the returned function is called. */
  readonly subscribe: (listener: (change: GatewayChange) => void) => () => void;
};
