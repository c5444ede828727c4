// Planned silence: what is withheld, for how long, by whom and why; and the ledger of what was withheld.

import type { Severity } from "./severity.ts";
import type { DailyWindow } from "./site.ts";

/** Empty lists match all; what is listed must all match. A life-safety or security fault matches only where its device and its fault are both named. */
export type SilenceScope = {
  readonly zones: readonly string[];
  readonly kinds: readonly string[];
  readonly assets: readonly string[];
  readonly faults: readonly string[];
  readonly severities: readonly Severity[];
};

/** `maintenance`: planned works. `sensor`: the sensor lies, its rule is out of service until its ticket is closed. `test`: a technician tests a car; notices are marked TEST. */
export type SilenceKind = "maintenance" | "sensor" | "test";

/** Instants are epoch ms. */
export type Silence = {
  readonly id: string;
  readonly kind: SilenceKind;
  readonly scope: SilenceScope;
  readonly from: number;
  /** At most until then. */
  readonly until: number;
  /** Ends before, once nothing of what it withholds is faulty any more. */
  readonly untilRepaired: boolean;
  /** Holds only in this window of local time on these ISO weekdays (1…7), between `from` and `until`. */
  readonly weekly: { readonly days: readonly number[]; readonly window: DailyWindow } | null;
  readonly reason: string;
  readonly by: string;
  /** sensor: the ticket for the sensor. */
  readonly ticket: string | null;
  /** When it was ended by hand or because all was repaired. */
  readonly endedAt: number | null;
};

/** One fault that made no ticket because of a silence, from its opening to its end. Epoch ms. */
export type Withheld = {
  /** Which silence covers it; another one where that ended and a second covered it still. */
  readonly silence: string;
  readonly asset: string;
  readonly kind: string;
  readonly zone: string;
  readonly fault: string;
  readonly severity: Severity;
  readonly sla: string;
  readonly since: number;
  readonly withheldAt: number;
  /** It went away in silence; null while it stands. */
  readonly clearedAt: number | null;
  /** It stood when the silence ended, and made this ticket. */
  readonly ticket: string | null;
};

/** What a person asks: a silence to begin (`from` absent: now), or one to end. Durations and instants are epoch ms. */
export type SilenceRequest = {
  readonly kind: SilenceKind;
  readonly scope: Partial<SilenceScope>;
  readonly from?: number;
  readonly until: number;
  readonly untilRepaired?: boolean;
  readonly weekly?: { readonly days: readonly number[]; readonly window: DailyWindow };
  readonly reason: string;
  readonly by: string;
  /** The administrator asks in person: set by the API alone, never taken from outside. */
  readonly admin?: true;
};

/** `admin`: the administrator ends it in person; set by the API alone. */
export type SilenceEnd = { readonly id: string; readonly by: string; readonly admin?: true };
