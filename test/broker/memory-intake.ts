// An intake in memory for the broker tests: it remembers what it was given, and its disk is as slow as the test wants.

import type { Intake } from "../../src/model/intake.ts";
import type { RawMessage } from "../../src/model/reading.ts";

export type MemoryIntake = Intake & {
  readonly messages: RawMessage[];
  readonly qualities: number[];
  readonly texts: () => string[];
  /** Where false, nothing is on disk until `sync`. */
  automatic: boolean;
  /** Everything taken so far is on disk. */
  readonly sync: () => void;
  /** Acknowledgements that wait. */
  readonly waiting: () => number;
  refuses: boolean;
  full: boolean;
  readonly makeRoom: () => void;
};

/** By default a message is on disk in the next turn of the event loop. `keep` false: only counted. */
export const createMemoryIntake = (keep = true): MemoryIntake => {
  const waiting: (() => void)[] = [];
  const forRoom: (() => void)[] = [];
  let scheduled = false;
  const sync = (): void => {
    scheduled = false;
    for (const done of waiting.splice(0)) done();
  };
  const intake: MemoryIntake = {
    messages: [],
    qualities: [],
    texts: () => intake.messages.map(({ payload }) => Buffer.from(payload as Uint8Array).toString()),
    automatic: true,
    sync,
    waiting: () => waiting.length,
    refuses: false,
    full: false,
    makeRoom: () => {
      intake.full = false;
      for (const resume of forRoom.splice(0)) resume();
    },
    take: (message, qos) => {
      if (intake.refuses) return false;
      if (keep) {
        intake.messages.push({ ...message, payload: Buffer.from(message.payload as Uint8Array) });
        intake.qualities.push(qos);
      }
      return true;
    },
    whenOnDisk: (done) => {
      waiting.push(done);
      if (!intake.automatic || scheduled) return;
      scheduled = true;
      setImmediate(sync);
    },
    isFull: () => intake.full,
    whenRoom: (resume) => {
      if (intake.full) forRoom.push(resume);
      else resume();
    },
  };
  return intake;
};
