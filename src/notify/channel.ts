// The shape of a channel: one way to reach people. Each file in channels/ makes one; the queue feeds it.

import type { Notice } from "../model/notice.ts";
import type { Language, Text } from "../model/text.ts";

/** Somebody to be named in the message. */
export type Mention = { readonly name: string; readonly phone?: string; readonly email?: string };

export type Message = {
  /** The notice told; in a digest, its first. */
  readonly notice: Notice;
  readonly title: Text;
  readonly body: Text;
  readonly url?: string;
  readonly mentions: readonly Mention[];
  /** For channels that can carry one language only. */
  readonly language: Language;
};

/** `retry: true`: it may work later, not before `afterMs` (ms from now) where given. Errors never hold a secret. */
export type Delivery =
  | { readonly ok: true }
  | { readonly ok: false; readonly retry: true; readonly afterMs?: number; readonly error: string }
  | { readonly ok: false; readonly retry: false; readonly error: string };

export type Limits = {
  /** Messages in any 60 s. */
  readonly perMinute: number;
  readonly perSecond?: number;
  /** What waits beyond the limit may be merged into messages of at most so many UTF-8 bytes; absent: never merged. */
  readonly digestBytes?: number;
};

export type Channel = { readonly limits: Limits; readonly send: (message: Message) => Promise<Delivery> };
