// Instants ↔ the site's wall clock, fast enough for every clock of every ticket: a zone is asked once per UTC day.

const dayLength = 86_400_000;
/** Days kept before the memory is emptied: more than a century. */
const daysKept = 50_000;

export type WallClock = {
  /** The wall time at an instant (epoch ms), written as the epoch ms at which UTC shows the same. */
  readonly read: (at: number) => number;
  /** The instant of such a wall time. One that the clock skips is the same distance past the skip; of two, the first. */
  readonly instantOf: (wall: number) => number;
};

/** Exact on every day: a UTC day in which the offset changes is asked from the zone itself each time. */
export function createWallClock(timezone: string): WallClock {
  const offsets = new Map<number, number>();

  const zoned = (at: number) => Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timezone);
  const offsetAt = (at: number): number => Math.round(zoned(at).offsetNanoseconds / 1e6);

  /** The offset that holds all through a UTC day; NaN where it changes. */
  const offsetOf = (day: number): number => {
    const known = offsets.get(day);
    if (known !== undefined) return known;
    if (offsets.size >= daysKept) offsets.clear();
    const next = zoned(day * dayLength).getTimeZoneTransition("next");
    const constant = next === null || next.epochMilliseconds >= (day + 1) * dayLength;
    const offset = constant ? offsetAt(day * dayLength) : Number.NaN;
    offsets.set(day, offset);
    return offset;
  };

  return {
    read: (at) => {
      const offset = offsetOf(Math.floor(at / dayLength));
      return at + (Number.isNaN(offset) ? offsetAt(at) : offset);
    },
    instantOf: (wall) => {
      // No offset reaches a day, so the instant lies in one of these three; where they agree it can be no other.
      const day = Math.floor(wall / dayLength);
      const offset = offsetOf(day);
      if (offset === offsetOf(day - 1) && offset === offsetOf(day + 1)) return wall - offset;
      const plain = Temporal.Instant.fromEpochMilliseconds(wall).toZonedDateTimeISO("UTC").toPlainDateTime();
      return plain.toZonedDateTime(timezone).epochMilliseconds;
    },
  };
}
