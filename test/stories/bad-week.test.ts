// The quiet week with twelve real faults hidden in it: all twelve, in time.

import { expect, it } from "vitest";
import { weekSlice } from "../../simulators/slice-site.ts";
import { badWeek } from "../../simulators/stories/bad-week.ts";
import { runStory } from "./run-story.ts";

it("bad-week: each of the twelve hidden faults has its ticket in time", { timeout: 300_000 }, async () => {
  const { missed, expected } = await runStory(badWeek, weekSlice);
  expect(expected).toHaveLength(12);
  expect(missed).toEqual([]);
});
