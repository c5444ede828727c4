// The measurements of CONTRACT section 9, built from the model and read back by the strict reader.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { camera } from "../../devices/camera.ts";
import { gate } from "../../devices/gate.ts";
import { createHistoryLines } from "../../src/history/create-history-lines.ts";
import { createDeviceLines } from "../../src/history/device-lines.ts";
import { faultLines } from "../../src/history/fault-lines.ts";
import { coverageLines, gatewayLines, kindLines } from "../../src/history/overview-lines.ts";
import { queueLines, type SlaGroup, slaLines, ticketLines } from "../../src/history/ticket-lines.ts";
import type { DeviceDefinition } from "../../src/model/device-definition.ts";
import type { Fault } from "../../src/model/fault.ts";
import type { Counters, DeviceView } from "../../src/model/gateway-view.ts";
import type { Device, Site } from "../../src/model/site.ts";
import type { Text } from "../../src/model/text.ts";
import type { Clock, Ticket, TicketEvent } from "../../src/model/ticket.ts";
import { strictLine } from "./strict-line.ts";

const minute = 60_000;
const now = 1_767_225_600_000;
const definitions = { camera, gate } as unknown as Record<string, DeviceDefinition>;
const site = { id: "demo", definitions } as unknown as Site;
const device = (more: Partial<Device> = {}) => ({ id: "G1", kind: "gate", zone: "east", ...more }) as Device;
const never = (reason: string) => expect.unreachable(reason);

const clock = (more: Partial<Clock> = {}): Clock => ({
  milestone: "respond",
  startedAt: now - 60 * minute,
  dueAt: now + 60 * minute,
  doneAt: null,
  breachedAt: null,
  state: "running",
  ...more,
});
const ticket = (more: Partial<Ticket> = {}): Ticket => ({
  id: "T-000001",
  site: "demo",
  zone: "east",
  asset: "E1",
  kind: "elevator",
  fault: "entrapment",
  ref: null,
  severity: "critical",
  sla: "elevator-entrapment",
  source: "telemetry",
  owner: null,
  since: now - 90 * minute,
  openedAt: now - 90 * minute,
  title: { en: "People trapped", zh: "电梯困人" },
  latched: true,
  state: "open",
  paused: false,
  present: true,
  verified: false,
  repeats: 0,
  parent: null,
  former: null,
  holders: [],
  rounds: null,
  assignee: null,
  version: 1,
  restoredAt: null,
  closedAt: null,
  cameras: [],
  clocks: [clock()],
  events: [],
  ...more,
});
const read = (lines: string[]) => {
  return lines.map(strictLine).map(({ measurement, tags, fields, time }) => ({
    measurement,
    tags: Object.fromEntries(tags),
    fields: Object.fromEntries(fields),
    time,
  }));
};

describe("a device's lines", () => {
  it("a reading is one line of its kind at the device's own time", () => {
    const lines = createDeviceLines(device({ building: "B 3\\", zone: "east" }), site, never);
    const values = { door: "open", forced: false, battery: 80 };
    expect(lines.reading({ device: "G1", at: now, time: now, ts: now - 5, values })).toEqual([
      `gate,building=B\\ 3/,device=G1,site=demo,zone=east door="open",forced=false,battery=80 ${now - 5}`,
    ]);
  });

  it("instants are ISO texts, a missing building is left out", () => {
    const lines = createDeviceLines(device({ id: "C1", kind: "camera" }), site, never);
    const [line] = read(
      lines.reading({ device: "C1", at: now, time: now, ts: now + 0.4, values: { fps: 25, oldestRecording: now } }),
    );
    expect(line).toEqual({
      measurement: "camera",
      tags: { device: "C1", site: "demo", zone: "east" },
      fields: { fps: 25, oldestRecording: "2026-01-01T00:00:00.000Z" },
      time: now,
    });
  });

  it("says what cannot be written and writes the next", () => {
    const reasons: string[] = [];
    const lines = createDeviceLines(device(), site, (reason) => reasons.push(reason));
    const reading = { device: "G1", at: now, time: now, ts: now };
    expect(lines.reading({ ...reading, values: { battery: Number.NaN } })).toEqual([]);
    expect(lines.reading({ ...reading, values: { battery: 1 } })).toHaveLength(1);
    expect(reasons).toEqual([expect.stringContaining("G1: field battery")]);
  });

  it("status and faults", () => {
    const lines = createDeviceLines(device(), site, never);
    expect(lines.status({ device: "G1", at: now, status: "offline", retained: false })).toEqual([
      `status,device=G1,kind=gate,site=demo,zone=east online=false ${now}`,
    ]);
    const tamper = gate.faults.tamper?.label as Text;
    const fault = {
      asset: "G1",
      kind: "gate",
      fault: "tamper",
      severity: "critical",
      openedAt: now + 3000,
      clearedAt: now + 9000,
    } as Fault;
    const event = (type: "opened" | "absent" | "cleared") => ({ type, at: now, knownAt: now, fault });
    expect(lines.fault(event("opened"))).toEqual([
      `fault,device=G1,fault=tamper,kind=gate,severity=critical,site=demo,zone=east active=1,faultZh="${tamper.zh}",faultEn="${tamper.en}" ${now + 3000}`,
    ]);
    expect(lines.fault(event("absent"))).toEqual([]);
    expect(read(lines.fault(event("cleared")))).toMatchObject([{ fields: { active: 0 }, time: now + 9000 }]);
    expect(read(faultLines(event("opened"), { site: "demo" }))).toMatchObject([
      { tags: { site: "demo", device: "G1" } },
    ]);
    const named = createDeviceLines(device({ name: { en: "North gate", zh: "北门" } }), site, never);
    expect(read(named.fault(event("opened")))[0]?.fields).toMatchObject({ nameZh: "北门", nameEn: "North gate" });
  });

  it("passages of one instant are kept apart, whatever comes between", () => {
    const passage = (ts: number, result: string) => ({
      device: "G1",
      at: now,
      time: ts,
      ts,
      event: "passage",
      values: { result, method: "card", direction: "in", holder: "h1" },
    });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 3 }), fc.constantFrom("granted", "denied")), { maxLength: 30 }),
        (some) => {
          const lines = createDeviceLines(device(), site, never);
          const written = some.flatMap(([late, result]) => lines.event(passage(now + late, result)));
          expect(new Set(written).size).toBe(some.length);
          for (const [index, { tags, fields, time }] of read(written).entries()) {
            expect(tags).toEqual({
              site: "demo",
              zone: "east",
              device: "G1",
              result: some[index]?.[1],
              method: "card",
              direction: "in",
            });
            expect(fields).toEqual({ count: 1 });
            expect(time).toBeLessThan(now + 4 + some.length);
          }
        },
      ),
    );
    expect(createDeviceLines(device(), site, never).event({ ...passage(now, "granted"), event: "detection" })).toEqual(
      [],
    );
  });
});

describe("the desk's lines", () => {
  it("a change of a ticket, with what it lacks left out", () => {
    const event = { at: now, type: "opened", by: "system" } as const;
    expect(read(ticketLines({ ticket: ticket(), event }, now + 1))).toEqual([
      {
        measurement: "ticket",
        tags: {
          site: "demo",
          zone: "east",
          kind: "elevator",
          device: "E1",
          fault: "entrapment",
          severity: "critical",
          sla: "elevator-entrapment",
          state: "open",
        },
        fields: { id: "T-000001", open: true, minutes: 90, assignee: "", event: "opened" },
        time: now,
      },
    ]);
    const report = ticket({ asset: null, kind: null, fault: null, state: "closed" });
    expect(read(ticketLines({ ticket: report, event: null }, now))).toMatchObject([
      { fields: { open: false }, time: now },
    ]);
    expect(ticketLines({ ticket: report, event: null }, now)[0]).not.toContain("kind=");
  });

  it("what a ticket comes to is told once in its course, with who has it", () => {
    const told = (more: readonly TicketEvent[], clocks: Partial<Clock>[] = []) => {
      const event = more.at(-1) as TicketEvent;
      const one = ticket({
        assignee: "qian",
        repeats: 1,
        events: more,
        clocks: clocks.map(clock),
        state: event.type === "closed" ? "closed" : "open",
      });
      const {
        id: _,
        open: __,
        minutes: ___,
        ...fields
      } = read(ticketLines({ ticket: one, event }, now))[0]?.fields ?? {};
      return fields;
    };
    const at = (minutes: number, type: TicketEvent["type"], more: Partial<TicketEvent> = {}): TicketEvent => ({
      at: now + minutes * minute,
      type,
      by: "qian",
      ...more,
    });
    const events = [
      at(-90, "opened"),
      at(-80, "accepted"),
      at(-75, "commented"),
      at(-70, "arrived"),
      at(-60, "verified", { goodSince: now - 65 * minute }),
      at(-50, "restored"),
      at(-40, "closed"),
    ];
    const clocks: Partial<Clock>[] = [{ state: "met" }, { state: "met" }, { state: "late" }, { state: "running" }];
    const sum = { acceptedIn: 10, restoredIn: 25, met: 2, late: 1, repeats: 1 };
    expect(events.map((_, index) => told(events.slice(0, index + 1), clocks))).toEqual([
      { assignee: "qian", event: "opened" },
      { assignee: "qian", event: "accepted", toAccept: 10 },
      { assignee: "qian", event: "commented" },
      { assignee: "qian", event: "arrived" },
      { assignee: "qian", event: "verified", toRestore: 25 },
      { assignee: "qian", event: "restored" },
      { assignee: "qian", event: "closed", ...sum },
    ]);
    // Who simply mends it has taken it, too.
    expect(told([at(-90, "opened"), at(-50, "restored")])).toMatchObject({ toAccept: 40, toRestore: 40 });
  });

  it("promises, counted by zone, row and milestone", () => {
    const states: Partial<Clock>[] = [
      {},
      { dueAt: now + 20 * minute },
      { dueAt: now - 10 * minute, state: "breached" },
      { doneAt: now - 1, state: "met" },
      { doneAt: now - 1441 * minute, state: "met" },
      { doneAt: now - 1, state: "late" },
      { state: "paused" },
      { state: "void" },
    ];
    const lines = slaLines(
      [ticket({ clocks: states.map(clock) }), ticket({ zone: "west", clocks: [clock({ state: "void" })] })],
      now,
    );
    expect(read(lines)).toEqual([
      {
        measurement: "sla",
        tags: { site: "demo", zone: "east", row: "elevator-entrapment", milestone: "respond" },
        fields: { running: 2, atRisk: 1, breached: 1, met24h: 1, late24h: 1, nearestDueMinutes: -10 },
        time: now,
      },
      {
        measurement: "sla",
        tags: { site: "demo", zone: "west", row: "elevator-entrapment", milestone: "respond" },
        fields: { running: 0, atRisk: 0, breached: 0, met24h: 0, late24h: 0 },
        time: now,
      },
    ]);
  });

  it("a row that no ticket is in any more is told as empty: its last breach does not stand for good", () => {
    const told = new Map<string, SlaGroup>();
    const broken = ticket({ clocks: [clock({ state: "breached" })] });
    slaLines([broken], now, told);
    const after = read(slaLines([{ ...broken, sla: "elevator" }], now + minute, told));
    expect(after.map(({ tags, fields }) => [tags.row, fields.breached])).toEqual([
      ["elevator-entrapment", 0],
      ["elevator", 1],
    ]);
  });

  it("the queue: fifty ranks by nearest deadline, the unused emptied", () => {
    const tickets = [
      ticket({ id: "T-000001", clocks: [clock({ dueAt: now + 30 * minute })] }),
      ticket({
        id: "T-000002",
        assignee: "zhao",
        title: { en: "a\nb", zh: "甲" },
        clocks: [clock(), clock({ dueAt: now - 5 * minute, state: "breached", milestone: "arrive" })],
      }),
      ticket({ id: "T-000003", state: "closed" }),
      ticket({ id: "T-000004", parent: "T-000001" }),
      ticket({ id: "T-000005", clocks: [clock({ state: "paused" })] }),
      ticket({ id: "T-000006", asset: null, clocks: [clock({ dueAt: now + 30 * minute })] }),
    ];
    const lines = read(queueLines("demo", tickets, now, "https://anju.example/"));
    expect(lines.map(({ tags }) => tags.rank)).toEqual(
      Array.from({ length: 50 }, (_, index) => String(index + 1).padStart(2, "0")),
    );
    expect(lines.map(({ fields }) => fields.id)).toEqual(["T-000002", "T-000001", "T-000006", ...Array(47).fill("")]);
    expect(lines[0]).toEqual({
      measurement: "queue",
      tags: { site: "demo", rank: "01" },
      fields: {
        id: "T-000002",
        zone: "east",
        titleZh: "甲",
        titleEn: "a b",
        asset: "E1",
        milestone: "arrive",
        dueMinutes: -5,
        budgetMinutes: 55,
        assignee: "zhao",
        url: "https://anju.example/#/tickets/T-000002",
      },
      time: now,
    });
    const blank = { id: "", zone: "", titleZh: "", titleEn: "", asset: "", milestone: "", assignee: "", url: "" };
    expect(lines[49]?.fields).toEqual(blank);
    expect(read(queueLines("demo", tickets, now))[0]?.fields.url).toBe("");
  });
});

describe("all of it together", () => {
  const whole = {
    ...site,
    timezone: "Asia/Shanghai",
    devices: [device()],
    links: [{ id: "sw1", zone: "north" }],
  } as unknown as Site;
  const lines = createHistoryLines(whole, "https://anju.example", never);

  it("knows the zone of devices and links, and leaves it out for the gateway", () => {
    const event = (asset: string) => ({
      type: "opened" as const,
      at: now,
      knownAt: now,
      fault: { asset, kind: "k", fault: "f", severity: "minor", openedAt: now } as Fault,
    });
    const zones = ["G1", "sw1", "gateway"].map((asset) => read(lines.fault(event(asset)))[0]?.tags.zone);
    expect(zones).toEqual(["east", "north", undefined]);
  });

  it("keeps passages apart over calls, and tells the four overviews each minute", () => {
    const passage = { device: "G1", at: now, time: now, ts: now, event: "passage", values: { result: "granted" } };
    const gate = whole.devices[0] as Device;
    expect(lines.event(gate, passage)).not.toEqual(lines.event(gate, passage));
    const counters = { received: 1, rejected: {} } as unknown as Counters;
    const view = { device: gate, online: true, faults: [] } as unknown as DeviceView;
    const told = new Set(read(lines.minute([ticket()], [view], counters, now)).map(({ measurement }) => measurement));
    expect([...told]).toEqual(["sla", "queue", "kind", "gateway"]);
  });
});

describe("lines at a glance", () => {
  it("kinds by zone: there, intact, unknown", () => {
    const view = (zone: string, online: boolean | null, faults: string[] = []) =>
      ({ device: device({ zone }), online, faults }) as unknown as DeviceView;
    const views = [
      view("east", true),
      view("east", true, ["tamper"]),
      view("east", false),
      view("east", false, ["offline"]),
      view("east", null),
      view("west", true),
    ];
    expect(kindLines("demo", views, now)).toEqual([
      `kind,kind=gate,site=demo,zone=east devices=5,online=2,intact=2,unknown=1 ${now}`,
      `kind,kind=gate,site=demo,zone=west devices=1,online=1,intact=1,unknown=0 ${now}`,
    ]);
  });

  it("coverage and the gateway's own counters", () => {
    expect(coverageLines("demo", { id: "north-gate", zone: "east", ratio: 0.975, blindArea: 3.5 }, now)).toEqual([
      `coverage,area=north-gate,site=demo,zone=east ratio=0.975,blindArea=3.5 ${now}`,
    ]);
    const counters = {
      received: 9,
      shed: 0,
      journalled: 9,
      keptMessages: 6,
      quarantinedMessages: 3,
      duplicateMessages: 0,
      waitingMessages: 2,
      kept: 6,
      repeated: 0,
      rejected: { "bad-topic": 1, "not-json": 2 },
      faultsOpened: 1,
      ticketsOpened: 1,
      waiting: 4,
      shipped: 5,
      refusedByHistory: 0,
      noticesWaiting: 0,
    };
    const fields = { received: 9, waiting: 4, rejected: 3, rejectedBadTopic: 1, rejectedNotJson: 2 };
    const place = { id: "demo", timezone: "Asia/Shanghai" };
    expect(read(gatewayLines(place, counters, now))).toMatchObject([
      {
        measurement: "gateway",
        tags: { site: "demo" },
        fields: { ...fields, timezone: "Asia/Shanghai", wall: "http://localhost:8080" },
      },
    ]);
    const [known] = read(gatewayLines({ ...place, publicUrl: "https://anju.example/" }, counters, now));
    expect(known?.fields.wall).toBe("https://anju.example");
  });
});
