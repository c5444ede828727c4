// Answers keep the order of arrival, whatever order the disk finishes in.

import fc from "fast-check";
import { expect, test } from "vitest";
import { createAnswerQueue } from "../../src/broker/answer-in-order.ts";

test("answers come in order, each once, with its own outcome", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      fc.array(fc.constantFrom("now", "later", "fails"), { maxLength: 20 }),
      async (scheduler, works) => {
        const queue = createAnswerQueue();
        const answered: string[] = [];
        works.forEach((work, index) => {
          const settled = work === "now" ? undefined : scheduler.schedule(Promise.resolve(), `${index}`);
          const outcome =
            work === "fails" ? settled?.then(() => Promise.reject(new Error(`broken ${index}`))) : settled;
          queue.add(outcome, (error) => answered.push(`${index} ${error?.message ?? "ok"}`));
        });
        await scheduler.waitIdle();
        await queue.idle();
        expect(answered).toEqual(works.map((work, index) => `${index} ${work === "fails" ? `broken ${index}` : "ok"}`));
        expect(queue.size()).toBe(0);
      },
    ),
  );
});

test("an answer may add the next message", async () => {
  const queue = createAnswerQueue();
  const answered: number[] = [];
  queue.add(Promise.resolve(), () => {
    answered.push(1);
    queue.add(undefined, () => answered.push(3));
  });
  queue.add(undefined, () => answered.push(2));
  await queue.idle();
  expect(answered).toEqual([1, 2, 3]);
});
