// The door between a broker and the journal: a message is taken at once, and acknowledged when the disk has it.

import type { RawMessage } from "./reading.ts";

export type Intake = {
  /**
   * Takes a message: it is journalled with the next group and handled before the call returns; its payload may be reused
   * afterwards. False: not taken, because the gateway stops, or because the journal is behind and `qos` is 0 (it is counted).
   */
  readonly take: (message: RawMessage, qos: 0 | 1 | 2) => boolean;
  /** Calls `done` when everything taken so far is on disk, in the order of asking; never, where the gateway dies first. */
  readonly whenOnDisk: (done: () => void) => void;
  /** So much waits for the disk that sockets should be left unread until `whenRoom` calls. */
  readonly isFull: () => boolean;
  /** Calls `resume` once there is room again; at once where there is. */
  readonly whenRoom: (resume: () => void) => void;
};
