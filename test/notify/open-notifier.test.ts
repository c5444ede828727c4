import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { ChannelConfig } from "../../src/model/site.ts";
import { openNotifier } from "../../src/notify/open-notifier.ts";
import { demoSite, monday10, noticeOf } from "./demo-site.ts";
import { type DiskOutbox, openDiskOutbox } from "./disk-outbox.ts";
import { openReceiver } from "./receiver.ts";

let folder: string;
let outbox: DiskOutbox;
let clock: number;
let lines: string[];
let published: string[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "anju-notify-"));
  outbox = openDiskOutbox(join(folder, "outbox.db"));
  clock = monday10;
  lines = [];
  published = [];
});
afterEach(() => {
  outbox.close();
  rmSync(folder, { recursive: true });
});

const hook = (url: string, id = "hook"): ChannelConfig => ({ id, type: "webhook", url, secret: "hidden-secret" });
const wecom = (baseUrl: string): ChannelConfig => ({ id: "group", type: "wecom", key: "hidden-key", baseUrl });
const dingtalk = (baseUrl: string): ChannelConfig => ({ id: "ding", type: "dingtalk", token: "hidden-token", baseUrl });
const line = (level: string) => (fields: object, message: string) =>
  void lines.push(`${level} ${message} ${JSON.stringify(fields)}`);
const open = (...channels: readonly ChannelConfig[]) =>
  openNotifier({
    site: demoSite(channels),
    outbox,
    publish: (_topic, payload) => void published.push(payload),
    log: { info: line("info"), warn: line("warn"), error: line("error") },
    now: () => clock,
  });
const add = (channel: string, from: number, to: number) => {
  for (let number = from; number <= to; number++) outbox.add(noticeOf(channel, number));
};
const ids = (calls: readonly { body: string }[]) => calls.map(({ body }) => JSON.parse(body).id as string);
/** The tickets each message names, once per message. */
const tickets = (bodies: readonly string[]) => bodies.flatMap((body) => [...new Set(body.match(/T-\d{6}/g))]);
const okRobot = () => ({ body: { errcode: 0, errmsg: "ok" } });

describe("openNotifier", () => {
  it("delivers to each channel once, and marks it", async () => {
    await using receiver = await openReceiver(() => ({}));
    await using notifier = open(hook(receiver.url));
    add("hook", 1, 3);
    add("gateway-notices", 1, 1);
    await notifier.flush(5_000);
    await notifier.flush(5_000);
    expect(ids(receiver.calls)).toEqual(["T-000001:0:hook", "T-000002:0:hook", "T-000003:0:hook"]);
    expect(published.length).toBe(1);
    expect(outbox.waiting()).toEqual({});
    expect(notifier.state()).toEqual({ hook: { failing: false }, "gateway-notices": { failing: false } });
  });

  it("a failing channel holds up no other, says so, and works again", async () => {
    let up = false;
    await using bad = await openReceiver(() => ({ status: up ? 200 : 500 }));
    await using good = await openReceiver(() => ({}));
    await using notifier = open(hook(bad.url, "bad"), hook(good.url, "good"));
    add("bad", 1, 1);
    add("good", 1, 2);
    await notifier.flush(5_000);
    expect(ids(good.calls).length).toBe(2);
    expect(notifier.state().bad).toEqual({ failing: true, error: "the server answered HTTP 500", since: monday10 });
    up = true;
    clock += 1_000;
    await notifier.flush(5_000);
    expect(notifier.state().bad).toEqual({ failing: false });
    expect(ids(bad.calls)).toEqual(["T-000001:0:bad", "T-000001:0:bad"]);
    expect(lines.map((text) => text.split(" {")[0])).toEqual(["warn channel fails", "info channel works again"]);
  });

  it("backs off: 1 s, 2 s, 4 s … 10 min, each shortened by half at most", async () => {
    await using receiver = await openReceiver(() => ({ status: 500 }));
    await using notifier = open(hook(receiver.url));
    add("hook", 1, 1);
    for (let attempt = 0; attempt < 13; attempt++) {
      await notifier.flush(5_000);
      const { attempts, due } = outbox.row("T-000001:0:hook");
      const longest = Math.min(600_000, 1_000 * 2 ** attempt);
      expect(attempts).toBe(attempt + 1);
      expect(due - clock).toBeGreaterThanOrEqual(longest / 2 - 1);
      expect(due - clock).toBeLessThanOrEqual(longest + 1);
      clock += longest;
    }
  });

  it("gives up what failed for a day, but tries at least once", async () => {
    await using receiver = await openReceiver(() => ({ status: 500 }));
    add("hook", 1, 1);
    clock += 90_000_000;
    await using notifier = open(hook(receiver.url));
    await notifier.flush(5_000);
    expect(receiver.calls.length).toBe(1);
    expect(outbox.row("T-000001:0:hook").state).toBe("gaveUp");
    expect(lines.some((text) => text.startsWith("error notice given up") && text.includes("T-000001"))).toBe(true);
  });

  it("a refusal for good is not tried again", async () => {
    await using receiver = await openReceiver(() => ({ body: { errcode: 93000, errmsg: "no such hidden-key" } }));
    await using notifier = open(wecom(receiver.url));
    add("group", 1, 1);
    await notifier.flush(5_000);
    clock += 3_600_000;
    await notifier.flush(5_000);
    expect(receiver.calls.length).toBe(1);
    expect(outbox.row("T-000001:0:group").state).toBe("gaveUp");
    expect(notifier.state().group?.failing).toBe(true);
    expect(lines.join()).not.toContain("hidden");
    expect(outbox.row("T-000001:0:group").error).not.toContain("hidden");
  });

  it("DingTalk's silence is waited out without a single probe, then everything is told", async () => {
    let fast = true;
    await using receiver = await openReceiver(() =>
      fast ? { body: { errcode: 130101, errmsg: "too fast" } } : okRobot(),
    );
    await using notifier = open(dingtalk(receiver.url));
    add("ding", 1, 3);
    await notifier.flush(5_000);
    for (let minute = 1; minute < 10; minute++) {
      clock += 60_000;
      add("ding", 3 + minute, 3 + minute);
      await notifier.flush(5_000);
    }
    expect(receiver.calls.length).toBe(1);
    fast = false;
    clock += 60_000;
    await notifier.flush(5_000);
    expect(new Set(tickets(receiver.calls.slice(1).map(({ body }) => body))).size).toBe(12);
    expect(outbox.waiting()).toEqual({});
  });

  it("a flood becomes digests: within the limit, and no alarm is swallowed", async () => {
    await using receiver = await openReceiver(okRobot);
    for (let number = 1; number <= 200; number++)
      outbox.add(noticeOf("group", number, {}, { severity: number === 150 ? "critical" : "minor" }));
    await using notifier = open(wecom(receiver.url));
    await notifier.flush(10_000);
    const bodies = receiver.calls.map(({ body }) => body);
    expect(bodies.length).toBeLessThanOrEqual(20);
    expect(bodies[0]).toMatch(/【紧急】合并通知 \d+ 条\\n.*?T-000150/);
    for (const body of bodies) expect(Buffer.byteLength(JSON.parse(body).text.content)).toBeLessThanOrEqual(2048);
    const told = tickets(bodies);
    expect(told.length).toBe(new Set(told).size);
    expect(new Set(told).size).toBe(200);
    expect(outbox.waiting()).toEqual({});
  });

  it("the limit of a minute holds over many looks, and the rest goes out in the next", async () => {
    await using receiver = await openReceiver(okRobot);
    await using notifier = open(wecom(receiver.url));
    for (let number = 1; number <= 40; number++) {
      add("group", number, number);
      await notifier.flush(5_000);
    }
    expect(receiver.calls.length).toBe(20);
    expect(outbox.waiting()).toEqual({ group: 20 });
    clock += 61_000;
    await notifier.flush(5_000);
    expect(outbox.waiting()).toEqual({});
    expect(new Set(tickets(receiver.calls.map(({ body }) => body))).size).toBe(40);
  });

  it("a digest that fails leaves all of its notices waiting", async () => {
    await using receiver = await openReceiver(() => ({ body: { errcode: 45009, errmsg: "freq" } }));
    add("group", 1, 30);
    await using notifier = open(wecom(receiver.url));
    await notifier.flush(5_000);
    expect(receiver.calls.length).toBe(1);
    expect(outbox.waiting()).toEqual({ group: 30 });
  });

  it("restart: nothing lost, nothing twice", async () => {
    let up = false;
    await using receiver = await openReceiver((_call, count) => ({ status: up || count <= 2 ? 200 : 503 }));
    add("hook", 1, 5);
    {
      await using first = open(hook(receiver.url));
      await first.flush(5_000);
    }
    const before = ids(receiver.calls).slice(0, 2);
    outbox.close();
    outbox = openDiskOutbox(join(folder, "outbox.db"));
    up = true;
    clock += 60_000;
    const from = receiver.calls.length;
    await using second = open(hook(receiver.url));
    add("hook", 1, 5);
    await second.flush(5_000);
    const delivered = [...before, ...ids(receiver.calls).slice(from)];
    expect(delivered.toSorted()).toEqual([1, 2, 3, 4, 5].map((number) => `T-00000${number}:0:hook`));
    expect(outbox.waiting()).toEqual({});
  });

  it("closing waits for the answer under way and writes it down", async () => {
    const gate = Promise.withResolvers<void>();
    await using receiver = await openReceiver(async () => {
      await gate.promise;
      return {};
    });
    const notifier = open(hook(receiver.url));
    add("hook", 1, 2);
    notifier.nudge();
    await vi.waitFor(() => expect(receiver.calls.length).toBe(1), 5_000);
    const closed = notifier[Symbol.asyncDispose]();
    gate.resolve();
    await closed;
    expect(outbox.row("T-000001:0:hook").state).toBe("delivered");
    expect(outbox.row("T-000002:0:hook").state).toBe("waiting");
    expect(receiver.calls.length).toBe(1);
  });

  it("finds what was added without a nudge", async () => {
    await using receiver = await openReceiver(() => ({}));
    await using notifier = open(hook(receiver.url));
    await notifier.flush(5_000);
    add("hook", 1, 1);
    await vi.waitFor(() => expect(receiver.calls.length).toBe(1), 10_000);
  });

  it("gives up the notices of a channel that the site no longer has", async () => {
    add("gone", 1, 2);
    await using _notifier = open();
    expect(outbox.waiting()).toEqual({});
    expect(lines.length).toBe(1);
    expect(lines[0]).toContain('no channel \\"gone\\"');
  });

  it("an outbox that cannot be written: said once a second, and the message is not sent again", async () => {
    await using receiver = await openReceiver(() => ({}));
    let broken = true;
    const flaky: DiskOutbox = {
      ...outbox,
      delivered: (id, at) => {
        if (broken) throw new Error("disk is full");
        outbox.delivered(id, at);
      },
    };
    add("hook", 1, 1);
    const log = { info: line("info"), warn: line("warn"), error: line("error") };
    await using notifier = openNotifier({
      site: demoSite([hook(receiver.url)]),
      outbox: flaky,
      publish: () => {},
      log,
      now: () => clock,
    });
    await notifier.flush(5_000);
    await notifier.flush(5_000);
    broken = false;
    await notifier.flush(5_000);
    expect(receiver.calls.length).toBe(1);
    expect(outbox.waiting()).toEqual({});
    expect(lines.some((text) => text.includes("disk is full"))).toBe(true);
  });
});
