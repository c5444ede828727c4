// Working days and working hours of a site, as the stages see them; built by config/ from the public calendar and the site's additions.

/** Instants are epoch ms; days are those of the site's time zone. */
export type WorkCalendar = {
  /** The same local time on the n-th next working day (CONTRACT 5, `P1WD`); a local time that the day lacks moves forward, as clocks do. */
  readonly addWorkingDays: (from: number, days: number) => number;
  /** The instant at which so much working time (ms) has passed since `from`; `from` itself for 0. */
  readonly addWorkingTime: (from: number, time: number) => number;
  /** Working time in [from, to), ms. */
  readonly workingTime: (from: number, to: number) => number;
  /** Whether the instant's local day is a working day. */
  readonly isWorkingDay: (at: number) => boolean;
  /** First instant that the public calendar does not know; Infinity where there is none to know (no country). Weekdays count as working days beyond it, and whoever shows such a date says so. */
  readonly unknownFrom: number;
};
