import { describe, expect, it } from "vitest";
import type { ChannelConfig, Route, Site } from "../../src/model/site.ts";
import type { Ticket, TicketEventType } from "../../src/model/ticket.ts";
import { routeChange } from "../../src/notify/route-change.ts";
import { demoSite, event, monday10, routeOf, ticketOf } from "./demo-site.ts";

const hook: ChannelConfig = { id: "hook", type: "webhook", url: "http://127.0.0.1/", secret: "s" };
const group: ChannelConfig = { id: "group", type: "wecom", key: "k", baseUrl: "http://127.0.0.1" };
const tell = (site: Site, ticket: Ticket, index = ticket.events.length - 1) =>
  routeChange(site, { ticket, event: ticket.events[index] ?? null }, monday10);
const routed = (routes: readonly Partial<Route>[], ticket: Partial<Ticket> = {}) =>
  tell(demoSite([hook, group], routes.map(routeOf)), ticketOf(ticket)).map(({ channel, to }) => [channel, to]);

describe("which events are told", () => {
  const reasonOf = (types: readonly TicketEventType[], more: Partial<Ticket> = {}) =>
    tell(
      demoSite([], [routeOf({ channels: ["gateway-notices"] })]),
      ticketOf({ events: types.map((type) => event(type)), ...more }),
    )[0]?.reason;

  it.each([
    [["opened"], "opened"],
    [["opened", "dispatched"], "dispatched"],
    [["opened", "breached"], "breached"],
    [["opened", "restored"], "restored"],
    [["opened", "restored", "closed"], "closed"],
    [["opened", "restored", "reopened"], "reopened"],
    [["opened", "accepted"], undefined],
    [["opened", "escalated"], undefined],
    [["opened", "commented"], undefined],
  ] as const)("%j: %s", (types, reason) => {
    expect(reasonOf(types)).toBe(reason);
  });

  it("verified is told as restored when it restores", () => {
    expect(reasonOf(["opened", "accepted", "verified"], { state: "restored" })).toBe("restored");
  });
  it("verified of a ticket that stays open tells nothing", () => {
    expect(reasonOf(["opened", "verified"], { state: "open" })).toBe(undefined);
  });
  it("verified after a person's restore only confirms", () => {
    expect(reasonOf(["opened", "restored", "verified"], { state: "restored" })).toBe(undefined);
  });
  it("but counts anew after a reopening", () => {
    expect(reasonOf(["opened", "restored", "reopened", "verified"], { state: "restored" })).toBe("restored");
  });
  it("a change without an event tells nothing", () => {
    expect(routeChange(demoSite([hook]), { ticket: ticketOf(), event: null }, monday10)).toEqual([]);
  });
});

describe("routes", () => {
  it("the first match wins", () => {
    expect(routed([{ kinds: ["pump"], channels: ["hook"] }, { channels: ["group"] }, { channels: ["hook"] }])).toEqual([
      ["group", []],
    ]);
  });
  it("goes on while a route says so, and merges the recipients of one channel", () => {
    expect(
      routed([
        { channels: ["group"], to: ["guard"], continue: true },
        { channels: ["group", "hook"], to: ["guard", "manager"] },
        { channels: ["hook"], to: ["steward"] },
      ]),
    ).toEqual([
      ["group", ["li", "wu"]],
      ["hook", ["li", "wu"]],
    ]);
  });
  it.each([
    [{ severity: ["minor"] }, false],
    [{ severity: ["critical"], kinds: ["elevator"], zones: ["east"], faults: ["entrapment"], on: ["opened"] }, true],
    [{ zones: ["west"] }, false],
    [{ faults: ["doorFault"] }, false],
    [{ on: ["closed"] }, false],
  ] satisfies [Partial<Route>, boolean][])("%j matches: %s", (conditions, matches) => {
    expect(routed([{ ...conditions, channels: ["hook"] }]).length).toBe(matches ? 1 : 0);
  });
  it("a report without a kind matches no route that asks for kinds", () => {
    expect(routed([{ kinds: ["elevator"], channels: ["hook"] }], { kind: null })).toEqual([]);
  });
  it("a channel that does not exist is left out", () => {
    expect(routed([{ channels: ["gone", "hook"] }])).toEqual([["hook", []]]);
  });
  it("without channels: all of them", () => {
    expect(routed([{}]).map(([channel]) => channel)).toEqual(["hook", "group", "gateway-notices"]);
  });
});

describe("recipients", () => {
  it.each([
    [["technician"], {}, ["zhao", "qian"]],
    [["technician"], { assignee: "qian" }, ["qian"]],
    [["technician"], { assignee: "liftco" }, ["zhao", "qian"]],
    [["guard", "steward"], {}, ["li", "wang"]],
    [["guard", "technician"], { zone: "west" }, []],
    [["operator"], {}, ["chen", "sun"]],
    [["supervisor", "manager"], {}, ["zhou", "wu"]],
    [["wang", "zhao", "wang"], {}, ["wang", "zhao"]],
    [["nobody", "constructor", "liftco"], {}, []],
  ] as const)("%j of %j: %j", (to, ticket, expected) => {
    expect(routed([{ channels: ["hook"], to }], ticket)).toEqual([["hook", expected]]);
  });
  it("operator is who is on duty", () => {
    const rota = [{ days: [1], window: { from: 480, to: 1200 }, staff: ["sun"] }];
    const site = demoSite([hook], [routeOf({ channels: ["hook"], to: ["operator"] })], { rota });
    expect(tell(site, ticketOf())[0]?.to).toEqual(["sun"]);
  });
});

describe("ids", () => {
  it("name ticket, event and channel, and stay the same when the ticket is read back", () => {
    const site = demoSite([hook]);
    const ticket = ticketOf({
      events: [
        event("opened"),
        event("breached", monday10, { milestone: "respond" }),
        event("breached", monday10, { milestone: "arrive" }),
      ],
    });
    const copy = structuredClone(ticket);
    const again = routeChange(site, { ticket: copy, event: structuredClone(ticket.events[1] ?? null) }, monday10 + 5);
    expect(tell(site, ticket, 1).map(({ id }) => id)).toEqual(["T-000123:1:hook", "T-000123:1:gateway-notices"]);
    expect(again.map(({ id }) => id)).toEqual(["T-000123:1:hook", "T-000123:1:gateway-notices"]);
  });
});

describe("a ticket with a parent", () => {
  const child = (types: TicketEventType[], severity: Ticket["severity"]) =>
    tell(demoSite([hook]), ticketOf({ parent: "T-000001", severity, events: types.map((type) => event(type)) })).length;
  it("is silent", () => {
    expect([
      child(["opened"], "critical"),
      child(["opened", "breached"], "major"),
      child(["opened", "closed"], "critical"),
    ]).toEqual([0, 0, 0]);
  });
  it("but for the breach of a critical one", () => {
    expect(child(["opened", "breached"], "critical")).toBe(2);
  });
});

describe("a site without routes", () => {
  it("tells the stream even where nothing is configured", () => {
    expect(tell(demoSite(), ticketOf())).toEqual([
      {
        id: "T-000123:0:gateway-notices",
        at: monday10,
        ticket: "T-000123",
        reason: "opened",
        channel: "gateway-notices",
        to: ["zhao", "qian", "chen", "sun"],
        snapshot: ticketOf(),
      },
    ]);
  });
  it("tells every channel, but nothing of a dispatch", () => {
    expect(tell(demoSite([hook, group]), ticketOf()).map(({ channel }) => channel)).toEqual([
      "hook",
      "group",
      "gateway-notices",
    ]);
    expect(tell(demoSite([hook]), ticketOf({ events: [event("opened"), event("dispatched")] }))).toEqual([]);
  });
  it("tells whom the SLA row dispatches", () => {
    expect(tell(demoSite(), ticketOf({ sla: "security" }))[0]?.to).toEqual(["li", "chen", "sun"]);
  });
  it("publishes once where an MQTT channel is configured", () => {
    expect(tell(demoSite([{ id: "bus", type: "mqtt" }]), ticketOf()).map(({ channel }) => channel)).toEqual(["bus"]);
  });
});
