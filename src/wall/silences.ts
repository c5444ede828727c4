// The silences as the gateway tells them: those in force every half minute, with the ledger; the planned ones while the sheet is open.

import type { Severity } from "../model/severity.ts";
import type { TicketJson } from "../model/ticket-json.ts";
import { ask } from "./gateway-answer.ts";

export type SilenceJson = {
  readonly id: string;
  readonly kind: string;
  readonly state: "ended" | "planned" | "running";
  readonly scope: Readonly<Partial<Record<"zones" | "kinds" | "assets" | "faults" | "severities", readonly string[]>>>;
  readonly from: string;
  readonly until: string;
  readonly untilRepaired: boolean;
  readonly reason: string;
  readonly by: string;
  readonly ticket: string | null;
  readonly endedAt: string | null;
  readonly weekly: { readonly days: readonly number[]; readonly window: string } | null;
};

export type WithheldJson = {
  readonly silence: string;
  readonly asset: string;
  readonly kind: string;
  readonly zone: string;
  readonly fault: string;
  readonly severity: Severity;
  readonly since: string;
  readonly withheldAt: string;
  readonly clearedAt: string | null;
  readonly ticket: string | null;
};

/** The newest lines of the ledger, and whether there are older ones. */
export type Ledger = { readonly items: readonly WithheldJson[]; readonly hasMore: boolean };

const path = "/api/v1/silences";
const every = 30_000;
const everyWhileRead = 5_000;
const mostLedger = 100;

type Page<T> = { readonly items: readonly T[]; readonly next: string | null };

let running: readonly SilenceJson[] = [];
let planned: readonly SilenceJson[] = [];
let ledger: Ledger = { items: [], hasMore: false };
let isRead = false;
let redraw: () => void = () => undefined;
let timer: ReturnType<typeof setTimeout> | undefined;

/** Asks the gateway again at once, and goes on asking. */
export async function refreshSilences(): Promise<void> {
  clearTimeout(timer);
  const before = JSON.stringify([running, planned, ledger]);
  const inForce = await ask<Page<SilenceJson>>(`${path}?running=true`);
  if (inForce) running = inForce.items;
  const withheld = await ask<Page<WithheldJson>>(`${path}/ledger?limit=${mostLedger}`);
  if (withheld) ledger = { items: withheld.items, hasMore: withheld.next !== null };
  if (isRead) {
    const others = await ask<Page<SilenceJson>>(`${path}?running=false&limit=200`);
    if (others) planned = others.items.filter(({ state }) => state === "planned");
  }
  if (JSON.stringify([running, planned, ledger]) !== before) redraw();
  clearTimeout(timer);
  timer = setTimeout(() => void refreshSilences(), isRead ? everyWhileRead : every);
}

/** @param onChange is called when there is something new. */
export function openSilences(onChange: () => void): void {
  redraw = onChange;
  void refreshSilences();
}

/** Whether somebody has the sheet of silences before them: then planned ones are asked for, too. */
export function readSilences(isOpen: boolean): void {
  if (isOpen === isRead) return;
  isRead = isOpen;
  if (isOpen) void refreshSilences();
}

/**
 * Those that hold at `now`, the gateway's clock in epoch ms; weekly ones also between their windows. The gateway has said
 * that they have begun: our idea of its clock may be some ms behind theirs.
 */
export const silencesInForce = (now: number): readonly SilenceJson[] =>
  running.filter(({ endedAt, until }) => endedAt === null && now < Date.parse(until));

export const silencesPlanned = (now: number): readonly SilenceJson[] =>
  planned.filter(({ from }) => now < Date.parse(from));

export const silenceLedger = (): Ledger => ledger;

/** The fault stands and made no ticket, because of a silence. */
export const isWithheld = ({ asset, fault }: Pick<WithheldJson, "asset" | "fault">): boolean =>
  ledger.items.some(
    (each) => each.asset === asset && each.fault === fault && each.clearedAt === null && each.ticket === null,
  );

/** A technician tests this ticket's equipment now: its notices are marked, and so is it. */
export const isTest = ({ asset }: Pick<TicketJson, "asset">, now: number): boolean =>
  asset !== null &&
  silencesInForce(now).some(({ kind, scope }) => kind === "test" && (scope.assets ?? []).includes(asset));
