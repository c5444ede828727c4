// The community as the stages see it: validated, resolved, every parameter with its value. Built by config/, read by everyone.

import type { CoveragePlan } from "./coverage.ts";
import type { DeviceDefinition } from "./device-definition.ts";
import type { Schedule } from "./schedule.ts";
import type { Severity } from "./severity.ts";
import type { Language, Text } from "./text.ts";
import type { Milestone } from "./ticket.ts";
import type { WorkCalendar } from "./work-calendar.ts";

export const roles = ["operator", "technician", "guard", "steward", "supervisor", "manager"] as const;
export type Role = (typeof roles)[number];

export type Staff = {
  readonly id: string;
  readonly name: Text;
  readonly role: Role;
  readonly phone?: string;
  readonly email?: string;
  readonly skills: readonly string[];
  readonly company?: string;
};

export type Company = {
  readonly id: string;
  readonly name: Text;
  readonly dutyPhone?: string;
  readonly skills: readonly string[];
};

export type Zone = {
  readonly id: string;
  readonly name: Text;
  readonly steward?: string;
  readonly guard?: string;
  readonly technicians: readonly string[];
};

export type Link = {
  readonly id: string;
  readonly name: Text;
  readonly type: string;
  readonly zone?: string;
  readonly upstream: readonly string[];
};

/** Camera optics or a lamp's place, in metres and degrees on its level. */
export type Mount = {
  readonly level: string;
  readonly x: number;
  readonly y: number;
  readonly height?: number;
  readonly heading?: number;
  readonly tilt?: number;
  readonly hfov?: number;
  readonly vfov?: number;
  readonly pixels?: readonly [number, number];
  readonly range?: number;
  readonly infraredRange?: number;
  readonly lightRadius?: number;
  readonly ptz?: boolean;
};

/** One effective parameter and where it came from ("definition", "defaults[0]", "device E1"). */
export type Parameter<T> = { readonly value: T; readonly from: string };

/** What a site can turn about one fault on one device. */
export type FaultParameters = {
  readonly off: Parameter<boolean>;
  readonly severity: Parameter<Severity>;
  readonly sla: Parameter<string>;
  /** By parameter name ("lampOut", "entrapment.alarmButton", "lampOut.clearAfter"), milliseconds. */
  readonly delays: Readonly<Record<string, Parameter<number>>>;
  /** By parameter name ("leakage", "dark.night"), in the point's unit; milliseconds where the limit is a duration. */
  readonly limits: Readonly<Record<string, Parameter<number>>>;
};

export type Device = {
  readonly id: string;
  readonly kind: string;
  readonly name: Text;
  readonly zone: string;
  readonly building?: string;
  /** The number that rings inside the car. */
  readonly intercom?: string;
  readonly upstream: readonly string[];
  /** Expected reporting interval, ms. */
  readonly reportEvery: number;
  /** Silence after which it counts as offline, ms. */
  readonly offlineAfter: Parameter<number>;
  /** Age at which a number becomes unknown, ms. */
  readonly staleAfter: Parameter<number>;
  /** Good run after which a recovery is believed, ms. */
  readonly verifyFor: Parameter<number>;
  /** How far its clock is known to be ahead, ms (negative: behind); taken off its own time. */
  readonly clockOffset: number;
  readonly rated: Readonly<Record<string, number>>;
  /** Settings the rules may ask for: `heading`, `ptz`, `indoors`, and the kind's own options (`standby`, `fed`, `station`…). */
  readonly facts: Readonly<Record<string, number | boolean | string>>;
  /** Times when the gate stands open on purpose. */
  readonly openHours?: Schedule;
  readonly faults: Readonly<Record<string, FaultParameters>>;
  readonly mount?: Mount;
  readonly asset: {
    readonly model?: string;
    readonly maker?: string;
    readonly serial?: string;
    /** Epoch ms. */
    readonly installedAt?: number;
    readonly warrantyUntil?: string;
  };
};

/** One row of the SLA table after inheritance. Values: ms, or a named rule of the calendar. */
export type SlaRow = {
  readonly id: string;
  readonly milestones: Readonly<Partial<Record<Milestone, SlaLimit>>>;
  readonly calendar: "24x7" | "working";
  /** `elevator-entrapment`, `pipe-burst`, `security`, `urgent`: never paused. */
  readonly pausable: boolean;
  /** `elevator-entrapment`, `pipe-burst`, `security`: never silenced or put under another ticket unnamed. */
  readonly lifeSafety: boolean;
  readonly dispatch?: string;
  readonly also: readonly string[];
};
export type SlaLimit =
  | { readonly type: "duration"; readonly after: number }
  | { readonly type: "workingDays"; readonly days: number }
  | { readonly type: "sameDay" }
  | { readonly type: "agreed" };

/** A daily window of local time, minutes after midnight; `to` ≤ `from` passes midnight. */
export type DailyWindow = { readonly from: number; readonly to: number };

export type Lighting = {
  /** Inside the program and at least `margin` ms from either of its ends. */
  readonly inside: (program: string, margin: number) => Schedule;
  /** Outside every program by at least `margin` ms. */
  readonly outside: (margin: number) => Schedule;
};

export type Shift = {
  /** ISO weekday 1…7. */
  readonly days: readonly number[];
  readonly window: DailyWindow;
  readonly staff: readonly string[];
};

export type ChannelConfig =
  | { readonly id: string; readonly type: "mqtt" }
  | { readonly id: string; readonly type: "webhook"; readonly url: string; readonly secret: string }
  | { readonly id: string; readonly type: "wecom"; readonly key: string; readonly baseUrl: string }
  | {
      readonly id: string;
      readonly type: "dingtalk";
      readonly token: string;
      readonly secret?: string;
      readonly baseUrl: string;
    }
  | {
      readonly id: string;
      readonly type: "feishu";
      readonly hook: string;
      readonly secret?: string;
      readonly baseUrl: string;
    }
  | {
      readonly id: string;
      readonly type: "email";
      readonly host: string;
      readonly port: number;
      readonly secure: boolean;
      readonly user?: string;
      readonly password?: string;
      readonly from: string;
      readonly to: readonly string[];
    };

/** Who hears of what: the first route whose conditions all hold wins unless `continue` is set. Empty lists match all. */
export type Route = {
  readonly severity: readonly Severity[];
  readonly kinds: readonly string[];
  readonly zones: readonly string[];
  readonly faults: readonly string[];
  /** Which changes are told. */
  readonly on: readonly NoticeReason[];
  readonly channels: readonly string[];
  /** Staff ids, or "technician" | "guard" | "steward" (the zone's), "operator" (on duty), "supervisor", "manager". */
  readonly to: readonly string[];
  readonly continue: boolean;
};

/** What can be told of one ticket. */
export const ticketReasons = [
  "opened",
  "breached",
  "restored",
  "closed",
  "reopened",
  "dispatched",
  "returned",
] as const;
export type TicketReason = (typeof ticketReasons)[number];

/** `dailyCount`: of all tickets at once; only routes that name it tell it, and their conditions on tickets do not apply. */
export const noticeReasons = [...ticketReasons, "dailyCount"] as const;
export type NoticeReason = (typeof noticeReasons)[number];

/** Who gives a new ticket its hands: whoever claims it, the skills it needs, or each in turn. */
export const dispatchModes = ["claim", "skill", "round-robin"] as const;
export type DispatchMode = (typeof dispatchModes)[number];

export type Site = {
  readonly id: string;
  readonly name: Text;
  readonly timezone: string;
  readonly language: Language;
  readonly location: { readonly latitude: number; readonly longitude: number };
  /** The topics' first segment. */
  readonly topicRoot: string;
  readonly publicUrl?: string;
  readonly zones: readonly Zone[];
  readonly staff: readonly Staff[];
  readonly companies: readonly Company[];
  readonly devices: readonly Device[];
  readonly links: readonly Link[];
  readonly definitions: Readonly<Record<string, DeviceDefinition>>;
  readonly sla: Readonly<Record<string, SlaRow>>;
  readonly calendar: WorkCalendar;
  readonly desk: { readonly dispatch: DispatchMode };
  /** How long things are kept: ISO 8601 spans of the calendar. */
  readonly retention: { readonly attachments: string };
  /** What cameras must see; without levels and areas where the site names none. */
  readonly coverage: CoveragePlan;
  readonly peak: readonly DailyWindow[];
  /** The sun's altitude at the site is below −6°. */
  readonly dark: Schedule;
  readonly lighting: Lighting;
  readonly rota: readonly Shift[];
  readonly notify: { readonly channels: readonly ChannelConfig[]; readonly routes: readonly Route[] };
};
