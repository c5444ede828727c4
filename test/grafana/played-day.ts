// A day of the demo community through the gateway's own pipeline on a virtual clock, as the lines that history is told: what the dashboards are tried on.

import { fileURLToPath } from "node:url";
import { definitions } from "../../devices/index.ts";
import { playStaged } from "../../simulators/play.ts";
import { readSite } from "../../simulators/read-site.ts";
import { type Slice, sliceSite } from "../../simulators/slice-site.ts";
import { stageStory } from "../../simulators/stage-story.ts";
import { burstPipe } from "../../simulators/stories/burst-pipe.ts";
import { cameraBlocked } from "../../simulators/stories/camera-blocked.ts";
import { demoNight } from "../../simulators/stories/demo.ts";
import { entrapment } from "../../simulators/stories/entrapment.ts";
import { forcedGate } from "../../simulators/stories/forced-gate.ts";
import { lampOut } from "../../simulators/stories/lamp-out.ts";
import type { Story } from "../../simulators/story.ts";
import { withAreas } from "../../src/config/area-devices.ts";
import { loadSite } from "../../src/config/load-site.ts";
import { nothingRemembered } from "../../src/ends.ts";
import { createGateway } from "../../src/gateway.ts";
import { createHistoryLines } from "../../src/history/create-history-lines.ts";
import { createCounts } from "../../src/live/create-counts.ts";
import { isSelf, selfId, withSelf } from "../../src/live/watch-self.ts";
import type { Fault, FaultEvent } from "../../src/model/fault.ts";
import type { Counters, SelfMeasures, Standing } from "../../src/model/gateway-view.ts";
import type { Site } from "../../src/model/site.ts";
import type { Ticket } from "../../src/model/ticket.ts";
import { createRepairs } from "./repairs.ts";

const folder = fileURLToPath(new URL("../../sites/demo", import.meta.url));
const minute = 60_000;
/** Over midnight, so that there is a whole night and a change of days. */
const from = Date.parse("2026-03-10T16:00:00+08:00");
const to = from + 24 * 60 * minute;
const clock = (time: string): number => Date.parse(`2026-03-${time}:00+08:00`);

/** Every kind with every way it can be set up, and few enough to be played in seconds. */
const slice: Slice = { camera: 12, gate: 4, streetlight: 16, elevator: 3, pump: 4 };
/** The first camera again, that a fault can come back. */
const told: readonly (readonly [Story, string])[] = [
  [cameraBlocked, "10T16:30"],
  [demoNight, "10T19:30"],
  [lampOut, "10T20:00"],
  [forcedGate, "11T02:10"],
  [burstPipe, "11T06:30"],
  [entrapment, "11T08:05"],
  [cameraBlocked, "11T10:00"],
];
const ordinary: Story = { ...lampOut, id: "ordinary", duration: "PT24H", scenes: [], actions: [] };

export type PlayedDay = {
  readonly site: Site;
  readonly from: number;
  readonly to: number;
  readonly tickets: readonly Ticket[];
  /** As each was when it was last told as closed. */
  readonly closed: readonly Ticket[];
  readonly faults: readonly Fault[];
};

/** @param write hears every line, in the order in which the gateway would have told it. */
export async function playDay(write: (lines: readonly string[]) => void): Promise<PlayedDay> {
  const loaded = await loadSite(folder, { definitions, env: {} });
  const whole = loaded.site as Site;
  const simulated = sliceSite(readSite(folder), slice);
  const kept = new Set(simulated.devices.map(({ id }) => id));
  const site = withSelf(withAreas({ ...whole, devices: whole.devices.filter(({ id }) => kept.has(id)) }));
  const devices = new Map(site.devices.map((device) => [device.id, device]));
  const historyLines = createHistoryLines(site, "http://anju.example");
  const counts = createCounts({});
  const open = new Map<string, FaultEvent["fault"]>();
  const faults = new Map<string, Fault>();
  const closed = new Map<string, Ticket>();
  let waiting = 0;
  let shipped = 0;
  let known = false;
  const tell = (lines: readonly string[]): void => {
    waiting += lines.length;
    write(lines);
  };

  const gateway = createGateway(site, from, nothingRemembered, {
    reading(device, reading) {
      if (isSelf(device)) return;
      counts.add("kept");
      known = true;
      tell(historyLines.reading(device, reading));
    },
    event(device, event) {
      counts.add("kept");
      known = true;
      tell(historyLines.event(device, event));
    },
    status(device, status) {
      known = true;
      if (!status.retained) tell(historyLines.status(device, status));
    },
    repeated: (count) => counts.add("repeated", count),
    refused: ({ reason }) => counts.reject(reason),
    fault(event) {
      const { asset, fault, openedAt, clearedAt } = event.fault;
      if (event.type === "opened") counts.add("faultsOpened");
      faults.set(`${asset} ${fault} ${openedAt}`, event.fault);
      if (clearedAt === null) open.set(`${asset} ${fault}`, event.fault);
      else open.delete(`${asset} ${fault}`);
      tell(historyLines.fault(event));
      const device = devices.get(asset);
      if (device && fault === "offline" && ["opened", "resumed", "cleared"].includes(event.type)) {
        const status = event.type === "cleared" ? "online" : "offline";
        tell(historyLines.status(device, { device: asset, at: event.at, status, retained: false }));
      }
    },
    ticket({ ticket, event }) {
      if (event?.type === "opened") counts.add("ticketsOpened");
      if (event) tell(historyLines.ticket(ticket, event));
      if (ticket.state === "closed") closed.set(ticket.id, ticket);
      repairs.heard(ticket, event);
    },
    notice: () => undefined,
    coverage: (state) => tell(historyLines.coverage(state)),
  });
  const repairs = createRepairs();

  const standings = (): Standing[] => {
    const byAsset = Map.groupBy(open.values(), ({ asset }) => asset);
    return site.devices
      .filter(({ id }) => kept.has(id))
      .map((device) => {
        const offline = gateway.detector.offline(device.id);
        const names = byAsset.get(device.id)?.map(({ fault }) => fault) ?? [];
        return { device, online: offline === null ? null : !offline, faults: names };
      });
  };
  const counters = (): Counters => ({
    ...counts.all(),
    waitingMessages: 0,
    waiting,
    shipped,
    refusedByHistory: 0,
    noticesWaiting: waiting % 3,
  });
  /** For twenty minutes of the evening history is away: the gateway's own fault. */
  const reportSelf = (at: number): void => {
    const historyReachable = at < clock("10T19:20") || at >= clock("10T19:40");
    const payload = JSON.stringify({ storing: true, historyReachable, diskFree: 40, flooding: 0 });
    gateway.onMessage({ at, topic: `${site.topicRoot}/${site.id}/${selfId}/${selfId}/telemetry`, payload });
  };
  /** A controller that names its fault, as the simulated ones do not. */
  const nameFault = (at: number): void => {
    if (at !== clock("10T19:31")) return;
    const payload = JSON.stringify({ mode: "fault", faultCode: "doorClosing" });
    gateway.onMessage({ at, topic: `${site.topicRoot}/${site.id}/elevator/E3/telemetry`, payload });
  };
  const measures: SelfMeasures = {
    unaccounted: 0,
    historyLag: 1_200,
    backlogAge: 1_500,
    spoolBytes: 0,
    journalBytes: 4_000_000,
    journalWaiting: 0,
    syncP99: 6,
    syncMost: 18,
    loopP99: 3,
    loopMost: 11,
    diskFree: 4e10,
    checkpointAge: 8_000,
    clients: 204,
    refusedConnections: 0,
    droppedForSlowness: 0,
    flooding: 0,
    certificateLeft: null,
  };
  const everyMinute = (at: number): void => {
    reportSelf(at);
    nameFault(at);
    gateway.onTick(at);
    const more = { areas: gateway.coverage.states(at), measures };
    tell(historyLines.minute(gateway.desk.tickets(), standings(), counters(), at, more));
    shipped += waiting;
    waiting = 0;
  };

  let next = from + minute;
  const until = (at: number): void => {
    for (; next <= at; next += minute) {
      for (const { at: when, action } of repairs.due(next)) gateway.onAction(action, Math.max(when, next - minute));
      everyMinute(next);
    }
  };
  const staged = told.map(([story, time]) => stageStory(story, simulated, clock(time)));
  for (const line of playStaged([stageStory(ordinary, simulated, from), ...staged], simulated, 1)) {
    const at = Date.parse(line.at);
    until(Math.min(at, to) - 1);
    if ("action" in line) gateway.onAction(line.action, at);
    else if ("topic" in line) {
      counts.add("received");
      counts.add("journalled");
      known = false;
      gateway.onMessage({ at, topic: line.topic, payload: "raw" in line ? line.raw : JSON.stringify(line.payload) });
      counts.add(known ? "keptMessages" : "duplicateMessages");
    }
  }
  // Something that is not understood, for the quarantine.
  counts.add("received");
  counts.add("journalled");
  gateway.onMessage({ at: to - 2, topic: `${site.topicRoot}/${site.id}/camera/C1/telemetry`, payload: "no JSON" });
  counts.add("quarantinedMessages");
  until(to);
  return {
    site,
    from,
    to,
    tickets: gateway.desk.tickets(),
    closed: [...closed.values()],
    faults: [...faults.values()],
  };
}
