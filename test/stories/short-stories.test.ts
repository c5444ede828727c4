// Every short story against the whole pipeline: what must be noticed is, in time; people end it as told; nothing else is told.

import { describe, expect, it } from "vitest";
import { burstPipe } from "../../simulators/stories/burst-pipe.ts";
import { entrapment } from "../../simulators/stories/entrapment.ts";
import { forcedGate } from "../../simulators/stories/forced-gate.ts";
import { stories } from "../../simulators/stories/index.ts";
import { runStory } from "./run-story.ts";

const short = stories.filter(({ id }) => !id.endsWith("-week"));

describe("short stories", () => {
  it.each(short)("$id: every fault has its ticket in time, and no more is told than that", async (story) => {
    const { missed, others, refused, refusedActs, expected } = await runStory(story);
    expect(missed).toEqual([]);
    expect(refused).toEqual([]);
    expect(refusedActs).toEqual([]);
    if (story.expect.noOthers && expected.length === story.expect.tickets.length) expect(others).toEqual([]);
  });

  it.each([entrapment, burstPipe, forcedGate])("$id: ended by people, and proven", async (story) => {
    const { tickets } = await runStory(story);
    expect(tickets[0]).toMatchObject({ severity: "critical", state: "restored", verified: true });
  });
});
