// A duration under way that can stand still: how long something has held, not counting the time it was unknown.

export type Timer = {
  /** When it began, epoch ms. */
  readonly since: number;
  /** Time run before the present stretch, ms. */
  elapsed: number;
  /** Start of the present stretch, epoch ms; null while it stands still. */
  from: number | null;
};

export const startTimer = (since: number): Timer => ({ since, elapsed: 0, from: since });

export function pauseTimer(timer: Timer, at: number): void {
  if (timer.from === null) return;
  timer.elapsed += Math.max(0, at - timer.from);
  timer.from = null;
}

export function resumeTimer(timer: Timer, at: number): void {
  timer.from ??= at;
}

/** The instant at which it will have run for `length` ms; Infinity while it stands still. */
export const timerDue = (timer: Timer, length: number): number =>
  timer.from === null ? Number.POSITIVE_INFINITY : timer.from + length - timer.elapsed;
