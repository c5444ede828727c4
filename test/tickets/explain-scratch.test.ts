import { it } from "vitest";
import { explainTicket } from "../../src/tickets/explain-clock.ts";
import type { TicketEvent, TicketHeader } from "../../src/model/ticket.ts";
import { siteOf } from "./timeline.ts";
const at = (s: string) => Date.parse(`${s}+08:00`);
it("x", async () => {
  const site = await siteOf(["E1","G1"], `
peak: [ "07:00-09:00" ]
sla:
  ordinary: { restore: PT20H, calendar: working }
`);
  const header = (o: string, more: Partial<TicketHeader> = {}): TicketHeader => ({ id: "T-000001", site: "demo", zone: "east", asset: "G1", kind: "gate", fault: "readerFault", ref: null, severity: "minor", sla: "ordinary", source: "telemetry", owner: "chen", since: at(o), openedAt: at(o), title: { en: "x", zh: "x" }, latched: false, ...more });
  const show = (h: TicketHeader, events: TicketEvent[]) => {
    for (const c of explainTicket(site, { header: h, events, fault: null, parent: null })) {
      console.log([`== ${c.milestone} ${c.text.en}`, c.text.zh, ...c.steps.flatMap((s) => [`  ${s.type}: ${s.text.en}`, `      ${s.text.zh}`])].join("\n"));
    }
  };
  show(header("2026-09-30T08:00"), [
    { at: at("2026-09-30T08:00"), type: "opened", by: "system" },
    { at: at("2026-09-30T08:10"), type: "accepted", by: "zhao" },
    { at: at("2026-09-30T16:00"), type: "paused", by: "zhao", reason: "parts" },
    { at: at("2026-10-08T11:00"), type: "resumed", by: "zhao" },
    { at: at("2026-10-08T12:00"), type: "breached", by: "system", milestone: "close", dueAt: at("2026-10-08T12:00")},
  ]);
  show(header("2026-12-30T08:00", { source: "report", reporter: { resident: true }, sla: "default" , kind: null, asset: null, fault: null}), [
    { at: at("2026-12-30T08:00"), type: "opened", by: "system" },
    { at: at("2026-12-30T08:05"), type: "reclassified", by: "chen", now: { sla: "small" } },
    { at: at("2026-12-30T08:20"), type: "restored", by: "zhao" },
    { at: at("2026-12-30T09:20"), type: "reopened", by: "chen" },
    { at: at("2026-12-31T09:20"), type: "restored", by: "zhao" },
  ]);
});
