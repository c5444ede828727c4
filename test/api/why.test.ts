// GET /api/v1/tickets/{id}/why: what the desk explains, as the wire carries it.

import { describe, expect, it } from "vitest";
import { text } from "../../src/model/text.ts";
import { openGateway, smallGateway, start } from "./open-gateway.ts";

describe("why", () => {
  it("gives each clock's answer and steps, instants as ISO, machine fields left out", async () => {
    const gateway = smallGateway();
    const explained = {
      milestone: "respond",
      dueAt: start,
      text: text("Due.", "时限。"),
      steps: [
        { type: "limit", at: null, text: text("For response.", "响应。") },
        { type: "start", at: start, text: text("Its time began.", "开始计时。"), dueAt: start },
      ],
    } as const;
    const view = {
      ...gateway.view,
      why: (id: string) => (gateway.tickets.has(id) ? [explained] : undefined),
    };
    await using open = await openGateway(gateway, { view });
    const answer = await open.get("/api/v1/tickets/T-000002/why");
    expect([answer.status, answer.json]).toEqual([
      200,
      {
        ticket: "T-000002",
        clocks: [
          {
            milestone: "respond",
            text: { en: "Due.", zh: "时限。" },
            steps: [
              { at: null, text: { en: "For response.", zh: "响应。" } },
              { at: "2026-03-01T00:00:00Z", text: { en: "Its time began.", zh: "开始计时。" } },
            ],
          },
        ],
      },
    ]);
    const missing = await open.get("/api/v1/tickets/T-000099/why");
    expect([missing.status, missing.json.code]).toEqual([404, "unknown-ticket"]);
    expect((await open.get("/api/v1/tickets/T-000002/why", {})).status).toBe(401);
  });

  it("says that it cannot where the gateway cannot explain", async () => {
    await using open = await openGateway();
    const answer = await open.get("/api/v1/tickets/T-000002/why");
    expect([answer.status, answer.json.code]).toEqual([501, "not-available"]);
  });
});
