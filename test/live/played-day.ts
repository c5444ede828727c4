// A day of a small site, two cameras and a lamp, played into a data folder by the real journal and checkpoints on a virtual clock; the
// gateway is stopped for ten minutes in between. Whoever starts the gateway on the folder afterwards can look back at it.

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { withAreas } from "../../src/config/area-devices.ts";
import { createHistoryLines } from "../../src/history/create-history-lines.ts";
import { createLog } from "../../src/live/log.ts";
import { type Memory, openMemory } from "../../src/live/open-memory.ts";
import { withSelf } from "../../src/live/watch-self.ts";
import type { Site } from "../../src/model/site.ts";
import { openStore, type Store } from "../../src/store/open-store.ts";
import { awayHistory } from "../support/away-history.ts";
import { siteFrom } from "../support/test-site.ts";

const minute = 60_000;
export const token = "a-token-for-the-played-day";

/** Areas a1 (C1 sees it, with its own light at night) and a2 (C2 sees it, at night by the light of L1). */
export const playedSite = (origin = "{ latitude: 31.23, longitude: 121.47 }"): Promise<Site> =>
  siteFrom(`site: demo
name: { zh: 锦绣花园, en: Jinxiu Garden }
timezone: Asia/Shanghai
location: { latitude: 31.23, longitude: 121.47 }
zones: [{ id: east, name: { zh: 东片区, en: East }, steward: wang, guard: li, technicians: [zhao] }]
staff:
  - { id: chen, name: Chen, role: operator }
  - { id: wang, name: Wang, role: steward }
  - { id: li, name: { zh: 李, en: Li }, role: guard }
  - { id: zhao, name: Zhao, role: technician, skills: [camera] }
defaults: [{ kind: camera, delays: { videoLoss: PT1S } }]
devices:
  - { id: C1, kind: camera, zone: east, name: { zh: 西侧摄像机, en: West camera }, reportEvery: PT5M, mount: { level: ground, x: 5, y: 0, height: 3, heading: 0, tilt: 20, hfov: 90, vfov: 70, pixels: [3840, 2160], range: 40, infraredRange: 30 } }
  - { id: C2, kind: camera, zone: east, name: { zh: 东侧摄像机, en: East camera }, reportEvery: PT5M, mount: { level: ground, x: 55, y: 0, height: 3, heading: 0, tilt: 20, hfov: 90, vfov: 70, pixels: [3840, 2160], range: 40, infraredRange: 0 } }
  - { id: L1, kind: streetlight, zone: east, reportEvery: PT5M, rated: { power: 60 }, mount: { level: ground, x: 55, y: 8, lightRadius: 12 } }
coverage:
  ${origin === "" ? "" : `origin: ${origin}`}
  levels: [{ id: ground, outline: [[0, 0], [60, 0], [60, 40], [0, 40]] }]
  areas:
    - { id: a1, zone: east, name: { zh: 西门, en: West gate }, level: ground, polygon: [[3, 5], [7, 5], [7, 10], [3, 10]], need: discern }
    - { id: a2, zone: east, name: { zh: 东门, en: East gate }, level: ground, polygon: [[53, 5], [57, 5], [57, 10], [53, 10]], need: discern }
    - { id: a3, zone: east, name: { zh: 北角, en: North corner }, level: ground, polygon: [[25, 36], [30, 36], [30, 40], [25, 40]], need: scrutinise }
`);

type Run = { readonly memory: Memory; readonly store: Store };

/** The day began at `noon` of the site's time, two days ago. */
export async function playDay(): Promise<{
  readonly site: Site;
  readonly data: string;
  /** Epoch ms of "13:00" of that day. */
  readonly clock: (time: string) => number;
  readonly [Symbol.dispose]: () => void;
}> {
  const site = await playedSite();
  const whole = withAreas(withSelf(site));
  const data = mkdtempSync(join(tmpdir(), "anju-played-"));
  writeFileSync(join(data, "admin.token"), token, { mode: 0o600 });
  const day = Temporal.Now.zonedDateTimeISO("Asia/Shanghai").subtract({ days: 2 }).toPlainDate();
  const clock = (time: string): number =>
    day.toZonedDateTime({ timeZone: "Asia/Shanghai", plainTime: time }).epochMilliseconds;
  let at = clock("12:00");

  async function open(): Promise<Run> {
    const store = openStore(data);
    const memory = await openMemory({
      folder: data,
      site: whole,
      store,
      history: awayHistory(),
      historyLines: createHistoryLines(whole),
      log: createLog("silent"),
      now: () => at,
      notBefore: () => {},
      sync: true,
      afterWrite: () => {},
      onBroken: (error) => {
        throw error;
      },
    });
    return { memory, store };
  }
  const close = async ({ memory, store }: Run): Promise<void> => {
    await memory.close();
    store[Symbol.dispose]();
  };
  const present: Record<string, object> = {
    "camera/C1": { fps: 25, recording: true, luma: 100, heading: 0, gapMinutes: 0 },
    "camera/C2": { fps: 25, recording: true, luma: 100, gapMinutes: 0 },
    "streetlight/L1": { power: 60, dimming: 100 },
  };
  let run = await open();
  function say(device: string, values: object): void {
    present[device] = { ...present[device], ...values };
    const payload = Buffer.from(JSON.stringify({ ...present[device], ts: new Date(at).toISOString() }));
    run.memory.core.intake.take({ at: 0, topic: `facility/demo/${device}/telemetry`, payload }, 1);
  }
  /** Everything reports every five minutes until then. */
  function until(time: string): void {
    for (; at < clock(time); at += 5 * minute) {
      for (const device of Object.keys(present)) say(device, {});
      run.memory.core.tick();
    }
    at = clock(time);
    run.memory.core.tick();
  }
  until("13:00");
  say("camera/C1", { fps: 0 });
  until("13:10");
  const { core } = run.memory;
  const blind = core
    .gateway()
    .desk.tickets()
    .find(({ asset, fault }) => asset === "a1" && fault === "blindSpot");
  await core.act({ do: "arrive", by: "li", ticket: blind?.id ?? "none" });
  until("13:20");
  say("camera/C1", { fps: 25 });
  until("14:00");
  say("camera/C2", { recording: false });
  until("14:30");
  say("camera/C2", { recording: true });
  until("15:00");
  await close(run);
  at = clock("15:10");
  run = await open();
  until("15:30");
  say("camera/C1", { heading: 180 });
  until("15:45");
  say("camera/C1", { heading: 0 });
  until("22:00");
  say("streetlight/L1", { power: 0 });
  until("22:30");
  say("streetlight/L1", { power: 60 });
  say("camera/C1", { oldestRecording: new Date(clock("14:00")).toISOString() });
  until("22:50");
  await close(run);
  return { site, data, clock, [Symbol.dispose]: () => rmSync(data, { recursive: true, force: true }) };
}
