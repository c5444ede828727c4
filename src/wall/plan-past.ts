// What the gateway says of an instant of the past: how cameras looked then, or from when on it knows anything.

import type { CoverageJson, PlanJson } from "./plan-wire.ts";

const path = "/api/v1/coverage";
/** The gateway may be older than this page, and then answers the present: its own instant tells; ms. */
const apart = 5000;

/** Both undefined where nothing is known of that instant. */
export type PastAnswer = {
  readonly coverage: CoverageJson | undefined;
  readonly plan: PlanJson | undefined;
  /** From when on something is recorded, epoch ms; null where the gateway does not say. */
  readonly since: number | null;
};

type Heard<T> = { readonly told: T | undefined; readonly refusal: string };

async function askAt<T extends { readonly at: string }>(at: number, of: string): Promise<Heard<T>> {
  try {
    const answer = await fetch(`${path}${of}?at=${new Date(at).toISOString()}`);
    if (!answer.ok) return { told: undefined, refusal: await answer.text() };
    const told = (await answer.json()) as T;
    return { told: Date.parse(told.at) < at + apart ? told : undefined, refusal: "" };
  } catch {
    return { told: undefined, refusal: "" };
  }
}

/** The first instant later than the one asked for that a refusal names, epoch ms. Pure. */
export function sinceOf(refusal: string, at: number): number | null {
  const named = refusal.match(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g) ?? [];
  return named.map((each) => Date.parse(each)).find((each) => each > at) ?? null;
}

/** Never throws. @param at epoch ms by the gateway's clock */
export async function askPast(at: number): Promise<PastAnswer> {
  const [figures, drawing] = await Promise.all([askAt<CoverageJson>(at, ""), askAt<PlanJson>(at, "/plan")]);
  return { coverage: figures.told, plan: drawing.told, since: sinceOf(figures.refusal, at) };
}
