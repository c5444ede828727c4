// A small site for tests: one of each kind and a few staff, or any site.yaml given as text.

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { definitions } from "../../devices/index.ts";
import { loadSite } from "../../src/config/load-site.ts";
import type { Site } from "../../src/model/site.ts";

export const smallSite = `
site: demo
name: { zh: 锦绣花园, en: Jinxiu Garden }
timezone: Asia/Shanghai
location: { latitude: 31.23, longitude: 121.47 }
zones:
  - { id: east, name: { zh: 东片区, en: East }, steward: wang, guard: li, technicians: [zhao, qian] }
staff:
  - { id: chen, name: 陈, role: operator }
  - { id: zhao, name: 赵工, role: technician, skills: [elevator, pump] }
  - { id: qian, name: 钱工, role: technician, skills: [camera, gate, streetlight] }
  - { id: li, name: 李, role: guard }
  - { id: wang, name: 王, role: steward }
  - { id: sun, name: 孙, role: supervisor }
  - { id: zhou, name: 周, role: manager }
coverage:
  levels:
    - { id: ground, outline: [[0, 0], [100, 0], [100, 100], [0, 100]], indoor: false }
devices:
  - { id: E1, kind: elevator, zone: east, building: "1", reportEvery: PT10S, rated: { speed: 1.75, load: 1000 }, name: { zh: 1号楼电梯, en: "Elevator, building 1" } }
  - { id: C1, kind: camera, zone: east, rated: { fps: 25 }, mount: { level: ground, x: 10, y: 10, height: 3.5, heading: 90, tilt: 15, hfov: 90, vfov: 54, pixels: [2560, 1440], range: 40 } }
  - { id: G1, kind: gate, zone: east }
  - { id: L1, kind: streetlight, zone: east, rated: { power: 60 }, mount: { level: ground, x: 20, y: 42, lightRadius: 12 } }
  - { id: P1, kind: pump, zone: east, rated: { pressure: 0.5, flow: 40, current: 20, frequency: 50 }, station: S1 }
`;

/** Loads a site from the text of its site.yaml. @throws Error listing the problems when it is not valid. */
export async function siteFrom(yaml: string = smallSite): Promise<Site> {
  const folder = await mkdtemp(join(tmpdir(), "anju-site-"));
  try {
    await writeFile(join(folder, "site.yaml"), yaml);
    const { site, problems } = await loadSite(folder, { definitions, env: {} });
    if (!site) throw new Error(problems.map(({ path, message }) => `${path}: ${message.en}`).join("\n"));
    return site;
  } finally {
    await rm(folder, { recursive: true });
  }
}
