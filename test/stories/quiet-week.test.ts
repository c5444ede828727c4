// Seven days in which nothing is really wrong: whether anybody keeps the product switched on is decided here.

import { expect, it } from "vitest";
import { weekSlice } from "../../simulators/slice-site.ts";
import { quietWeek } from "../../simulators/stories/quiet-week.ts";
import { runStory } from "./run-story.ts";

it("quiet-week: no critical ticket and at most three others outside the power cut", { timeout: 300_000 }, async () => {
  const { tickets, others, refused } = await runStory(quietWeek, weekSlice);
  expect(tickets.filter(({ severity }) => severity === "critical")).toEqual([]);
  expect(others.length, JSON.stringify(others, null, 1)).toBeLessThanOrEqual(3);
  expect(refused).toEqual([]);
});
