// `npm run simulate` from outside: its flags, its recordings, and its end on Ctrl-C.

import { execFile, spawn } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { Aedes } from "aedes";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { stringify } from "yaml";
import type { RecordingLine } from "../../simulators/play.ts";
import { readSite } from "../../simulators/read-site.ts";
import { stories } from "../../simulators/stories/index.ts";
import { site, siteTable } from "./site.ts";

const program = join(import.meta.dirname, "../../simulators/main.ts");
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "anju-simulators-"));
  const { devices, links, ...rest } = siteTable;
  const half = Math.floor(devices.length / 2);
  await writeFile(join(folder, "site.yaml"), stringify({ ...rest, include: ["links.yaml", "devices-*.yaml"] }));
  await writeFile(join(folder, "links.yaml"), stringify({ links }));
  await writeFile(join(folder, "devices-1.yaml"), stringify({ devices: devices.slice(0, half) }));
  await writeFile(join(folder, "devices-2.yaml"), stringify({ devices: devices.slice(half) }));
});
afterAll(() => rm(folder, { recursive: true }));

type Ended = { readonly code: number; readonly stdout: string; readonly stderr: string };
const run = (...args: string[]): Promise<Ended> =>
  promisify(execFile)(process.execPath, [program, ...args]).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    (error: Ended) => error,
  );

describe("reading a site", () => {
  it("joins the files that it includes", () => {
    expect(readSite(folder)).toEqual(site);
  });
  it("knows a device's settings, from itself or from the site's defaults", () => {
    const by = (id: string) => site.devices.find((device) => device.id === id);
    expect(by("L1")).toMatchObject({ program: "half", fed: "switched", rated: { power: 60 }, reportEvery: 300_000 });
    expect(by("E1")).toMatchObject({ reportEvery: 10_000, rated: { speed: 1.75, load: 1000 } });
    expect(by("C4")).toMatchObject({ indoors: true, heading: 171, tilt: 15, reportEvery: 30_000 });
    expect(by("P4")).toMatchObject({ station: "station-2", standby: true, suction: "tank" });
  });
  it("names the file that is missing", () => {
    expect(() => readSite(join(folder, "nowhere"))).toThrow(/cannot read .*nowhere.site\.yaml/);
  });
});

describe("npm run simulate", () => {
  it("lists the stories in both languages", async () => {
    const { code, stdout } = await run("--list");
    expect(code).toBe(0);
    for (const { id, about } of stories) for (const text of [id, about.en, about.zh]) expect(stdout).toContain(text);
  });

  it.each([
    [["--bogus"], /Unknown option '--bogus'/],
    [["--story", "nope"], /--story "nope" is not one of entrapment, /],
    [["--speed", "fast", "--seed", "1.5"], /--speed "fast" is not[\s\S]*--seed "1.5" is not/],
    [["--broker", "127.0.0.1"], /--broker "127.0.0.1" is no broker's URL/],
    [["--for", "1h", "--start", "noon"], /--start "noon"[\s\S]*--for "1h"/],
    [["--site", "nowhere"], /cannot read nowhere.site\.yaml/],
  ])("refuses %j", async (args, message) => {
    const { code, stderr } = await run(...args);
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
    expect(stderr).toMatch(/\p{Script=Han}/u);
    expect(stderr).not.toContain("    at ");
  });

  it("records a story, the same each time", async () => {
    const [a, b] = [join(folder, "a.ndjson"), join(folder, "b.ndjson")];
    for (const file of [a, b])
      expect((await run("--site", folder, "--story", "entrapment", "--devices", "12", "--record", file)).code).toBe(0);
    const text = await readFile(a, "utf8");
    expect(await readFile(b, "utf8")).toBe(text);
    const lines = text
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as RecordingLine);
    expect(lines.at(-1)).toEqual({ at: "2026-03-10T00:45:00.000Z", tick: true });
    expect(lines.filter((line) => "action" in line).length).toBe(3);
  });

  it("records healthy hours from any instant", async () => {
    const file = join(folder, "c.ndjson");
    await run("--site", folder, "--start", "2026-07-01T00:00:00+08:00", "--for", "PT10M", "--record", file);
    const lines = (await readFile(file, "utf8")).trim().split("\n");
    expect(JSON.parse(lines.at(-1) as string)).toEqual({ at: "2026-06-30T16:10:00.000Z", tick: true });
    expect(lines.length).toBeGreaterThan(500);
  });

  it("says when a recording cannot be written", async () => {
    const { code, stderr } = await run("--site", folder, "--record", join(folder, "no", "x.ndjson"));
    expect(code).toBe(2);
    expect(stderr).toMatch(/x\.ndjson/);
  });

  it("plays live until Ctrl-C and leaves every device offline", async () => {
    const broker = await Aedes.createBroker();
    const statuses = new Map<string, string>();
    broker.on("publish", ({ topic, payload }) => {
      if (topic.endsWith("/status")) statuses.set(topic, payload.toString());
    });
    const server = createServer(broker.handle);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const url = `mqtt://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const child = spawn(process.execPath, [
      program,
      "--site",
      folder,
      "--broker",
      url,
      "--devices",
      "10",
      "--speed",
      "30",
    ]);
    let output = "";
    child.stdout.on("data", (chunk: Buffer) => {
      output += chunk.toString();
    });
    while (![...statuses.values()].includes("online")) await new Promise((resolve) => setTimeout(resolve, 20));
    child.kill("SIGINT");
    const code = await new Promise((resolve) => child.once("exit", resolve));
    expect(code).toBe(0);
    expect(output).toMatch(/devices live at mqtt:/);
    expect(new Set(statuses.values())).toEqual(new Set(["offline"]));
    await new Promise<void>((resolve) => broker.close(resolve));
    await new Promise((resolve) => server.close(resolve));
  });
});
