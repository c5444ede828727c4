// kill -9 at any instant: every record whose acknowledgement left the process is in the journal, which goes on behind it.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { expect, it } from "vitest";
import { recordsIn, temporaryFolder } from "./temporary.ts";

it("loses nothing that was acknowledged when its process is killed, twelve times over", async () => {
  const folder = temporaryFolder();
  let acknowledged = 0;
  for (let life = 0; life < 12; life++) {
    const child = spawn(process.execPath, [join(import.meta.dirname, "append-child.ts"), folder], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    let output = "";
    child.stdout.setEncoding("utf8");
    child.stdout.on("data", (text: string) => {
      if (output === "") setTimeout(() => child.kill("SIGKILL"), Math.random() * 60);
      output += text;
    });
    const [, signal] = await once(child, "close");
    expect(signal).toBe("SIGKILL");
    const positions = output.split("\n").slice(0, -1).map(Number);
    const [first = 0] = positions;
    expect(first).toBeGreaterThan(acknowledged);
    expect(positions).toEqual(positions.map((_, index) => first + index));
    acknowledged = positions.at(-1) as number;
    const records = recordsIn(folder);
    expect(records.length).toBeGreaterThanOrEqual(acknowledged);
    expect(records).toEqual(records.map((_, i) => [i + 1, 1, i + 1, `topic/${i + 1}`, `body of ${i + 1}`]));
  }
});
