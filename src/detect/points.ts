// The points of a kind as places in a row of numbers: so a device's last values lie side by side, whatever their type.

import type { DeviceDefinition, Point } from "../model/device-definition.ts";
import type { PointValue } from "../model/reading.ts";

export type Points = {
  readonly names: readonly string[];
  /** How many there are, and one place more that is never filled: for names that the kind does not know. */
  readonly room: number;
  readonly places: ReadonlyMap<string, number>;
  /** The place of a point; that of nothing for a name that the kind does not know. */
  readonly place: (name: string) => number;
  /** The number that stands for the value: itself, 0 or 1, or the state's position. NaN for a state that the kind does not know. */
  readonly code: (place: number, value: PointValue) => number;
  /** The value that the number stands for. */
  readonly value: (place: number, code: number) => PointValue;
};

export function createPoints(definition: DeviceDefinition): Points {
  const points: readonly Point[] = Object.values(definition.points);
  const names = Object.keys(definition.points);
  const places = new Map(names.map((name, place) => [name, place]));
  const states = points.map((point) => (point.type === "state" ? Object.keys(point.states) : []));
  const codes = states.map((list) => new Map(list.map((state, code) => [state, code])));
  return {
    names,
    room: names.length + 1,
    places,
    place: (name) => places.get(name) ?? names.length,
    code(place, value) {
      if (typeof value === "number") return value;
      if (typeof value === "boolean") return value ? 1 : 0;
      return codes[place]?.get(value) ?? Number.NaN;
    },
    value(place, code) {
      const type = points[place]?.type;
      if (type === "bool") return code === 1;
      return type === "state" ? (states[place]?.[code] as string) : code;
    },
  };
}
