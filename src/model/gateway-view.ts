// What the API, the wall and the streams may ask of the running gateway: one shape, so that they need not know its stages.

import type { Fault, FaultEvent } from "./fault.ts";
import type { PointValue, Quarantined, QuarantineReason } from "./reading.ts";
import type { Result } from "./result.ts";
import type { Device, Site } from "./site.ts";
import type { Action, Report, Ticket, TicketChange } from "./ticket.ts";

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
  readonly received: number;
  readonly kept: number;
  readonly repeated: number;
  readonly rejected: Readonly<Partial<Record<QuarantineReason, number>>>;
  readonly faultsOpened: number;
  readonly ticketsOpened: number;
  /** Lines waiting for history. */
  readonly waiting: number;
  readonly shipped: number;
  readonly refusedByHistory: number;
  readonly noticesWaiting: number;
};

export type GatewayChange =
  | { readonly type: "fault"; readonly event: FaultEvent }
  | { readonly type: "ticket"; readonly change: TicketChange }
  | { readonly type: "device"; readonly id: string };

export type GatewayView = {
  readonly site: Site;
  /** The gateway's clock, epoch ms. */
  readonly now: () => number;
  readonly devices: () => readonly DeviceView[];
  readonly device: (id: string) => DeviceView | undefined;
  /** Open faults and those cleared of late, newest first. */
  readonly faults: () => readonly Fault[];
  /** Every ticket, in id order. */
  readonly tickets: () => readonly Ticket[];
  readonly ticket: (id: string) => Ticket | undefined;
  readonly act: (action: Action) => Result<Ticket>;
  readonly report: (report: Report) => Result<Ticket>;
  readonly telemetry: (query: TelemetryQuery) => Promise<Result<TelemetryRows>>;
  readonly quarantine: (limit: number, before?: number) => readonly (Quarantined & { readonly id: number })[];
  readonly counters: () => Counters;
  readonly health: () => Health;
  /** Hears every change until the returned function is called. */
  readonly subscribe: (listener: (change: GatewayChange) => void) => () => void;
};
