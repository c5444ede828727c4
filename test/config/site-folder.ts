// A site folder in a temporary place for the tests of config: written from texts, removed at the end of the test.

import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import { definitions } from "../../devices/index.ts";
import { type LoadedSite, type LoadOptions, loadSite } from "../../src/config/load-site.ts";
import type { Problem } from "../../src/config/problem.ts";
import type { Device, Site } from "../../src/model/site.ts";

export async function siteFolder(files: Readonly<Record<string, string | Uint8Array>>): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), "anju-site-"));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(dir, name)), { recursive: true });
    await writeFile(join(dir, name), content);
  }
  return dir;
}

export async function load(
  files: string | Readonly<Record<string, string | Uint8Array>>,
  options: Partial<LoadOptions> = {},
): Promise<LoadedSite> {
  const dir = await siteFolder(typeof files === "string" ? { "site.yaml": files } : files);
  return loadSite(dir, { definitions, env: {}, ...options });
}

/** "site.yaml:12:5 devices[0].zone unknown zone `x`", one per problem of the severity, in the order of the file. */
export const lines = (problems: readonly Problem[], severity: Problem["severity"] = "error"): readonly string[] =>
  [...problems]
    .filter((problem) => problem.severity === severity)
    .sort((a, b) => a.file.localeCompare(b.file) || a.line - b.line || a.column - b.column)
    .map(({ file, line, column, path, message }) => `${file}:${line}:${column} ${path} ${message.en}`);

export function valid({ site, problems }: LoadedSite): Site {
  if (!site) throw new Error(lines(problems).join("\n"));
  return site;
}

export function deviceOf(site: Site, id: string): Device {
  const device = site.devices.find((one) => one.id === id);
  if (!device) throw new Error(`no device ${id}`);
  return device;
}

/** The least a site needs; what a test adds comes after it. */
export const least = `site: demo
timezone: Asia/Shanghai
language: en
location: { latitude: 31.23, longitude: 121.47 }
zones: [{ id: east, steward: wang, guard: li, technicians: [zhao] }]
staff: [{ id: wang, role: steward }, { id: li, role: guard }, { id: zhao, role: technician }]
`;
