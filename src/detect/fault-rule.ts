// A fault of one device, compiled: its conditions as closures, its effective delays, and who hides it.

import type { Severity } from "../model/severity.ts";
import type { Node, Observer } from "./node.ts";
import type { DeviceRuntime } from "./runtime.ts";

export type CompiledAlternative = {
  readonly node: Node;
  /** How long it must hold, ms; 0 opens at once. */
  readonly delay: number;
  /** Where "since" is not the reading that made it true. */
  readonly since?: (runtime: DeviceRuntime) => number;
};

export type FaultClass = {
  readonly severity: Severity;
  readonly sla: string;
  readonly detail?: Readonly<Record<string, number | string>>;
};

export type FaultRule = {
  readonly name: string;
  readonly latched: boolean;
  readonly while: Node | null;
  readonly alternatives: readonly CompiledAlternative[];
  readonly clearsWhen: Node | null;
  /** ms */
  readonly clearAfter: number;
  /** ms; never shorter than clearAfter. */
  readonly verifyFor: number;
  /** Stronger faults: while one is open this one does not open. */
  readonly hiddenBy: readonly string[];
  /** Their places among the device's rules. */
  readonly stronger: readonly number[];
  /** While it is open the device has no mains. */
  readonly mainsLost: boolean;
  readonly observers: readonly Observer[];
  /** Whether it looks at other devices. */
  readonly looksAtPeers: boolean;
  /** The points its conditions look at; null: it is judged whatever is heard. */
  readonly points: ReadonlySet<string> | null;
  readonly classify: (runtime: DeviceRuntime) => FaultClass;
};
