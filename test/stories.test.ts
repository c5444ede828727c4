// Every story against the whole pipeline on a virtual clock: what must be noticed is, in time; what must be quiet is.

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { definitions } from "../devices/index.ts";
import { preparePlay } from "../simulators/play.ts";
import { readSite } from "../simulators/read-site.ts";
import { weekSlice } from "../simulators/slice-site.ts";
import { stories } from "../simulators/stories/index.ts";
import type { Story } from "../simulators/story.ts";
import { loadSite } from "../src/config/load-site.ts";
import type { Site } from "../src/model/site.ts";
import type { Ticket } from "../src/model/ticket.ts";
import { createRecorder } from "./support/recorder.ts";

const folder = fileURLToPath(new URL("../sites/demo", import.meta.url));
const weeks = new Set(["quiet-week", "bad-week"]);

/** Acts on links are judged when links have faults. */
const isAboutDevice = (site: Site, asset: string): boolean => site.devices.some(({ id }) => id === asset);

type Told = {
  readonly id: string;
  readonly asset: string | null;
  readonly fault: string | null;
  readonly severity: string;
  readonly openedAt: string;
};
const brief = ({ id, asset, fault, severity, openedAt }: Ticket): Told => ({
  id,
  asset,
  fault,
  severity,
  openedAt: new Date(openedAt).toISOString(),
});

function play(story: Story, whole: Site) {
  const {
    site: simulated,
    staged,
    lines,
  } = preparePlay(story, {
    site: readSite(folder),
    ...(weeks.has(story.id) && { slice: weekSlice }),
  });
  const kept = new Set(simulated.devices.map(({ id }) => id));
  const site: Site = { ...whole, devices: whole.devices.filter(({ id }) => kept.has(id)) };
  const recorder = createRecorder(site, staged.start);
  const refusedActs: unknown[] = [];
  for (const line of lines()) {
    const at = Date.parse(line.at);
    const gateway = recorder.gateway();
    if ("action" in line) {
      const result = gateway.onAction(line.action, at);
      if (!result.ok) refusedActs.push({ ...line.action, at: line.at, code: result.code });
    } else if ("topic" in line)
      gateway.onMessage({ at, topic: line.topic, payload: "raw" in line ? line.raw : JSON.stringify(line.payload) });
    else gateway.onTick(at);
  }
  recorder.gateway().onTick(staged.end + 1);
  const tickets = recorder.gateway().desk.tickets();
  const expected = staged.expected.filter(({ asset }) => isAboutDevice(site, asset));
  const excused = ({ openedAt }: Ticket): boolean =>
    staged.excused.some(({ from, to }) => openedAt >= from && openedAt < to);
  const others = tickets.filter(
    (ticket) =>
      !excused(ticket) && !expected.some(({ asset, fault }) => asset === ticket.asset && fault === ticket.fault),
  );
  const missed = expected.filter(
    ({ asset, fault, by }) =>
      !tickets.some((ticket) => ticket.asset === asset && ticket.fault === fault && ticket.openedAt <= by),
  );
  return { site, tickets, expected, others, missed, refusedActs, refused: recorder.refused };
}

describe("stories", () => {
  let site: Site;
  beforeAll(async () => {
    const loaded = await loadSite(folder, { definitions, env: {} });
    site = loaded.site as Site;
  });

  it("are listed in the simulators' own words", () => {
    expect(stories.map(({ id }) => id)).toEqual(expect.arrayContaining(["quiet-week", "bad-week", "demo-night"]));
    expect(readFileSync(new URL("../simulators/stories/index.ts", import.meta.url), "utf8")).toContain("quiet");
  });

  for (const story of stories) {
    it(`${story.id}: every fault has its ticket in time, and no more is told than that`, { timeout: 240_000 }, () => {
      const { expected, missed, others, refused, refusedActs, site: played } = play(story, site);
      const told = others.map(brief);
      expect(missed).toEqual([]);
      expect(refused.filter(({ reason }) => reason !== "future")).toEqual([]);
      // What a story does to a link is judged when links have faults.
      expect(refusedActs.filter((act) => isAboutDevice(played, (act as { asset: string }).asset))).toEqual([]);
      const { atMost, noOthers } = story.expect;
      if (atMost) {
        expect(told.filter(({ severity }) => severity === "critical")).toHaveLength(Math.min(atMost.critical, 0));
        expect(told.length, JSON.stringify(told, null, 1)).toBeLessThanOrEqual(atMost.others);
      } else if (noOthers && expected.length > 0) expect(told).toEqual([]);
    });
  }
});
