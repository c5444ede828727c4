// A server's temper for tests: what it takes, what it refuses, and its bad moments in between; as the lines it has accepted.

import fc from "fast-check";
import type { Reply } from "./fake-influx.ts";

/** Besides plain replies: it stores the batch and the yes is lost. */
export type Mood = Reply | "takes it" | "takes it, yes is lost";

/** Takes at most `most` lines at a time, refuses poisoned ones, finds huge ones too large. */
export function moodyServer(most: number, moods: readonly Mood[]) {
  const accepted: string[] = [];
  let turn = 0;
  const reply = ({ body }: { body: string }): Reply => {
    const mood = moods[turn++] ?? "takes it";
    if (mood !== "takes it" && mood !== "takes it, yes is lost") return mood;
    const lines = body.trimEnd().split("\n");
    if (lines.length > most || lines.some((line) => line.startsWith("huge"))) return { status: 413 };
    if (lines.some((line) => line.startsWith("poison")))
      return { status: 400, body: '{"error":"partial write: poison dropped=0"}' };
    accepted.push(...lines);
    return mood === "takes it" ? { status: 204 } : "resets";
  };
  return { accepted, reply };
}

export const anyMood = fc.constantFrom<Mood>(
  "takes it",
  "takes it",
  "takes it",
  "takes it, yes is lost",
  "resets",
  "stops in the middle",
  { status: 500 },
  { status: 503, headers: { "retry-after": "0" } },
  { status: 408 },
  { status: 429 },
  { status: 401 },
  { status: 404, body: '{"error":"database not found"}' },
  { status: 200, body: "<html>" },
);
