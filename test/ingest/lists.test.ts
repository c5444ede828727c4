// Lists and unknown points: each element counts by itself, and what the kind does not know is listed, bounded (CONTRACT 2).

import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Site } from "../../src/model/site.ts";
import { siteFrom } from "../support/test-site.ts";
import { createSender, now, reasons, type Sender, values } from "./messages.ts";

let site: Site;
let sender: Sender;
beforeAll(async () => {
  site = await siteFrom();
});
beforeEach(() => {
  sender = createSender(site);
});

describe("a list", () => {
  it("counts each element by itself and keeps only the element it refused", () => {
    const got = sender.send("C1", [{ fps: 25 }, { fps: "x" }, 7, {}, { fps: 24, luma: 999 }, { ts: 1, fps: 25 }]);
    expect(values(got)).toEqual([{ fps: 25 }, { fps: 24 }]);
    expect(got.refused.map(({ reason, payload }) => [reason, payload])).toEqual([
      ["bad-point", '{"fps":"x"}'],
      ["no-points", "7"],
      ["no-points", "{}"],
      ["bad-point", '{"fps":24,"luma":999}'],
      ["ancient", '{"ts":1,"fps":25}'],
    ]);
  });

  it("does not multiply a large one by its elements", () => {
    const got = sender.sendText("C1", `[${Array.from({ length: 100_000 }, () => "1").join(",")}]`);
    expect(got.refused.length).toBe(100_000);
    expect(got.refused.reduce((sum, { payload }) => sum + payload.length, 0)).toBe(100_000);
  });
});

describe("unknown points", () => {
  it("stay out of the reading and are listed with when they came", () => {
    const got = sender.send("C1", { fps: 25, wifi: -60, Fps: 3 });
    expect(values(got)).toEqual([{ fps: 25 }]);
    expect(reasons(got)).toEqual([]);
    sender.send("C1", { fps: 25, wifi: -61 }, now + 5000);
    expect(sender.ingest.memory("C1")?.unmapped).toEqual({ wifi: now + 5000, Fps: now });
  });

  it("are bounded in number and length", () => {
    for (let i = 0; i < 300; i += 1)
      sender.send("C1", { fps: 25, [`${"x".repeat(300)}${i}`]: 1, [`y${i}`]: 1 }, now + i);
    const names = Object.keys(sender.ingest.memory("C1")?.unmapped ?? {});
    expect(names.length).toBe(64);
    expect(Math.max(...names.map(({ length }) => length))).toBe(128);
  });

  it("may be called anything", () => {
    const got = sender.sendText(
      "C1",
      '{"__proto__":{"fps":1},"constructor":1,"toString":2,"hasOwnProperty":3,"prototype":4,"luma":100}',
    );
    expect(values(got)).toEqual([{ luma: 100 }]);
    expect(Object.keys(got.readings[0]?.values ?? {})).toEqual(["luma"]);
    const unmapped = sender.ingest.memory("C1")?.unmapped as object;
    expect(Object.getPrototypeOf(unmapped)).toBe(Object.prototype);
    expect(Object.keys(unmapped).sort()).toEqual(["constructor", "hasOwnProperty", "prototype", "toString"]);
    expect(({} as { fps?: number }).fps).toBe(undefined);
  });
});
