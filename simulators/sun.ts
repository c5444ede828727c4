// How high the sun stands over the community, and when it rises and sets; asked by lamps and cameras alike.

import { getPosition, getTimes } from "suncalc";

export type Place = { readonly latitude: number; readonly longitude: number };

export type Sun = {
  /** Degrees above the horizon, exact to the minute. */
  readonly altitude: (at: number) => number;
  /** Sunrise and sunset (epoch ms) of the day around this noon; NaN where the sun does not rise or set. */
  readonly day: (noon: number) => { readonly sunrise: number; readonly sunset: number };
};

/** Remembers the last minute and the days already asked, because whole communities ask the same. */
export function createSun(place: Place): Sun {
  let minute = Number.NaN;
  let altitude = 0;
  const days = new Map<number, { sunrise: number; sunset: number }>();
  return {
    altitude: (at) => {
      const now = Math.floor(at / 60_000);
      if (now !== minute) {
        minute = now;
        altitude = getPosition(new Date(now * 60_000), place.latitude, place.longitude).altitude;
      }
      return altitude;
    },
    day: (noon) => {
      let found = days.get(noon);
      if (found === undefined) {
        const times = getTimes(new Date(noon), place.latitude, place.longitude);
        found = {
          sunrise: times.sunrise?.getTime() ?? Number.NaN,
          sunset: times.sunset?.getTime() ?? Number.NaN,
        };
        days.set(noon, found);
      }
      return found;
    },
  };
}
