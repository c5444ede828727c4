// The working calendar of tests that build their site by hand: the Chinese public calendar, 09:00 to 18:00.

import { createWorkCalendar, defaultHours, type WorkCalendarOptions } from "../../src/config/work-calendar.ts";
import type { WorkCalendar } from "../../src/model/work-calendar.ts";

export const workCalendar = (more: Partial<WorkCalendarOptions> = {}): WorkCalendar =>
  createWorkCalendar({
    country: "CN",
    holidays: [],
    workdays: [],
    hours: defaultHours,
    timezone: "Asia/Shanghai",
    ...more,
  });
