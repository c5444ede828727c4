// The community's own time of day, from epoch milliseconds; the offset is asked once an hour and remembered.

export type LocalTime = {
  /** Milliseconds to add to UTC at the instant. */
  readonly offset: (at: number) => number;
  /** Hours since local midnight, with a fraction. */
  readonly hour: (at: number) => number;
  /** Epoch ms of the local midnight that began the instant's day. */
  readonly midnight: (at: number) => number;
  /** ISO time without an offset, as simple devices send it. */
  readonly plain: (at: number) => string;
};

const hourLength = 3_600_000;
const dayLength = 24 * hourLength;

/** @param timezone an IANA name such as "Asia/Shanghai". @throws RangeError when there is none of that name. */
export function createLocalTime(timezone: string): LocalTime {
  let rememberedHour = Number.NaN;
  let remembered = 0;
  const ask = (at: number): number =>
    Temporal.Instant.fromEpochMilliseconds(Math.floor(at)).toZonedDateTimeISO(timezone).offsetNanoseconds / 1e6;
  const offset = (at: number): number => {
    const hour = Math.floor(at / hourLength);
    if (hour !== rememberedHour) {
      remembered = ask(at);
      rememberedHour = hour;
    }
    return remembered;
  };
  ask(0);
  return {
    offset,
    hour: (at) => ((at + offset(at)) % dayLength) / hourLength,
    midnight: (at) => at - ((at + offset(at)) % dayLength),
    plain: (at) => new Date(at + offset(at)).toISOString().slice(0, -1),
  };
}
