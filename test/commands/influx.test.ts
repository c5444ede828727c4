// `anju influx prepare` as a person runs it: what it prints, in which language, and its exit code.

import { expect, it } from "vitest";
import { freePort, needsInfluxd, openInfluxd, runInfluxd } from "../history/influxd.ts";
import { run } from "./program.ts";

it.runIf(runInfluxd)(`a dry run, the real thing, and again${needsInfluxd}`, async () => {
  await using influxd = await openInfluxd();
  const influx = ["influx", "prepare", "--influx", influxd.url];
  const dry = await run([...influx, "--dry-run"]);
  expect([dry.code, dry.err]).toEqual([0, ""]);
  expect(dry.out).toMatch(/^Dry run: nothing is changed\.\n/);
  expect(dry.out).toContain('    CREATE RETENTION POLICY "hourly" ON "anju" DURATION 1825d REPLICATION 1\n');
  const made = await run(influx);
  expect([made.code, made.err]).toEqual([0, ""]);
  expect(made.out).toContain("continuous query anju_hourly: made\n");
  const again = await run(influx, { LANG: "zh_CN.UTF-8" });
  expect([again.code, again.err]).toEqual([0, ""]);
  expect(again.out.trimEnd().split("\n")).toHaveLength(5);
  for (const line of again.out.trimEnd().split("\n")) expect(line).toMatch(/：已存在$/);
  const wrong = await run(influx, { ANJU_INFLUX_VERSION: "3" });
  expect([wrong.code, wrong.out]).toEqual([2, ""]);
  expect(wrong.err).toMatch(/says it is InfluxDB 1\.6\.7/);
});

it("says what is missing: the address, the server", async () => {
  const usage = await run(["influx", "prepare"]);
  expect([usage.code, usage.out]).toEqual([2, ""]);
  expect(usage.err).toMatch(/^Usage: .*--influx.*--dry-run/);
  const absent = await run(["influx", "prepare", "--influx", `http://127.0.0.1:${await freePort()}`], {
    LANG: "zh_CN.UTF-8",
  });
  expect([absent.code, absent.out]).toEqual([2, ""]);
  expect(absent.err).toMatch(/^没有 InfluxDB 应答.*ECONNREFUSED/);
});
