// Faults of the past out of two memories, and when the gateway was listening: over stops, crashes, and folders of a version that did not say.

import { describe, expect, it } from "vitest";
import { createFaultList } from "../../src/live/create-fault-list.ts";
import { createRuns } from "../../src/live/create-runs.ts";
import { createPastFaults } from "../../src/live/past-faults.ts";
import { openFaultArchive } from "../../src/store/fault-archive.ts";
import { openStateWriter } from "../../src/store/write-state.ts";
import { fault } from "../store/samples.ts";
import { temporaryFolder } from "../store/temporary-folder.ts";

describe("past faults", () => {
  it("are those on disk, but as memory knows them", () => {
    using folder = temporaryFolder();
    const wasOpen = fault("E1");
    const wasCleared = fault("E2", { clearedAt: 5000 });
    const old = fault("E3", { clearedAt: 4000 });
    {
      using writer = openStateWriter(folder.path);
      writer.add({ faults: [wasOpen, wasCleared, old] });
      writer.commit({ position: 1, at: 1000, listeningSince: 500 });
    }
    using archive = openFaultArchive(folder.path);
    const list = createFaultList([]);
    const past = createPastFaults(archive, list);
    const at = (instant: number, names?: readonly string[]) => past.at(instant, names).map(({ asset }) => asset);
    expect(at(3000)).toEqual(["E1", "E2", "E3"]);
    expect(at(8000)).toEqual(["E1"]);
    list.put({ ...wasOpen, clearedAt: 7000 });
    list.put(wasCleared);
    list.put({ ...wasCleared, clearedAt: null });
    list.put(fault("E4", { since: 7500, openedAt: 7600 }));
    expect(at(8000)).toEqual(["E2", "E4"]);
    expect(at(6999)).toEqual(["E1", "E2"]);
    expect(at(3000)).toEqual(["E1", "E2", "E3"]);
    expect(at(8000, ["other"])).toEqual([]);
    expect(past.between(3500, 7550).map(({ asset }) => asset)).toEqual(["E1", "E2", "E3", "E4"]);
  });
});

describe("runs", () => {
  const mark = { position: 9, at: 5000, listeningSince: 1000 };
  it("begin with the first start, and go on with each", () => {
    const first = createRuns(undefined, null);
    first.begin(1000);
    expect(first.memory(3000)).toEqual({ firstAt: 1000, runs: [{ since: 1000, until: 3000 }] });
    const second = createRuns(first.memory(5000), mark);
    second.begin(8000);
    expect(second.memory(9000)).toEqual({
      firstAt: 1000,
      runs: [
        { since: 1000, until: 5000 },
        { since: 8000, until: 9000 },
      ],
    });
  });
  it("that ended in a crash lasted to the last record of the journal", () => {
    const runs = createRuns({ firstAt: 1000, runs: [{ since: 1000, until: 5000 }] }, mark);
    runs.lived(6000, false);
    runs.lived(7000, true);
    runs.lived(7500, false);
    expect(runs.memory(9000).runs).toEqual([
      { since: 1000, until: 6000 },
      { since: 7000, until: 7500 },
    ]);
    runs.begin(9000);
    expect(runs.memory(9500).runs.at(-1)).toEqual({ since: 9000, until: 9500 });
  });
  it("of a folder that did not keep them: the checkpoint knows the last", () => {
    expect(createRuns(undefined, mark).memory(6000)).toEqual({ firstAt: 1000, runs: [{ since: 1000, until: 5000 }] });
  });
  it("are forgotten after 400 days, the first start never", () => {
    const day = 24 * 3_600_000;
    const runs = createRuns(
      {
        firstAt: 0,
        runs: [
          { since: 0, until: day },
          { since: 2 * day, until: 3 * day },
        ],
      },
      null,
    );
    runs.begin(402 * day);
    expect(runs.memory(402.5 * day)).toEqual({
      firstAt: 0,
      runs: [
        { since: 2 * day, until: 3 * day },
        { since: 402 * day, until: 402.5 * day },
      ],
    });
  });
});
