// The outbox on disk: each notice once, in order, until it is delivered or given up.

import { describe, expect, it } from "vitest";
import { openStore } from "../../src/store/open-store.ts";
import { notice } from "./samples.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const day = 24 * 3_600_000;

describe("the outbox", () => {
  const ids = (folder: string, channel: string, now: number, limit = 10) => {
    using store = openStore(folder);
    return store.outbox.due(channel, now, limit).map(({ notice: { id }, attempts }) => `${id} ${attempts}`);
  };

  it("takes an id once, even one that was delivered long ago", () => {
    using folder = temporaryFolder();
    using store = openStore(folder.path);
    store.outbox.add(notice("a"));
    store.outbox.add(notice("a", "other", 5));
    expect(store.outbox.waiting()).toEqual({ robot: 1 });
    store.outbox.delivered("a", 2000);
    store.outbox.add(notice("a"));
    expect(store.outbox.waiting()).toEqual({});
    expect(ids(folder.path, "robot", 9999)).toEqual([]);
  });

  it("gives what is due, oldest first, per channel, at most so many", () => {
    using folder = temporaryFolder();
    using store = openStore(folder.path);
    for (const [id, at] of [
      ["c", 3000],
      ["a", 1000],
      ["b", 1000],
      ["later", 9000],
    ] as const)
      store.outbox.add(notice(id, "robot", at));
    store.outbox.add(notice("mail", "email", 1000));
    expect(ids(folder.path, "robot", 3000)).toEqual(["a 0", "b 0", "c 0"]);
    expect(ids(folder.path, "robot", 2999)).toEqual(["a 0", "b 0"]);
    expect(ids(folder.path, "robot", 3000, 1)).toEqual(["a 0"]);
    expect(ids(folder.path, "email", 3000)).toEqual(["mail 0"]);
    expect(store.outbox.waiting()).toEqual({ robot: 4, email: 1 });
    expect(store.outbox.due("robot", 1000, 1)[0]?.notice).toEqual(notice("a"));
  });

  it("waits before it tries again, counts the attempts, and keeps its place in the order", () => {
    using folder = temporaryFolder();
    using store = openStore(folder.path);
    store.outbox.add(notice("a", "robot", 1000));
    store.outbox.add(notice("b", "robot", 2000));
    store.outbox.retryAt("a", 5000, "x".repeat(5000));
    expect(ids(folder.path, "robot", 4999)).toEqual(["b 0"]);
    expect(ids(folder.path, "robot", 5000)).toEqual(["a 1", "b 0"]);
    store.outbox.retryAt("a", 6000, "again");
    expect(ids(folder.path, "robot", 6000)).toEqual(["a 2", "b 0"]);
  });

  it("lets go of what was delivered or given up, for good", () => {
    using folder = temporaryFolder();
    using store = openStore(folder.path);
    for (const id of ["a", "b", "c"]) store.outbox.add(notice(id));
    store.outbox.delivered("a", 2000);
    store.outbox.gaveUp("b", 2000, "refused");
    store.outbox.retryAt("a", 0, "too late");
    store.outbox.delivered("b", 3000);
    expect(ids(folder.path, "robot", 9e9)).toEqual(["c 0"]);
    expect(store.outbox.waiting()).toEqual({ robot: 1 });
  });

  it("is the same after a restart; the daily sweep forgets what is done, never what waits", () => {
    using folder = temporaryFolder();
    {
      using store = openStore(folder.path);
      for (const id of ["done", "tried", "new"]) store.outbox.add(notice(id));
      store.outbox.delivered("done", 2000);
      store.outbox.retryAt("tried", 3000, "unreachable");
    }
    expect(ids(folder.path, "robot", 3000)).toEqual(["tried 1", "new 0"]);
    using store = openStore(folder.path);
    store.housekeep(2000 + 90 * day);
    store.outbox.add(notice("done"));
    expect(store.outbox.waiting()).toEqual({ robot: 2 });
    store.housekeep(2001 + 90 * day);
    store.outbox.add(notice("done"));
    expect(store.outbox.waiting()).toEqual({ robot: 3 });
  });
});
