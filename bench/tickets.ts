// The ticket desk at the size of many communities: a tick, what falls due, the list by nearest deadline, memory; and a storm of openings with everything stored.

import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import fastify from "fastify";
import { definitions } from "../devices/index.ts";
import type { ApiServer } from "../src/api/api-server.ts";
import { addTickets } from "../src/api/routes/tickets.ts";
import { compileValidator } from "../src/api/validation.ts";
import { loadSite } from "../src/config/load-site.ts";
import { createHistoryLines } from "../src/history/create-history-lines.ts";
import { createLog } from "../src/live/log.ts";
import { type Memory, openMemory } from "../src/live/open-memory.ts";
import type { Fault } from "../src/model/fault.ts";
import type { GatewayChange, GatewayView } from "../src/model/gateway-view.ts";
import type { Device, Site } from "../src/model/site.ts";
import { openStore } from "../src/store/open-store.ts";
import { createDesk, type Desk } from "../src/tickets/create-desk.ts";
import { awayHistory } from "../test/support/away-history.ts";
import { median } from "./median.ts";
import type { Options } from "./options.ts";
import { say, table, verdict, writeResult } from "./report.ts";
import { alarmDevices, ROOT, writeSite } from "./site.ts";
import { folderIn } from "./systems.ts";

const START = Date.parse("2026-03-10T09:00:00+08:00");
/** Between two openings, ms. */
const APART = 5;
const ROUNDS = 50;
const PAGE = "/api/v1/tickets?limit=50";
const MINUTE = 60_000;

/** One lamp of the benchmark's site so many times. */
async function siteOf(stack: AsyncDisposableStack, count: number): Promise<Site> {
  const { site } = await loadSite(writeSite(folderIn(stack, "site"), alarmDevices(1)), { definitions, env: {} });
  const [lamp] = site?.devices ?? [];
  if (!site || !lamp) throw new Error("the benchmark's site does not load");
  return { ...site, devices: alarmDevices(count).map(({ id }): Device => ({ ...lamp, id })) };
}

const faultOf = (asset: string, at: number): Fault => ({
  asset,
  kind: "streetlight",
  fault: "leakage",
  severity: "critical",
  sla: "urgent",
  latched: false,
  since: at,
  openedAt: at,
  present: true,
  absentSince: null,
  clearedAt: null,
  goodSince: null,
  verified: false,
});

const timed = (work: () => void): number => {
  const began = performance.now();
  work();
  return performance.now() - began;
};

/** Lets happen what is due before; gives how many. */
function tick(desk: Desk, before: number): number {
  let count = 0;
  for (; desk.nextAt() < before; count += 1) desk.runNext();
  return count;
}

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;
const megabytes = (): number => {
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return (heapUsed + external) / 2 ** 20;
};

/** The page of 50 through the API's own route: ms, and whether the list knows the order. */
async function listPage(
  site: Site,
  desk: Desk,
  now: number,
): Promise<{ readonly ms: number; readonly sorted: boolean }> {
  const app = fastify() as unknown as ApiServer;
  app.setValidatorCompiler(compileValidator);
  app.setSerializerCompiler(() => JSON.stringify);
  const view = { site, now: () => now, tickets: desk.tickets, ticket: desk.ticket };
  // The route reads nothing else of the view.
  addTickets(app, view as unknown as GatewayView);
  const sorted = (await app.inject(`${PAGE}&sort=due`)).statusCode === 200;
  const took: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const began = performance.now();
    const { statusCode } = await app.inject(sorted ? `${PAGE}&sort=due` : PAGE);
    took.push(performance.now() - began);
    if (statusCode !== 200) throw new Error(`the list answered ${statusCode}`);
  }
  await app.close();
  return { ms: median(took), sorted };
}

/** So many open tickets in a desk, nothing stored. */
async function deskFigures(stack: AsyncDisposableStack, count: number) {
  const site = await siteOf(stack, count);
  const before = megabytes();
  const desk = createDesk(site, () => false);
  const opening = timed(() => {
    for (const [index, { id }] of site.devices.entries()) {
      const at = START + index * APART;
      desk.follow([{ type: "opened", at, knownAt: at, fault: faultOf(id, at) }]);
      tick(desk, at);
    }
  });
  const opened = START + count * APART;
  const idle: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) idle.push(timed(() => void tick(desk, opened)));
  const memory = megabytes() - before;
  const page = await listPage(site, desk, opened);
  let due = 0;
  const dueTook = timed(() => {
    due = tick(desk, opened + 15 * MINUTE);
  });
  return {
    tickets: desk.tickets().length,
    "µs opened": (opening * 1000) / count,
    "ms idle tick": Math.max(...idle),
    due,
    "µs due": (dueTook * 1000) / due,
    "ms page": page.ms,
    sorted: page.sorted,
    "MB tickets": memory,
    "MB after": megabytes() - before,
  };
}

const onDisk = ({ core }: Memory): Promise<void> => new Promise((resolve) => core.intake.whenOnDisk(resolve));

/** So many lamps leak at once; then all their promises fall due at once. By the live gateway's own memory: journal, store, disk. */
async function stormFigures(stack: AsyncDisposableStack, count: number) {
  const site = await siteOf(stack, count);
  const folder = folderIn(stack, "storm");
  const told = { opened: 0, breached: 0 };
  let clock = START;
  const store = openStore(folder);
  let outboxTook = 0;
  const memory = await openMemory({
    folder,
    site,
    store: {
      ...store,
      transaction(work) {
        outboxTook += timed(() => store.transaction(work));
      },
    },
    history: awayHistory(),
    historyLines: createHistoryLines(site),
    log: createLog("silent"),
    now: () => clock,
    notBefore: () => {},
    sync: true,
    afterWrite(changes: readonly GatewayChange[]) {
      for (const change of changes) {
        if (change.type !== "ticket") continue;
        if (change.change.event?.type === "opened") told.opened += 1;
        if (change.change.event?.type === "breached") told.breached += 1;
      }
    },
    onBroken: (error) => {
      throw error;
    },
  });
  try {
    const payload = Buffer.from('{"leakage":60,"voltage":230,"power":0}');
    const began = performance.now();
    for (const { id } of site.devices) {
      if (memory.core.intake.isFull()) await new Promise<void>((resolve) => memory.core.intake.whenRoom(resolve));
      memory.core.intake.take({ at: clock, topic: `${ROOT}/streetlight/${id}/telemetry`, payload }, 1);
    }
    await onDisk(memory);
    memory.core.handOn();
    const storm = performance.now() - began;
    const idle = timed(() => memory.core.tick());
    clock += 16 * MINUTE;
    outboxTook = 0;
    const dueBegan = performance.now();
    memory.core.tick();
    await onDisk(memory);
    memory.core.handOn();
    const due = performance.now() - dueBegan;
    // A breach is stored once its record is synced: a crash brings back what follows from it, its notices too.
    const synced = due - outboxTook;
    const checkpoint = performance.now();
    await memory.checkpoint();
    return {
      opened: told.opened,
      "s storm": storm / 1000,
      "ms idle tick": idle,
      breached: told.breached,
      "µs due, stored": (synced * 1000) / told.breached,
      "µs due, stored and its notice": (due * 1000) / told.breached,
      "s checkpoint": (performance.now() - checkpoint) / 1000,
    };
  } finally {
    await memory.close();
    store[Symbol.dispose]();
  }
}

/** @throws Error where a ticket is missing or the list does not answer. */
export async function ticketsBench(options: Options): Promise<void> {
  const open = options.devices ?? (options.quick ? 2_000 : 100_000);
  const atOnce = options.messages ?? (options.quick ? 500 : 10_000);
  await using stack = new AsyncDisposableStack();
  say(`tickets   ${open} open in a desk, ${atOnce} opened at once`);
  const storm = await stormFigures(stack, atOnce);
  const { sorted, ...desk } = await deskFigures(stack, open);
  table("tickets   the desk by itself", [desk]);
  table("tickets   a storm through journal and store", [storm]);
  if (desk.tickets !== open || storm.opened !== atOnce)
    throw new Error(`${desk.tickets} of ${open} and ${storm.opened} of ${atOnce} tickets were opened`);
  const kept = [
    verdict("a tick when nothing is due, ms", Math.max(desk["ms idle tick"], storm["ms idle tick"]), "≤", 10),
    verdict("what falls due, µs each before storing", desk["µs due"], "≤", 5),
    verdict("what falls due, µs each stored", storm["µs due, stored"], "≤", 20),
    verdict(`${atOnce} tickets opened at once and stored, s`, storm["s storm"], "≤", 2),
    verdict("the page of 50 by nearest deadline, ms", desk["ms page"], "≤", 20),
    verdict("memory of the tickets, MB", Math.max(desk["MB tickets"], desk["MB after"]), "≤", 400),
  ];
  if (!sorted)
    say("  MISSED the list of tickets knows no order by nearest deadline (sort=due): the plain page was measured");
  if (!sorted || kept.includes(false)) process.exitCode = 1;
  writeResult("tickets", { options, desk, storm, sorted });
}
