// What may stand behind `npm run bench -- NAME`: sizes, so that one command serves a quick try and the real measurement.

import { parseArgs } from "node:util";

export type Options = {
  /** Tiny sizes: shows that a benchmark works from end to end, measures nothing. */
  readonly quick: boolean;
  readonly runs: number;
  readonly connections: number;
  readonly devices?: number;
  readonly messages?: number;
  readonly rate?: number;
  readonly seconds?: number;
  readonly minutes?: number;
  readonly times?: number;
  readonly sessions?: number;
  readonly window?: number;
  readonly seed: number;
  readonly history: "influx" | "embedded";
  /** Variants to run, by a part of their names; all where empty. */
  readonly only: readonly string[];
  /** A folder in which node-red is installed, or is to be. */
  readonly nodeRed?: string;
  /** The folder is left behind for a look. */
  readonly keep: boolean;
};

const flags = {
  quick: { type: "boolean" },
  keep: { type: "boolean" },
  runs: { type: "string" },
  connections: { type: "string" },
  devices: { type: "string" },
  messages: { type: "string" },
  rate: { type: "string" },
  seconds: { type: "string" },
  minutes: { type: "string" },
  times: { type: "string" },
  sessions: { type: "string" },
  window: { type: "string" },
  seed: { type: "string" },
  history: { type: "string" },
  only: { type: "string" },
  "node-red": { type: "string" },
} as const;

const sizes = ["devices", "messages", "rate", "seconds", "minutes", "times", "sessions", "window"] as const;

/** @throws TypeError for an unknown flag or a size that is no number above 0. */
export function readOptions(argv: readonly string[]): { readonly names: readonly string[]; readonly options: Options } {
  const { values, positionals } = parseArgs({ args: [...argv], options: flags, allowPositionals: true });
  const size = (name: (typeof sizes)[number] | "runs" | "connections" | "seed"): number | undefined => {
    const written = values[name];
    if (written === undefined) return undefined;
    const value = Number(written);
    if (!Number.isFinite(value) || value <= 0)
      throw new TypeError(`--${name} ${written}: a number above 0 is expected`);
    return value;
  };
  const { quick = false, keep = false, history = "influx", only } = values;
  if (history !== "influx" && history !== "embedded")
    throw new TypeError(`--history ${history}: influx or embedded is expected`);
  const given = Object.fromEntries(
    sizes.flatMap((name) => {
      const value = size(name);
      return value === undefined ? [] : [[name, value]];
    }),
  );
  return {
    names: positionals,
    options: {
      ...given,
      quick,
      keep,
      history,
      runs: size("runs") ?? (quick ? 1 : 3),
      connections: size("connections") ?? (quick ? 20 : 200),
      seed: size("seed") ?? Date.now() % 1_000_000,
      only: only?.split(",") ?? [],
      ...(values["node-red"] !== undefined && { nodeRed: values["node-red"] }),
    },
  };
}

/** Whether a variant was asked for. */
export const isWanted = ({ only }: Options, name: string): boolean =>
  only.length === 0 || only.some((part) => name.includes(part));
