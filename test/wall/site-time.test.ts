// A date typed on the wall is the site's local time, whatever zone the browser is in.

import { expect, it } from "vitest";
import { fromSiteTime } from "../../src/wall/site-time.ts";

it.each([
  ["2026-03-01T09:30", "Asia/Shanghai", "2026-03-01T01:30:00.000Z"],
  ["2026-01-15T09:30", "Europe/Berlin", "2026-01-15T08:30:00.000Z"],
  ["2026-07-15T09:30", "Europe/Berlin", "2026-07-15T07:30:00.000Z"],
  ["2026-03-29T03:30", "Europe/Berlin", "2026-03-29T01:30:00.000Z"],
  ["2026-12-31T23:59", "America/New_York", "2027-01-01T04:59:00.000Z"],
])("reads %s in %s as %s", (local, zone, instant) => {
  expect(fromSiteTime(local, zone)).toBe(instant);
});
