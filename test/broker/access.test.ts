// Who may say and hear what: the contract's rules as a table, and as properties over every filter of a small world.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Credential, createAccess, type Principal } from "../../src/broker/access.ts";
import { filterCovers, filtersOverlap } from "../../src/broker/topic-filter.ts";

const site = { id: "demo", topicRoot: "facility" };
const kinds: Readonly<Record<string, string>> = { C1: "camera", G1: "gate" };
const accessWith = (...known: readonly Credential[]) =>
  createAccess({
    site,
    kindOf: (device) => kinds[device],
    credentials: {
      any: () => known.length > 0,
      verify: (user, secret) => known.find(({ id }) => id === user && secret === `secret of ${user}`) ?? null,
    },
  });

const camera: Credential = { id: "C1", type: "device" };
const stranger: Credential = { id: "X9", type: "device" };
const lamps: Credential = { id: "lamps-a", type: "source", topics: ["lc/+/data"] };
const reader: Credential = { id: "wallboard", type: "reader" };
const gateway: Credential = { id: "gateway", type: "gateway" };
const anonymous: Principal = { id: "anonymous", type: "anonymous" };
const closed = accessWith(camera, lamps, reader, gateway);
const free = accessWith();

describe("publishing", () => {
  test.each([
    [camera, "facility/demo/camera/C1/telemetry", true],
    [camera, "facility/demo/camera/C1/event", true],
    [camera, "facility/demo/camera/C1/status", true],
    [camera, "facility/demo/camera/C1/nonsense", true],
    [camera, "facility/demo/camera/C1/command", false],
    [camera, "facility/demo/gate/C1/telemetry", false],
    [camera, "facility/demo/gate/G1/telemetry", false],
    [camera, "facility/demo/camera/C12/telemetry", false],
    [camera, "facility/other/camera/C1/telemetry", false],
    [camera, "facility/demo/gateway/C1/status", false],
    [camera, "facility/demo/gateway/status", false],
    [camera, "$SYS/x", false],
    [stranger, "facility/demo/camera/X9/telemetry", true],
    [stranger, "facility/demo/gateway/X9/status", false],
    [lamps, "lc/007/data", true],
    [lamps, "lc/007/other", false],
    [lamps, "facility/demo/source/lamps-a/status", true],
    [lamps, "facility/demo/camera/C1/telemetry", false],
    [{ ...lamps, topics: ["facility/demo/#"] }, "facility/demo/camera/C1/command", false],
    [{ ...lamps, topics: ["facility/demo/#"] }, "facility/demo/gateway/tickets", false],
    [reader, "facility/demo/camera/C1/telemetry", false],
    [reader, "facility/demo/gateway/tickets", false],
    [gateway, "facility/demo/camera/C1/command", true],
    [gateway, "facility/demo/gateway/tickets", true],
    [anonymous, "facility/demo/camera/C1/telemetry", false],
  ] as const)("%o on %s: %s", (principal, topic, allowed) => {
    expect(closed.mayPublish(principal, topic)).toBe(allowed);
  });

  test.each([
    ["facility/demo/camera/C1/telemetry", true],
    ["facility/demo/gate/unheard-of/event", true],
    ["facility/demo/no-such/topic", true],
    ["lc/007/data", true],
    ["facility/demo/camera/C1/command", false],
    ["facility/demo/gateway/tickets", false],
    ["facility/demo/gateway/status", false],
    ["$share/x", false],
  ])("without any credential, anonymous on %s: %s", (topic, allowed) => {
    expect(free.mayPublish(anonymous, topic)).toBe(allowed);
  });
});

describe("subscribing", () => {
  test.each([
    [camera, "facility/demo/camera/C1/command", true],
    [camera, "facility/demo/+/C1/command", true],
    [camera, "facility/demo/gate/G1/command", false],
    [camera, "facility/demo/camera/+/command", false],
    [camera, "facility/demo/camera/C1/#", false],
    [camera, "#", false],
    [lamps, "lc/+/data", false],
    [reader, "facility/demo/gateway/#", true],
    [reader, "facility/demo/gateway/tickets", true],
    [reader, "facility/demo/gateway", true],
    [reader, "facility/demo/+/tickets", false],
    [reader, "facility/demo/camera/C1/telemetry", false],
    [reader, "$share/group/facility/demo/gateway/tickets", false],
    [gateway, "facility/demo/#", true],
    [gateway, "$SYS/#", false],
    [anonymous, "facility/demo/camera/#", false],
  ] as const)("%o to %s: %s", (principal, filter, allowed) => {
    expect(closed.maySubscribe(principal, filter)).toBe(allowed);
  });

  test.each([
    ["facility/demo/camera/#", true],
    ["facility/demo/+/+/telemetry", true],
    ["facility/demo/camera/C1/command", true],
    ["facility/demo/gateway/status", true],
    ["facility/demo/gateway/tickets", false],
    ["facility/demo/+/tickets", false],
    ["facility/demo/+/+", false],
    ["facility/demo/#", false],
    ["facility/#", false],
    ["#", false],
    ["$share/g/facility/demo/camera/#", false],
    ["$SYS/#", false],
  ])("without any credential, anonymous to %s: %s", (filter, allowed) => {
    expect(free.maySubscribe(anonymous, filter)).toBe(allowed);
  });

  const filters = fc
    .tuple(
      fc.array(fc.constantFrom("facility", "demo", "gateway", "tickets", "camera", "C1", "command", "+", "$share"), {
        maxLength: 6,
      }),
      fc.boolean(),
    )
    .map(([levels, open]) => [...levels, ...(open || levels.length === 0 ? ["#"] : [])].join("/"));

  test("no filter lets anybody but a reader hear a stream of the gateway", () => {
    const streams = ["tickets", "faults", "blind-spots", "notices"].map((name) => `facility/demo/gateway/${name}`);
    fc.assert(
      fc.property(filters, fc.constantFrom(camera, lamps, stranger), (filter, principal) => {
        const hears = streams.some((stream) => filtersOverlap(filter, stream));
        expect(hears && (closed.maySubscribe(principal, filter) || free.maySubscribe(anonymous, filter))).toBe(false);
      }),
      { numRuns: 3000 },
    );
  });

  test("a device hears nothing but its own commands, a reader nothing but the streams", () => {
    fc.assert(
      fc.property(filters, (filter) => {
        if (closed.maySubscribe(camera, filter)) expect(filterCovers("facility/demo/+/C1/command", filter)).toBe(true);
        if (closed.maySubscribe(reader, filter)) expect(filterCovers("facility/demo/gateway/#", filter)).toBe(true);
      }),
      { numRuns: 3000 },
    );
  });
});

test("only the status of registered devices is retained", () => {
  expect(free.mayRetain(anonymous, "facility/demo/camera/C1/status")).toBe(true);
  expect(free.mayRetain(anonymous, "facility/demo/gate/C1/status")).toBe(false);
  expect(free.mayRetain(anonymous, "facility/demo/camera/X9/status")).toBe(false);
  expect(free.mayRetain(anonymous, "facility/demo/camera/C1/telemetry")).toBe(false);
  expect(closed.mayRetain(lamps, "facility/demo/source/lamps-a/status")).toBe(true);
  expect(closed.mayRetain(lamps, "lc/007/data")).toBe(false);
});

describe("entering", () => {
  const outcome = (entry: ReturnType<typeof free.identify>) =>
    "principal" in entry ? entry.principal.id : entry.refused;
  test.each([
    [free, { user: undefined, secret: undefined, loopback: true }, "anonymous"],
    [free, { user: "C1", secret: "whatever", loopback: true }, "anonymous"],
    [free, { user: undefined, secret: undefined, loopback: false }, "no-credential-defined"],
    [free, { user: "C1", secret: "whatever", loopback: false }, "no-credential-defined"],
    [closed, { user: undefined, secret: undefined, loopback: true }, "credential-missing"],
    [closed, { user: "C1", secret: undefined, loopback: true }, "credential-missing"],
    [closed, { user: "C1", secret: "wrong", loopback: true }, "credential-wrong"],
    [closed, { user: "C1", secret: "secret of C1", loopback: false }, "C1"],
    [closed, { user: "wallboard", secret: "secret of wallboard", loopback: true }, "wallboard"],
  ] as const)("case %#: %o gives %s", (access, who, expected) => {
    expect(outcome(access.identify(who as Parameters<typeof access.identify>[0]))).toBe(expected);
  });
});

test("advice names the topic that was asked and the one that is allowed, in both languages", () => {
  const advice = closed.adviseOn(camera, "publish", "facility/demo/gate/G1/event");
  for (const sentence of [advice.en, advice.zh]) {
    expect(sentence).toContain("facility/demo/gate/G1/event");
    expect(sentence).toContain("facility/demo/camera/C1/");
  }
});
