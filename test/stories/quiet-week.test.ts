// Seven days in which nothing is really wrong: whether anybody keeps the product switched on is decided here.

import { expect, it } from "vitest";
import { quietWeek } from "../../simulators/stories/quiet-week.ts";
import { runStory } from "./run-story.ts";

it("quiet-week: no critical ticket, one root for the power cut and at most three others", {
  timeout: 600_000,
}, async () => {
  const { tickets, others, refused } = await runStory(quietWeek);
  expect(tickets.filter(({ severity }) => severity === "critical")).toEqual([]);
  const roots = tickets.filter(({ parent }) => parent === null);
  expect(roots.length - others.length, JSON.stringify(roots, null, 1)).toBe(1);
  expect(others.length, JSON.stringify(others, null, 1)).toBeLessThanOrEqual(3);
  expect(refused).toEqual([]);
});
