// What a device said, after decoding and checking: the common currency between the stages.

export type PointValue = number | boolean | string;

/** A message as it arrived at the door, before anybody looked into it. */
export type RawMessage = {
  /** Arrival, epoch ms. */
  readonly at: number;
  readonly topic: string;
  readonly payload: Uint8Array | string;
  /** A broker's stored copy rather than news. */
  readonly retained?: boolean;
};

/** Checked points of one device at one instant. */
export type Reading = {
  readonly device: string;
  /** Arrival, epoch ms. */
  readonly at: number;
  /** The time it counts for: the earlier of the device's own and arrival, epoch ms. */
  readonly time: number;
  /** The device's own time, which history keeps; arrival when it gave none. */
  readonly ts: number;
  /** Points that passed the guard; instants (such as `oldestRecording`) as epoch ms. */
  readonly values: Readonly<Record<string, PointValue>>;
};

/** Something that happened at a device: `passage`, `detection`, `commandResult`. */
export type DeviceEvent = {
  readonly device: string;
  readonly at: number;
  readonly time: number;
  readonly ts: number;
  readonly event: string;
  readonly values: Readonly<Record<string, PointValue>>;
};

export type DeviceStatus = {
  readonly device: string;
  readonly at: number;
  readonly status: "online" | "offline";
  readonly retained: boolean;
};

export const quarantineReasons = [
  "bad-topic",
  "not-json",
  "too-large",
  "unknown-device",
  "wrong-kind",
  "bad-point",
  "no-points",
  "future",
  "ancient",
] as const;
export type QuarantineReason = (typeof quarantineReasons)[number];

/** One refused message, array element or point. */
export type Quarantined = {
  readonly at: number;
  readonly topic: string;
  readonly device: string | null;
  readonly reason: QuarantineReason;
  /** What exactly was wrong: "fps: 1e400 is not finite". */
  readonly detail: string;
  /** The payload, cut to 4 KiB. */
  readonly payload: string;
};
