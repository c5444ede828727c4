// A process of its own that writes into an embedded history and says what was acknowledged, to be killed or starved of disk by a test.

import { batchOf } from "../../src/history/line-batch.ts";
import { openEmbedded } from "../../src/history/open-embedded.ts";

const [file = "", flushes = "", text = ""] = process.argv.slice(2);
const history = openEmbedded({ file });
for (let round = 0; round < 100_000; round++) {
  const lines = Array.from({ length: 20 }, (_, index) => {
    const at = round * 20 + index;
    return `pump,device=P${at % 100},site=demo flow=${at}${text === "" ? "" : `,note="${at} ${"x".repeat(Number(text))}"`} ${1_767_225_600_000 + at}`;
  });
  const outcome = await history.write(batchOf(lines));
  process.stdout.write(`${JSON.stringify({ round, outcome })}\n`);
  if (!outcome.ok) {
    round--;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  if (flushes !== "" && round % Number(flushes) === 0) await history.flush().catch(() => {});
}
