// A car's way between two floors: it speeds up, runs at its rated speed and slows down in time.

/** Metres a floor. */
export const storey = 3;
const acceleration = 0.9;
/** Seconds between the doors' closing and the first movement. */
const start = 0.6;

export type Travel = {
  readonly distance: number;
  readonly speed: number;
  readonly ramp: number;
  readonly seconds: number;
};

/** @param floors how many floors, without sign. @param rated m/s. */
export function planTravel(floors: number, rated: number): Travel {
  const distance = floors * storey;
  const speed = Math.min(rated, Math.sqrt(distance * acceleration));
  const ramp = speed / acceleration;
  return { distance, speed, ramp, seconds: start + ramp + distance / speed };
}

/** Speed (m/s) and way done (m) after so many seconds; at rest before it starts and when it has arrived. */
export function travelAt(travel: Travel, seconds: number): { readonly speed: number; readonly done: number } {
  const moving = seconds - start;
  const running = travel.seconds - start;
  if (moving <= 0) return { speed: 0, done: 0 };
  if (moving >= running) return { speed: 0, done: travel.distance };
  if (moving < travel.ramp) return { speed: acceleration * moving, done: (acceleration * moving ** 2) / 2 };
  const left = running - moving;
  if (left < travel.ramp) return { speed: acceleration * left, done: travel.distance - (acceleration * left ** 2) / 2 };
  return { speed: travel.speed, done: travel.speed * (moving - travel.ramp / 2) };
}
