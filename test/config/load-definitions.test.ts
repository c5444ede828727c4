// Kinds in the site's own devices/ folder are added; broken ones are problems with the file's name, never a crash.

import { utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, it } from "vitest";
import { loadDefinitions } from "../../src/config/load-definitions.ts";
import { deviceOf, least, lines, load, siteFolder, valid } from "./site-folder.ts";

const define = pathToFileURL(join(import.meta.dirname, "../../src/model/define-device.ts")).href;
const fan = `import { above, defineDevice, limit } from ${JSON.stringify(define)};
type Speed = number;
const highest: Speed = 3000;
export const fan = defineDevice({
  kind: "fan",
  label: { en: "Fan", zh: "风机" },
  points: { speed: { type: "number", label: { en: "Speed", zh: "转速" }, unit: "rpm", min: 0, max: 1e5 } },
  options: { role: { type: "choice", label: { en: "Role", zh: "用途" }, values: ["smoke", "air"], default: "air" } },
  offline: { severity: "minor", sla: "data-loss" },
  faults: {
    fast: { label: { en: "Too fast", zh: "转速过高" }, severity: "major", sla: "ordinary",
      opens: [{ when: above("speed", limit(highest)), onDelay: "PT1M" }] },
  },
});
`;

it("adds a kind with its options and parameters", async () => {
  const site = valid(
    await load({
      "site.yaml": `${least}devices: [{ id: F1, kind: fan, zone: east, role: smoke, limits: { fast: 2500 } }]\n`,
      "devices/fan.ts": fan,
      "devices/readme.md": "not a module",
    }),
  );
  expect(deviceOf(site, "F1").facts).toMatchObject({ role: "smoke" });
  expect(deviceOf(site, "F1").faults.fast?.limits.fast).toEqual({ value: 2500, from: "device F1" });
  expect(Object.keys(site.definitions)).toEqual(["camera", "gate", "streetlight", "elevator", "pump", "fan"]);
});

it("lists what is wrong with each file", async () => {
  const plain = (change: object) =>
    `export default ${JSON.stringify({
      kind: "vent",
      label: { en: "Vent", zh: "风口" },
      points: { open: { type: "bool", label: { en: "Open", zh: "开" } } },
      offline: { severity: "minor", sla: "data-loss" },
      faults: {},
      ...change,
    })};\n`;
  const rule = (when: object, more = {}) => ({
    faults: { a: { label: { en: "A", zh: "甲" }, severity: "major", sla: "ordinary", opens: [{ when }], ...more } },
  });
  const { site, problems } = await load({
    "site.yaml": `${least}devices: []\n`,
    "devices/a-syntax.ts": "export const x = {;\n",
    "devices/b-throws.ts": "throw new Error('no such luck');\n",
    "devices/c-empty.ts": "export const x = 1;\n",
    "devices/d-again.ts": plain({ kind: "pump" }),
    "devices/e-label.ts": plain({ label: { en: "Vent" } }),
    "devices/f-point.ts": plain(rule({ op: "is", point: "opne", values: [true] }, { hides: ["b"] })),
    "devices/g-row.ts": plain(rule({ op: "is", point: "open", values: [true] }, { sla: "no-such-row" })),
    "devices/h-delay.ts": plain({ reportEvery: "30s" }),
  });
  expect(site).toBe(null);
  const found = lines(problems);
  expect(found[0]).toMatch(/^devices\/a-syntax\.ts:1:1 {2}cannot be loaded: /);
  expect(found.slice(1)).toEqual([
    "devices/b-throws.ts:1:1  cannot be loaded: no such luck",
    "devices/c-empty.ts:1:1  exports no device definition; export what defineDevice returns",
    "devices/d-again.ts:1:1  the kind `pump` exists already; choose another name",
    "devices/e-label.ts:1:1 label.zh missing key `zh`",
    "devices/f-point.ts:1:1 faults.a.hides unknown fault `b`; did you mean `a`?",
    "devices/f-point.ts:1:1 faults.a unknown point `opne`; did you mean `open`?",
    "devices/h-delay.ts:1:1 reportEvery must be an ISO 8601 duration such as PT30S, PT10M, PT2H or P7D (no months or years)",
    "site.yaml:1:1 sla the kind `vent` uses the SLA row `no-such-row`, which does not exist",
  ]);
});

it("reads an edited file anew", async () => {
  const kind = (severity: string) => fan.replace('severity: "minor"', `severity: "${severity}"`);
  const dir = await siteFolder({ "site.yaml": `${least}devices: []\n`, "devices/fan.ts": kind("minor") });
  const offline = async () => (await loadDefinitions(dir, {})).definitions.fan?.offline.severity;
  expect(await offline()).toBe("minor");
  await writeFile(join(dir, "devices/fan.ts"), kind("major"));
  await utimes(join(dir, "devices/fan.ts"), 2_000_000_000, 2_000_000_000);
  expect(await offline()).toBe("major");
});
