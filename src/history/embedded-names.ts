// The dictionaries of the embedded history: numbers for series and for field names; new ones are numbered at once and written with the batch that brought them.

import type { DatabaseSync } from "node:sqlite";
import { parseSeries } from "./parse-line.ts";

export type Names = {
  /** The number of a series as written in a line, a new one if need be. */
  readonly series: (key: string) => number;
  readonly field: (name: string) => number;
  /** A field's number where it is known. */
  readonly find: (name: string) => number | undefined;
  /** Series of a device and measurement, in the order they were first seen. */
  readonly seriesOf: (device: string, measurement: string) => number[];
  /** Writes the new ones, inside a transaction. */
  readonly store: () => void;
  /** After the transaction: they are kept, or they never were. */
  readonly settle: (stored: boolean) => void;
};

const remembered = 200_000;

export function createNames(database: DatabaseSync): Names {
  const findSeries = database.prepare("SELECT id FROM series WHERE key = ?");
  const addSeries = database.prepare("INSERT INTO series (id, key, measurement, device) VALUES (?, ?, ?, ?)");
  const addName = database.prepare("INSERT INTO name (id, text) VALUES (?, ?)");
  const ofDevice = database.prepare("SELECT id FROM series WHERE device = ? AND measurement = ? ORDER BY id");
  const last = database.prepare("SELECT coalesce(max(id), 0) AS id FROM series");
  const known = new Map<string, number>();
  const names = new Map<string, number>();
  for (const { id, text } of database.prepare("SELECT id, text FROM name").iterate()) {
    names.set(text as string, id as number);
  }
  let lastSeries = last.get()?.id as number;
  let newSeries: string[] = [];
  let newNames: string[] = [];

  return {
    series: (key) => {
      const before = known.get(key);
      if (before !== undefined) return before;
      // A text cut out of a batch would keep the whole batch alive.
      const own = Buffer.from(key).toString();
      const found = findSeries.get(own)?.id as number | undefined;
      const id = found ?? ++lastSeries;
      if (found === undefined) newSeries.push(own);
      else if (known.size >= remembered && newSeries.length === 0) known.clear();
      known.set(own, id);
      return id;
    },
    field: (name) => {
      const before = names.get(name);
      if (before !== undefined) return before;
      const own = Buffer.from(name).toString();
      names.set(own, names.size + 1);
      newNames.push(own);
      return names.size;
    },
    find: (name) => names.get(name),
    seriesOf: (device, measurement) => ofDevice.all(device, measurement).map(({ id }) => id as number),
    store: () => {
      for (const key of newSeries) {
        const { measurement, tags } = parseSeries(key);
        addSeries.run(known.get(key) as number, key, measurement, tags.get("device") ?? "");
      }
      for (const name of newNames) addName.run(names.get(name) as number, name);
    },
    settle: (stored) => {
      if (!stored) {
        for (const key of newSeries) known.delete(key);
        for (const name of newNames) names.delete(name);
        lastSeries -= newSeries.length;
      }
      newSeries = [];
      newNames = [];
    },
  };
}
