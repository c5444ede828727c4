// Plays a story on the demo site through the whole pipeline on a virtual clock, and holds what came of it against what it expects.

import { fileURLToPath } from "node:url";
import { definitions } from "../../devices/index.ts";
import { preparePlay } from "../../simulators/play.ts";
import { readSite } from "../../simulators/read-site.ts";
import type { Slice } from "../../simulators/slice-site.ts";
import type { Story } from "../../simulators/story.ts";
import { loadSite } from "../../src/config/load-site.ts";
import { blamedBy } from "../../src/model/fault.ts";
import type { Site } from "../../src/model/site.ts";
import type { Action, Ticket } from "../../src/model/ticket.ts";
import { createRecorder } from "../support/recorder.ts";

const folder = fileURLToPath(new URL("../../sites/demo", import.meta.url));

const brief = ({ id, asset, fault, severity, openedAt }: Ticket) => ({
  id,
  asset,
  fault,
  severity,
  openedAt: new Date(openedAt).toISOString(),
});

export async function runStory(story: Story, slice?: Slice) {
  const loaded = await loadSite(folder, { definitions, env: {} });
  const whole = loaded.site as Site;
  const { site: simulated, staged, lines } = preparePlay(story, { site: readSite(folder), ...(slice && { slice }) });
  const kept = new Set(simulated.devices.map(({ id }) => id));
  const site: Site = { ...whole, devices: whole.devices.filter(({ id }) => kept.has(id)) };
  const recorder = createRecorder(site, staged.start);
  const gateway = recorder.gateway();
  const refusedActs: (Action & { readonly code: string })[] = [];
  for (const line of lines()) {
    const at = Date.parse(line.at);
    if ("action" in line) {
      const result = gateway.onAction(line.action, at);
      if (!result.ok) refusedActs.push({ ...line.action, code: result.code });
    } else if ("topic" in line)
      gateway.onMessage({ at, topic: line.topic, payload: "raw" in line ? line.raw : JSON.stringify(line.payload) });
    else gateway.onTick(at);
  }
  gateway.onTick(staged.end + 1);

  const tickets = gateway.desk.tickets();
  const assets = new Set([...kept, ...site.links.map(({ id }) => id)]);
  const isKnown = (asset: string | undefined): boolean => asset !== undefined && assets.has(asset);
  const expected = staged.expected.filter(({ asset }) => isKnown(asset));
  /** A blind spot is expected where what it is blamed on is. */
  const blamed = ({ id }: Ticket): readonly string[] => {
    const fault = gateway.desk.record(id)?.fault;
    return fault ? blamedBy(fault) : [];
  };
  const isExpected = (ticket: Ticket): boolean =>
    expected.some(
      ({ asset, fault }) => (asset === ticket.asset && fault === ticket.fault) || blamed(ticket).includes(asset),
    );
  const isExcused = ({ openedAt }: Ticket): boolean =>
    staged.excused.some(({ from, to }) => openedAt >= from && openedAt < to);
  return {
    tickets,
    expected,
    /** Expected tickets that do not exist by their time. */
    missed: expected.filter(
      ({ asset, fault, by }) =>
        !tickets.some((ticket) => ticket.asset === asset && ticket.fault === fault && ticket.openedAt <= by),
    ),
    /** Tickets that nobody expected and nothing excuses. */
    others: tickets.filter((ticket) => !isExpected(ticket) && !isExcused(ticket)).map(brief),
    refusedActs: refusedActs.filter(({ asset }) => isKnown(asset)),
    refused: recorder.refused,
  };
}
