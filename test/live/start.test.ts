// What a start refuses, and that it leaves nothing half-started behind.

import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { readSettings, type Settings } from "../../src/config/settings.ts";
import { createLog } from "../../src/live/log.ts";
import { startGateway } from "../../src/live/start-gateway.ts";
import type { Site } from "../../src/model/site.ts";
import { siteFrom, smallSite } from "../support/test-site.ts";

const folder = mkdtempSync(join(tmpdir(), "anju-start-"));
afterAll(() => rmSync(folder, { recursive: true }));
const log = createLog("silent");
const settingsFor = (data: string, ...flags: string[]): Settings => {
  const argv = ["--data", join(folder, data), "--mqtt-port", "0", "--http-port", "0", ...flags];
  const read = readSettings({ argv, env: {}, cwd: folder });
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return read.settings;
};

let site: Site;
beforeAll(async () => {
  site = await siteFrom();
});

it("a data folder serves one gateway at a time, and one site", async () => {
  const settings = settingsFor("one");
  {
    await using _first = await startGateway(settings, site, log);
    await expect(startGateway(settings, site, log)).rejects.toThrow("in use by another gateway");
  }
  const other = await siteFrom(smallSite.replace("site: demo", "site: other"));
  await expect(startGateway(settings, other, log)).rejects.toThrow('belongs to site "demo"');
  await using again = await startGateway(settings, site, log);
  expect(again.firstStart).toBe(false);
});

it("a first start that fails keeps no login link that nobody has seen", async () => {
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, "127.0.0.1", resolve));
  const { port } = taken.address() as { port: number };
  await expect(startGateway(settingsFor("two", "--mqtt-port", String(port)), site, log)).rejects.toThrow();
  expect(existsSync(join(folder, "two", "admin.token"))).toBe(false);
  taken.close();
  await using live = await startGateway(settingsFor("two"), site, log);
  expect(live.firstStart).toBe(true);
});
