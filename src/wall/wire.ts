// What the wall hears over the WebSocket /api/v1/stream: the part of each message it relies on.

import type { FaultJson } from "../model/fault-json.ts";
import type { Role } from "../model/site.ts";
import type { Language, Text } from "../model/text.ts";
import type { TicketJson } from "../model/ticket-json.ts";

export type Device = {
  readonly id: string;
  readonly kind: string;
  readonly name: Text;
  readonly zone: string;
  readonly building: string | null;
  readonly online: boolean | null;
  readonly faults: readonly string[];
};

export type Counts = {
  readonly tickets: { readonly open: number; readonly overdue: number; readonly critical: number };
  readonly faults: number;
  readonly devices: Readonly<Record<string, { readonly total: number; readonly online: number }>>;
};

export type WallSite = {
  readonly id: string;
  readonly name: Text;
  readonly timezone: string;
  readonly language: Language;
  readonly zones: readonly { readonly id: string; readonly name: Text }[];
  readonly staff: readonly { readonly id: string; readonly name: Text; readonly role: Role }[];
  /** What devices hang on, and watched areas (with the plan's level they are drawn on): faults and tickets may be about them, too. */
  readonly links?: readonly { readonly id: string; readonly name: Text; readonly level?: string }[];
  readonly kinds: Readonly<Record<string, { readonly label: Text; readonly faults: Readonly<Record<string, Text>> }>>;
  readonly quietAfter: number;
};

/** What is seen of an area now. */
export type Area = {
  readonly id: string;
  readonly ratio: number;
  /** m². */
  readonly blindArea: number;
  readonly blind: boolean;
};

type Parts = {
  readonly tickets: readonly TicketJson[];
  readonly faults: readonly FaultJson[];
  readonly devices: readonly Device[];
};

export type WallMessage =
  | (Parts & {
      readonly type: "snapshot";
      readonly at: string;
      readonly dataAt: string | null;
      readonly site: WallSite;
      readonly counts: Counts;
    })
  | (Parts & {
      readonly type: "changes";
      readonly at: string;
      readonly counts?: Counts;
      /** Areas of the plan whose coverage changed. */
      readonly areas?: readonly Area[];
    })
  | { readonly type: "tick"; readonly at: string; readonly dataAt: string | null };
