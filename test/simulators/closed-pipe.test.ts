// `npm run simulate -- --list | head`: a reader that has seen enough ends the program quietly.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

it("ends quietly when nobody reads on", async () => {
  const main = fileURLToPath(new URL("../../simulators/main.ts", import.meta.url));
  const args = ["--disable-warning=ExperimentalWarning", main, "--list"];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"] });
  child.stdout.destroy();
  let said = "";
  child.stderr.on("data", (bytes: Buffer) => {
    said += bytes;
  });
  const [code] = await once(child, "close");
  expect([code, said]).toEqual([0, ""]);
});
