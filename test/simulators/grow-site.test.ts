// A community of any size: the grown site loads in the gateway and holds exactly the devices that the simulators play.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, it } from "vitest";
import { definitions } from "../../devices/index.ts";
import { createCommunity } from "../../simulators/community.ts";
import { writeGrownSite } from "../../simulators/grow-site.ts";
import { readSite } from "../../simulators/read-site.ts";
import { scaleSite } from "../../simulators/slice-site.ts";
import { loadSite } from "../../src/config/load-site.ts";
import { createRecorder } from "../support/recorder.ts";

const demo = fileURLToPath(new URL("../../sites/demo", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "anju-grown-"));
afterAll(() => rmSync(folder, { recursive: true }));

it("a thousand devices: the gateway knows each, and nothing they say is refused", async () => {
  writeGrownSite(demo, folder, 1000);
  const { site, problems } = await loadSite(folder, { definitions, env: {} });
  expect(problems.filter(({ severity }) => severity === "error")).toEqual([]);
  const simulated = scaleSite(readSite(demo), 1000);
  expect(simulated.devices.map(({ id }) => id)).toEqual(site?.devices.map(({ id }) => id));
  expect(new Set(simulated.devices.map(({ id }) => id)).size).toBe(1000);

  const start = Date.parse("2026-03-10T10:00:00+08:00");
  const recorder = createRecorder(site as NonNullable<typeof site>, start);
  const heard = new Set<string>();
  for (const { at, device, topic, payload, raw } of createCommunity({
    site: simulated,
    seed: 1,
    start,
    end: start + 600_000,
  })) {
    heard.add(device);
    recorder.gateway().onMessage({ at, topic, payload: raw ?? JSON.stringify(payload) });
  }
  expect(recorder.refused).toEqual([]);
  expect(heard.size).toBeGreaterThan(900);
  expect(recorder.faults()).toEqual([]);
});
