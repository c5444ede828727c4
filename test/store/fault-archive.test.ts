// Looking back at the faults that checkpoints wrote, while the thread goes on writing.

import { describe, expect, it } from "vitest";
import { openFaultArchive } from "../../src/store/fault-archive.ts";
import { openStateThread } from "../../src/store/open-state-thread.ts";
import { openStateWriter } from "../../src/store/write-state.ts";
import { fault } from "./samples.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const mark = { position: 1, at: 1000, listeningSince: 500 };
const over = fault("E1", { since: 1000, openedAt: 2000, clearedAt: 5000 });
const late = fault("E2", { since: 3000, openedAt: 9000, clearedAt: 9500 });
const open = fault("E3", { fault: "notLevel", since: 4000, openedAt: 4000 });
const assets = (faults: readonly { readonly asset: string }[]): string[] => faults.map(({ asset }) => asset);

function written() {
  const folder = temporaryFolder();
  using writer = openStateWriter(folder.path);
  writer.add({ faults: [over, late, open] });
  writer.commit(mark);
  return folder;
}

describe("the fault archive", () => {
  it("gives those that stood at an instant, from the first bad reading to the end", () => {
    using folder = written();
    using archive = openFaultArchive(folder.path);
    expect(archive.at(999)).toEqual([]);
    expect(archive.at(1000)).toEqual([over]);
    expect(assets(archive.at(4999))).toEqual(["E1", "E3", "E2"]);
    expect(assets(archive.at(5000))).toEqual(["E3", "E2"]);
    expect(assets(archive.at(9500))).toEqual(["E3"]);
  });

  it("gives those that overlap a time, oldest opened first, and only of the names asked for", () => {
    using folder = written();
    using archive = openFaultArchive(folder.path);
    expect(assets(archive.between(5000, 9000))).toEqual(["E3", "E2"]);
    expect(assets(archive.between(0, 1000))).toEqual([]);
    expect(assets(archive.between(0, 1001))).toEqual(["E1"]);
    expect(assets(archive.between(0, 10_000, ["notLevel"]))).toEqual(["E3"]);
    expect(archive.between(0, 10_000, [])).toEqual([]);
  });

  it("sees what the thread writes meanwhile", async () => {
    using folder = written();
    using archive = openFaultArchive(folder.path);
    expect(assets(archive.at(20_000))).toEqual(["E3"]);
    await using thread = openStateThread(folder.path, (error) => {
      throw error;
    });
    thread.add({ faults: [{ ...open, clearedAt: 15_000 }, fault("E4", { since: 16_000, openedAt: 16_000 })] });
    await thread.commit({ ...mark, position: 2 });
    expect(assets(archive.at(20_000))).toEqual(["E4"]);
  });

  it("names the file where there is none", () => {
    using folder = temporaryFolder();
    expect(() => openFaultArchive(folder.path)).toThrow(/state\.db/);
  });
});
