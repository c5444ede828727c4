// What the floor plan knows: the present as the gateway tells it, asked again at each change; a loss that is tried; an instant of the past.

import { ask } from "./gateway-answer.ts";
import type { PastAnswer } from "./plan-past.ts";
import { askPast } from "./plan-past.ts";
import type { Picture } from "./plan-picture.ts";
import { pictureOf, unknownPicture } from "./plan-picture.ts";
import type { CoverageJson, PlanJson } from "./plan-wire.ts";
import type { WallMessage } from "./wire.ts";

const path = "/api/v1/coverage";
/** Changes come in swarms: the gateway is asked once for what came within this time, ms. */
const gather = 80;
/** Without any news: a turned camera may see something else without seeing less of any area. */
const every = 20_000;
/** How far the first question about the past goes back, ms. */
const probeBack = 10_000;
const kinds: ReadonlySet<string> = new Set(["camera", "streetlight"]);

let plan: PlanJson | undefined;
let coverage: CoverageJson | undefined;
let hasAsked = false;
let isRead = false;
let isAsking = false;
let isStale = false;
let timer: ReturnType<typeof setTimeout> | undefined;
let redraw: () => void = () => undefined;

type Tried = { readonly without: readonly string[]; readonly coverage: CoverageJson | null | undefined };
/** The answer is null while it is under way. */
type Past = { readonly at: number; readonly answer: PastAnswer | null };
/** The answer is null while it is under way, undefined where there is none. */
let tried: Tried = { without: [], coverage: null };
let past: Past | null = null;
let hasPast = false;

export function openPlanData(onChange: () => void): void {
  redraw = onChange;
}

const later = (wait: number): void => {
  clearTimeout(timer);
  timer = setTimeout(() => void refresh(), wait);
};

/** One question at a time; what changes meanwhile is asked right after. */
async function refresh(): Promise<void> {
  if (isAsking) {
    isStale = true;
    return;
  }
  isAsking = true;
  isStale = false;
  const { without } = tried;
  const [drawing, figures, answer] = await Promise.all([
    ask<PlanJson>(`${path}/plan`),
    ask<CoverageJson>(path),
    without.length === 0 ? null : ask<CoverageJson>(whatIfPath(without)),
  ]);
  isAsking = false;
  hasAsked = true;
  const before = JSON.stringify([plan, coverage, tried], withoutTime);
  // What is on the screen stays until there is something newer; a loss tried meanwhile has its own question.
  plan = drawing ?? plan;
  coverage = figures ?? coverage;
  if (tried.without === without) tried = { without, coverage: answer };
  else isStale = true;
  if (JSON.stringify([plan, coverage, tried], withoutTime) !== before || drawing === undefined) redraw();
  if (isRead) later(isStale ? 0 : every);
}

/** Asking again is no change of itself. */
const withoutTime = (key: string, value: unknown): unknown => (key === "at" ? undefined : value);
const whatIfPath = (without: readonly string[]): string =>
  `${path}/what-if?without=${without.map(encodeURIComponent).join(",")}`;

/** Whether somebody has the plan before them: only then the gateway is asked. */
export function readPlan(isOpen: boolean): void {
  if (isOpen === isRead) return;
  isRead = isOpen;
  clearTimeout(timer);
  if (!isOpen) return;
  void refresh();
  void probePast();
}

/** News from the stream. */
export function hearPlan(message: WallMessage): void {
  if (!isRead || message.type === "tick") return;
  const isNews =
    message.type === "snapshot" || message.areas !== undefined || message.devices.some(({ kind }) => kinds.has(kind));
  if (isNews) later(gather);
}

/** Adds a device to what is lost in thought, or takes it out again. */
export function tryWithout(id: string): void {
  const { without, coverage: answer } = tried;
  const next = without.includes(id) ? without.filter((other) => other !== id) : [...without, id];
  tried = { without: next, coverage: next.length === 0 ? null : answer };
  past = null;
  later(0);
  redraw();
}

export function leaveWhatIf(): void {
  tried = { without: [], coverage: null };
  redraw();
}

export const triedWithout = (): readonly string[] => tried.without;
/** The what-if's answer is missing, not under way. */
export const hasWhatIfFailed = (): boolean => tried.without.length > 0 && tried.coverage === undefined;

async function probePast(): Promise<void> {
  if (hasPast) return;
  const now = await ask<CoverageJson>(path);
  if (!now) return;
  const at = Date.parse(now.at) - probeBack;
  const { coverage: then, since } = await askPast(at);
  // Freshly started it knows nothing of ten seconds ago, and says since when it does.
  hasPast = then !== undefined || since !== null;
  if (hasPast) redraw();
}

/** Whether the gateway remembers what was seen. */
export const remembersPast = (): boolean => hasPast;
export const pastAt = (): number | null => past?.at ?? null;
/** What the gateway said of that instant; null while it is under way. */
export const pastAnswer = (): PastAnswer | null => past?.answer ?? null;

/** Goes to an instant (epoch ms by the gateway's clock), or back to now. */
export async function lookBack(at: number | null): Promise<void> {
  tried = { without: [], coverage: null };
  past = at === null ? null : { at, answer: past?.answer ?? null };
  redraw();
  if (at === null) return;
  const answer = await askPast(at);
  if (past?.at !== at) return;
  past = { at, answer };
  redraw();
}

/** What there is to show; null before the first answer, undefined where there is no plan. */
export function planPicture(): Picture | null | undefined {
  if (!plan || !coverage) return hasAsked ? undefined : null;
  if (past) {
    const { coverage: then, plan: drawing } = past.answer ?? {};
    return then && drawing ? pictureOf({ plan: drawing, coverage: then, mode: "past" }) : unknownPicture(plan);
  }
  const { without, coverage: answer } = tried;
  if (without.length === 0) return pictureOf({ plan, coverage, mode: "now" });
  return pictureOf({ plan, coverage: answer ?? coverage, mode: "whatIf", without, before: coverage });
}
