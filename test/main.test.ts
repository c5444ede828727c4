// The program as it is really run: TypeScript stripped by Node, one clear message and exit code 2 where it cannot start, nothing left running.

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const root = resolve(import.meta.dirname, "..");
const node = join(root, "node_modules/.bin/node");
const demo = join(root, "sites/demo");
const folder = mkdtempSync(join(tmpdir(), "anju-main-"));
const started: ChildProcess[] = [];
let count = 0;

type Ended = { readonly code: number | null; readonly out: string; readonly err: string };

function launch(args: readonly string[], env: Readonly<Record<string, string>> = {}): ChildProcess {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith("ANJU_"));
  const child = spawn(node, ["--disable-warning=ExperimentalWarning", "src/main.ts", ...args], {
    cwd: root,
    env: { ...Object.fromEntries(inherited), LANG: "en_US.UTF-8", LC_ALL: "", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  started.push(child);
  return child;
}
async function run(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ended> {
  const child = launch(args, env);
  const [out, err, [code]] = await Promise.all([
    text(child.stdout as NodeJS.ReadableStream),
    text(child.stderr as NodeJS.ReadableStream),
    once(child, "exit"),
  ]);
  return { code: code as number | null, out, err };
}
const freshData = (): string => join(folder, `data-${++count}`);
const start = (more: readonly string[] = [], data = freshData(), site = demo) =>
  run(["start", "--site", site, "--data", data, "--mqtt-port", "0", "--http-port", "0", ...more]);

async function listening(): Promise<{ readonly server: Server; readonly port: number }> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  return { server, port: (server.address() as { port: number }).port };
}

afterAll(() => {
  for (const child of started) if (child.exitCode === null && child.signalCode === null) child.kill("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
});

describe("the program", () => {
  it("checks the demo site and is content", async () => {
    const { code, err } = await run(["check", "--site", "sites/demo"]);
    expect([code, err]).toEqual([0, ""]);
  });

  it.each([
    ["LANG is English", { LANG: "en_US.UTF-8" }, /Unknown command strat\. Did you mean start\?/],
    ["LANG is Chinese", { LANG: "zh_CN.UTF-8" }, /没有命令 strat。是否想输入 start？/],
  ])("names the command that was meant: %s", async (_what, env, words) => {
    const { code, err, out } = await run(["strat"], env);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toMatch(words);
  });

  it("starts, says where, answers, and ends by SIGTERM with 0", async () => {
    const data = freshData();
    const child = launch(["start", "--site", demo, "--data", data, "--mqtt-port", "0", "--http-port", "0"]);
    const out: string[] = [];
    const ready = new Promise<string>((found) => {
      child.stdout?.setEncoding("utf8").on("data", (chunk: string) => {
        out.push(chunk);
        const line = out.join("").match(/^.*"msg":"ready".*$/m);
        if (line) found(line[0]);
      });
    });
    const line = JSON.parse(await ready) as { http: string; mqtt: string };
    expect(line.mqtt).toMatch(/^mqtt:\/\/127\.0\.0\.1:\d+$/);
    expect((await fetch(`${line.http}/healthz`)).status).toBe(200);
    child.kill("SIGTERM");
    expect(await once(child, "exit")).toEqual([0, null]);
    expect(readdirSync(data)).toContain("anju.db");
    expect(out.join("")).not.toContain("node:internal");
  });
});

describe("start refuses with exit code 2, one clear message, and nothing left running:", () => {
  it("an unknown flag, and says the nearest", async () => {
    const data = freshData();
    const { code, err, out } = await start(["--htp-port", "9000"], data);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toContain("--htp-port");
    expect(err).toContain("did you mean --http-port?");
    expect(
      err
        .trim()
        .split("\n")
        .filter((each) => each.includes("htp-port")).length,
    ).toBe(1);
    expect(() => readdirSync(data)).toThrow(/ENOENT/);
  });

  it.each([
    ["--mqtt-port", "12345678"],
    ["--http-port", "eighty"],
    ["--influx", "localhost"],
    ["--broker", "http://127.0.0.1"],
  ])("%s %s", async (flag, value) => {
    const { code, err } = await start([flag, value]);
    expect(code).toBe(2);
    expect(err).toContain(flag);
  });

  it("an unknown variable's value, by the variable's name", async () => {
    const { code, err } = await run(["start", "--site", demo, "--data", freshData()], { ANJU_HTTP_PORT: "many" });
    expect(code).toBe(2);
    expect(err).toContain("ANJU_HTTP_PORT");
  });

  it.each([
    ["--http-port", "--mqtt-port"],
    ["--mqtt-port", "--http-port"],
  ])("a port in use: %s", async (taken, other) => {
    const { server, port } = await listening();
    const { port: free, server: probe } = await listening();
    probe.close();
    await once(probe, "close");
    const { code, err } = await start([taken, `${port}`, other, `${free}`]);
    expect(code).toBe(2);
    expect(err).toContain(taken);
    expect(err).toContain(`${port}`);
    expect(err).not.toMatch(/^\s+at /m);
    // What was opened before it failed is closed again: the other port can be taken at once.
    const again = createServer().listen(free, "127.0.0.1");
    await once(again, "listening");
    for (const one of [again, server]) one.close();
  });

  it("a data folder that cannot be used: it lies under a file", async () => {
    const file = join(folder, "a-file");
    writeFileSync(file, "mine");
    const { code, err } = await start([], join(file, "data"));
    expect(code).toBe(2);
    expect(err).toContain(join(file, "data"));
    expect(err).toContain("--data");
    expect(err).not.toMatch(/^\s+at /m);
    expect(readFileSync(file, "utf8")).toBe("mine");
  });

  it("a certificate that is not there, rather than plain text that looks encrypted", async () => {
    const { code, err } = await start(["--tls-cert", "cert.pem", "--tls-key", "key.pem"], freshData());
    expect(code).toBe(2);
    expect(err).toContain("--tls-cert");
  });

  it("a data folder where the system makes none, not even for root", async () => {
    const { code, err } = await start([], "/proc/anju");
    expect(code).toBe(2);
    expect(err).toContain("/proc/anju");
  });

  it("a data folder whose database is something else", async () => {
    const data = mkdtempSync(join(folder, "odd-"));
    writeFileSync(join(data, "anju.db"), "no database at all ".repeat(300));
    const { code, err } = await start([], data);
    expect(code).toBe(2);
    expect(err).toContain("--data");
  });

  it("a host that strangers reach, without credentials", async () => {
    const data = freshData();
    const { code, err } = await start(["--host", "0.0.0.0"], data);
    expect(code).toBe(2);
    expect(err).toContain("--host 0.0.0.0");
    expect(err).toContain("device add");
  });

  describe("a broken site", () => {
    const site = join(folder, "site");
    beforeAll(() => {
      cpSync(demo, site, { recursive: true });
      const file = join(site, "pumps.yaml");
      const lines = readFileSync(file, "utf8").split("\n");
      const at = lines.findIndex((line) => line.includes("kind: pump"));
      lines[at] = (lines[at] as string).replace("kind: pump", "kind: pumpe");
      writeFileSync(file, lines.join("\n"));
    });

    it("by file and line, and by start as by check", async () => {
      const line =
        readFileSync(join(site, "pumps.yaml"), "utf8")
          .split("\n")
          .findIndex((one) => one.includes("pumpe")) + 1;
      const data = freshData();
      const [begun, checked] = await Promise.all([start([], data, site), run(["check", "--site", site])]);
      expect([begun.code, checked.code]).toEqual([2, 1]);
      for (const { err } of [begun, checked]) expect(err).toMatch(new RegExp(`pumps\\.yaml:${line}:\\d+.*pumpe`));
      expect(() => readdirSync(data)).toThrow(/ENOENT/);
    });

    it("that is not there at all", async () => {
      const { code, err } = await start([], freshData(), join(folder, "nowhere"));
      expect(code).toBe(2);
      expect(err).toContain(join(folder, "nowhere"));
      expect(err).not.toMatch(/^\s+at /m);
    });
  });
});
