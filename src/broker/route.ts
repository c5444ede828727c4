// What is known of a topic that a connection uses: the answers that every message on it needs.

export type Route = {
  readonly topic: string;
  readonly bytes: Buffer;
  /** The era in which the rest was worked out. */
  era: number;
  /** Why no client may use this topic; the connection is closed with it. */
  problem: string | null;
  allowed: boolean;
  mayRetain: boolean;
  /** Only subscribers get it. */
  ours: boolean;
  /** Somebody listens, now or later. */
  heard: boolean;
};
