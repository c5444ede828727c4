// Dark and light: civil dusk and dawn, exact, everywhere on earth.

import fc from "fast-check";
import { getTimes } from "suncalc";
import { describe, expect, it } from "vitest";
import { createDark } from "../../../src/config/schedules/dark.ts";
import { expectConstantUntilNextChange, instant } from "./agreement.ts";

const shanghai = { latitude: 31.23, longitude: 121.47 };
const day = 86_400_000;
const instants = fc.integer({ min: instant("2020-01-01T00:00Z"), max: instant("2035-01-01T00:00Z") });

describe("dark", () => {
  it("begins at Shanghai's civil dusk, 18:22 on 2026-03-10", () => {
    const dark = createDark(shanghai);
    const dusk = dark.nextChange(instant("2026-03-10T12:00+08:00"));
    expect(new Date(dusk).toISOString()).toMatch(/^2026-03-10T10:22:/);
    expect(dark.holds(dusk - 1)).toBe(false);
    expect(dark.holds(dusk)).toBe(true);
    expect(dark.holds(instant("2026-03-10T18:05+08:00"))).toBe(false);
    expect(dark.holds(instant("2026-03-11T03:00+08:00"))).toBe(true);
  });

  it("agrees with the almanac's dawn and dusk to the second through a year", () => {
    const dark = createDark(shanghai);
    for (let noon = instant("2026-01-01T04:00Z"); noon < instant("2027-01-01T00:00Z"); noon += day) {
      const times = getTimes(new Date(noon), shanghai.latitude, shanghai.longitude);
      const dusk = dark.nextChange(noon);
      const dawn = dark.nextChange(noon - day / 2);
      expect(Math.abs(dusk - (times.dusk?.getTime() ?? 0))).toBeLessThanOrEqual(1000);
      expect(Math.abs(dawn - (times.dawn?.getTime() ?? 0))).toBeLessThanOrEqual(1000);
    }
  });

  it("stays constant until its next change, and flips there, at any inhabited latitude", () => {
    fc.assert(
      fc.property(
        instants,
        fc.double({ min: -55, max: 55, noNaN: true }),
        fc.double({ min: -180, max: 180, noNaN: true }),
        (at, latitude, longitude) => {
          const dark = createDark({ latitude, longitude });
          const next = expectConstantUntilNextChange(dark, at);
          expect(next - at).toBeLessThan(day);
          expect(dark.holds(next)).toBe(!dark.holds(at));
        },
      ),
      { numRuns: 60 },
    );
  });

  it("answers the same whatever was asked before", () => {
    fc.assert(
      fc.property(fc.array(instants, { minLength: 2, maxLength: 10 }), (asked) => {
        const used = createDark(shanghai);
        for (const at of asked) {
          const fresh = createDark(shanghai);
          expect(used.holds(at)).toBe(fresh.holds(at));
          expect(used.nextChange(at)).toBe(fresh.nextChange(at));
        }
      }),
      { numRuns: 30 },
    );
  });

  it.each([
    ["polar night", "2026-12-21T12:00Z", true],
    ["polar day", "2026-06-21T12:00Z", false],
  ])("asks again within days where the sun does not cross −6°: %s", (_name, iso, expected) => {
    const svalbard = createDark({ latitude: 80, longitude: 15 });
    const at = instant(iso);
    const next = expectConstantUntilNextChange(svalbard, at);
    expect(svalbard.holds(at)).toBe(expected);
    expect(next - at).toBeLessThanOrEqual(3 * day);
    expect(svalbard.holds(next)).toBe(expected);
  });
});
