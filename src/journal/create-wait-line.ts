// Those who wait for the disk, called in the order in which they asked.

export type WaitLine = {
  /** Calls `done` once the disk has everything up to `position`; at once where it has and nobody stands before. */
  readonly add: (position: number, done: () => void) => void;
  /** The disk has everything up to `position`: calls all who waited for that. */
  readonly release: (position: number) => void;
};

/** Makes an empty line; the disk has everything up to `released`. */
export function createWaitLine(released: number): WaitLine {
  let positions: number[] = [];
  let waiting: (() => void)[] = [];
  let served = 0;
  let calling = false;

  const call = () => {
    calling = true;
    try {
      while (served < waiting.length && (positions[served] as number) <= released) (waiting[served++] as () => void)();
    } finally {
      calling = false;
      positions = served === positions.length ? [] : positions.slice(served);
      waiting = served === waiting.length ? [] : waiting.slice(served);
      served = 0;
    }
  };

  return {
    add: (position, done) => {
      if (position <= released && waiting.length === 0) return done();
      positions.push(position);
      waiting.push(done);
    },
    release: (position) => {
      released = position;
      if (!calling && waiting.length > 0) call();
    },
  };
}
