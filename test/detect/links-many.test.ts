// A thousand devices under one link, lost at once: linear, and one fault.

import { describe, expect, it } from "vitest";
import { createDetector } from "../../src/detect/create-detector.ts";
import { createLinkWatch } from "../../src/detect/link-watch.ts";
import { watchDevices } from "../../src/detect/watched.ts";
import type { FaultEvent } from "../../src/model/fault.ts";
import { type Heard, linksSay, start, switchWith } from "./link-play.ts";
import { minute, second } from "./play.ts";

describe("a thousand devices on one switch, lost and back at once", () => {
  it("cost each no more than a hundred do", async () => {
    const costOf = async (count: number) => {
      const site = await switchWith(count);
      let cost = 0;
      const counted = <T extends object>(list: T): T =>
        new Proxy(list, {
          get(target, key, receiver) {
            cost += 1;
            return Reflect.get(target, key, receiver);
          },
        });
      const watched = watchDevices(site, start, new Map());
      for (const one of watched) one.lastHeardAt = start;
      const opened: FaultEvent[] = [];
      let due = Number.POSITIVE_INFINITY;
      const wakeAt = (_link: number, at: number) => {
        cost += 1;
        due = at;
      };
      const emit = (event: FaultEvent) => void opened.push(event);
      const setting = { site, watched: counted(watched), listeningSince: start, resumedAt: start, wakeAt, emit };
      const links = createLinkWatch(setting, {});
      const silent = start + 90 * second;
      for (const { index } of watched) links.lost(index, silent, silent);
      expect(due).toBe(silent);
      links.wake(0, silent);
      for (const { index } of watched) links.heard(index, silent + minute);
      expect(opened.map(({ type }) => type)).toEqual(["opened", "recovering", "cleared"]);
      return cost / count;
    };
    expect(await costOf(1000)).toBeLessThanOrEqual(await costOf(100));
  });
  it("are one fault of the link, known before the first ticket is due", async () => {
    const site = await switchWith(1000);
    const detector = createDetector(site, start);
    const reportedWithin = site.devices.map(({ id }, index): Heard => [(index % 30) + 1, id]);
    expect(linksSay(site, reportedWithin, 91 + 30, detector)).toEqual(["91 sw opened"]);
    const back = site.devices.map(({ id }, index): Heard => [200 + (index % 30), id]);
    expect(linksSay(site, back, 260, detector)).toEqual(["200 sw recovering", "200 sw cleared"]);
  });
});
