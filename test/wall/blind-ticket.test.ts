// What the wall says of blind areas in a real browser: who is to blame, the way to the plan, a fault that is gone, and the code at a check-in.

import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { area } from "../../devices/area.ts";
import { ok } from "../../src/model/result.ts";
import { text } from "../../src/model/text.ts";
import type { Action } from "../../src/model/ticket.ts";
import { memoryGateway } from "../api/memory-view.ts";
import { type OpenGateway, openGateway, start } from "../api/open-gateway.ts";
import { device, faultOf, ticketOf } from "../api/samples.ts";
import { hasChromium } from "./open-wall.ts";

const minute = 60_000;
const rounds = { every: 30 * minute, dueAt: start + 20 * minute, visits: 0, missed: 0 };

/** The north gate is blind: its camera has lost its video, its lamp is out, and the switch of another camera is down. */
function blindGateway() {
  const gateway = memoryGateway(
    [
      device("C1", "camera", "east", "Gate camera", "大门摄像机"),
      device("C2", "camera", "east", "Yard camera", "院内摄像机"),
      device("L1", "streetlight", "east", "Gate lamp", "大门路灯"),
    ],
    () => start,
  );
  const blind = faultOf("north-gate", "area", "blindSpot", start - minute, {
    severity: "critical",
    sla: "security",
    detail: { because: "C1,C2,L1" },
  });
  const videoLoss = faultOf("C1", "camera", "videoLoss", start - 2 * minute);
  const out = faultOf("L1", "streetlight", "lampOut", start - 2 * minute);
  const down = faultOf("sw-1", "link", "down", start - 3 * minute);
  const silent = faultOf("C2", "camera", "offline", start - 3 * minute);
  gateway.faults.push(blind, videoLoss, out, down, silent);
  for (const ticket of [
    ticketOf(1, blind, { source: "coverage", rounds, title: text("North gate: Blind spot", "北门：监控盲区") }),
    ticketOf(2, videoLoss),
    ticketOf(3, down),
    ticketOf(4, silent, { parent: "T-000003" }),
    ticketOf(5, faultOf("C1", "camera", "blocked", start - 9 * minute), { present: false, state: "accepted" }),
    ticketOf(6, faultOf("C2", "camera", "blocked", start - 9 * minute), { present: false, state: "restored" }),
  ])
    gateway.tickets.set(ticket.id, ticket);
  const acted: Action[] = [];
  const { site } = gateway.view;
  const named = { id: "north-gate", name: text("North gate", "北门"), zone: "east" };
  const drawn = { ...named, drawn: { level: "ground" } } as unknown as (typeof site.coverage.areas)[number];
  const view = {
    ...gateway.view,
    site: {
      ...site,
      coverage: { ...site.coverage, areas: [drawn] },
      definitions: { ...site.definitions, area },
      links: [{ id: "sw-1", name: text("Gate switch", "大门交换机") }] as unknown as typeof site.links,
    },
    act: async (action: Action) => {
      acted.push(action);
      return ok(gateway.tickets.get(action.ticket ?? "") as NonNullable<ReturnType<typeof gateway.tickets.get>>);
    },
  };
  return { gateway: { ...gateway, view }, acted };
}

describe.runIf(hasChromium)("blind areas on the wall (apt-get install chromium)", { timeout: 60_000 }, () => {
  const { gateway, acted } = blindGateway();
  let open: OpenGateway;
  let browser: Browser;
  beforeAll(async () => {
    open = await openGateway(gateway, { labelKey: Buffer.alloc(32, 7) });
    browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });
  });
  afterAll(async () => {
    await browser?.close();
    await open?.[Symbol.asyncDispose]();
  });
  const visit = async (hash: string, language: "en" | "zh" = "en", width = 1920, height = 1080): Promise<Page> => {
    const context = await browser.newContext({ viewport: { width, height } });
    const page = await context.newPage();
    await page.goto(open.loginLink);
    await page.evaluate(() => localStorage.setItem("anju.by", "zhao"));
    await page.goto(`${open.base}/?lang=${language}${hash}`);
    return page;
  };
  const lines = (page: Page, of: string) =>
    page.locator(`[data-${of}]`).evaluateAll((all) => all.map((one) => one.textContent));

  it("names who is to blame with what is wrong and their tickets, and leads to the plan", async () => {
    const page = await visit("#/tickets/T-000001");
    await page.locator(".blind").waitFor();
    expect(await lines(page, "blamed")).toEqual([
      "C1 Gate cameraVideo lostT-000002T-000005",
      "C2 Yard cameraOfflineT-000004T-000006",
      expect.stringMatching(/^L1 Gate lamp\S/),
    ]);
    const plan = page.locator(".blind > a.link");
    expect([await plan.getAttribute("href"), await plan.textContent()]).toEqual([
      "#/plan/ground",
      "Show on the floor plan",
    ]);
    await page.locator('[data-blamed="C1"] a').first().click();
    await page.locator('[data-blinds="north-gate"]').waitFor();
    expect(await lines(page, "blinds")).toEqual(["North gateT-000001Show on the floor plan"]);
    await page.context().close();
  });

  it("says on the ticket of a link which areas it blinds through what hangs on it, and nothing on another", async () => {
    const page = await visit("#/tickets/T-000003", "zh");
    await page.locator('[data-blinds="north-gate"]').waitFor();
    expect(await lines(page, "blinds")).toEqual(["北门T-000001在平面图上查看"]);
    await page.context().close();
  });

  it("says in the list and on the ticket that a fault is gone and awaits a person, until it is restored", async () => {
    const page = await visit("#/");
    await page.locator("[data-ticket=T-000005]").waitFor();
    expect(await page.locator("[data-ticket=T-000005] .gone").textContent()).toBe("Fault gone, awaits a person");
    expect(await page.locator(".rows .gone").count()).toBe(1);
    await page.goto(`${open.base}/?lang=zh#/tickets/T-000005`);
    await page.locator(".tags .gone").waitFor();
    expect(await page.locator(".tags .gone").textContent()).toBe("故障已消失，待人工确认");
    await page.context().close();
  });

  it("asks for the code on the area's label at a check-in, and does without", async () => {
    const page = await visit("#/tickets/T-000001", "en", 390, 844);
    for (const code of ["", "north-gate-ABCDEFGHIJ"]) {
      await page.locator('[data-act="check-in"]').click();
      await page.fill("[name=code]", code);
      expect(await page.locator("label:has([name=code]) span").textContent()).toBe(
        "Code on the area's label (if at hand)",
      );
      await page.locator('[data-send="check-in"]').click();
      await page.locator(`.answer[data-ok=${code === "" ? "yes" : "no"}]`).waitFor();
    }
    expect(acted).toEqual([{ do: "check-in", ticket: "T-000001", by: "zhao", version: 1 }]);
    expect(await page.locator(".answer").textContent()).toContain("check in without a code");
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
    await page.context().close();
  });
});
