// Chromium at the wall of a running gateway, for tests: fresh profiles, acting as one of the staff.

import { existsSync } from "node:fs";
import type { Browser, Page } from "playwright-core";
import { chromium } from "playwright-core";
import { expect } from "vitest";
import type { TicketEventType } from "../../src/model/ticket.ts";
import type { TicketJson } from "../../src/model/ticket-json.ts";
import type { LiveGateway } from "../live/live-gateway.ts";
import { eventually, openLiveGateway } from "../live/live-gateway.ts";
import { siteFrom, smallSite } from "../support/test-site.ts";

const executablePath = "/usr/bin/chromium";
const args = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"];

/** Chromium is installed, or must be. */
export const hasChromium = existsSync(executablePath) || process.env.CI === "true";

const companies = `
companies:
  - { id: liftco, name: { zh: 维保公司, en: Lift Care }, dutyPhone: "13800000099", skills: [elevator] }
`;

type View = { readonly language?: "en" | "zh"; readonly width?: number; readonly height?: number };

export type OpenWall = AsyncDisposable & {
  readonly gateway: LiveGateway;
  /** A fresh browser at an address of the wall; @param by whom it remembers as acting, "" for nobody. */
  readonly visit: (hash: string, by?: string, view?: View) => Promise<Page>;
  readonly address: (hash: string, language?: "en" | "zh") => string;
  readonly ticket: (id: string) => Promise<TicketJson>;
  /** A report of a broken bench. */
  readonly report: (more?: object) => Promise<TicketJson>;
  /** Until the log holds an event of this type. */
  readonly logged: (id: string, type: TicketEventType) => Promise<TicketJson>;
};

export async function openWall(site: string = smallSite): Promise<OpenWall> {
  const browser: Browser = await chromium.launch({ executablePath, args });
  const gateway = await openLiveGateway(await siteFrom(site + companies));
  const base = `http://127.0.0.1:${gateway.live().httpPort}`;
  const address: OpenWall["address"] = (hash, language = "en") => `${base}/?lang=${language}${hash}`;
  const ticket = (id: string): Promise<TicketJson> => gateway.get(`/api/v1/tickets/${id}`);
  return {
    gateway,
    address,
    ticket,
    async visit(hash, by = "chen", { language = "en", width = 1920, height = 1080 } = {}) {
      const context = await browser.newContext({ viewport: { width, height } });
      const page = await context.newPage();
      await page.goto(gateway.live().loginLink());
      await page.evaluate((person) => localStorage.setItem("anju.by", person), by);
      await page.goto(address(hash, language));
      return page;
    },
    report: (more = {}) =>
      gateway.post("/api/v1/tickets", {
        zone: "east",
        text: "The bench is broken",
        by: "chen",
        sla: "ordinary",
        ...more,
      }),
    async logged(id, type) {
      const found = await eventually(
        () => ticket(id),
        ({ events }) => events.some((event) => event.type === type),
      );
      expect(found.events.map((event) => event.type)).toContain(type);
      return found;
    },
    async [Symbol.asyncDispose]() {
      await browser.close();
      await gateway[Symbol.asyncDispose]();
    },
  };
}

/** Opens an act's fields, lets the test fill them, and sends. */
export async function doAct(
  page: Page,
  act: string,
  fill: () => Promise<unknown> = async () => undefined,
): Promise<void> {
  await page.locator(`[data-act="${act}"]`).click();
  await page.locator(`[data-send="${act}"]`).waitFor();
  await fill();
  await page.locator(`[data-send="${act}"]`).click();
}

/** From now on the page hears nothing of what changes but through the answers to its own acts. */
export const holdBackChanges = (page: Page): Promise<void> =>
  page.routeWebSocket(/stream/, (browserSide) => {
    browserSide.connectToServer().onMessage((message) => {
      if (!String(message).startsWith('{"type":"changes"')) browserSide.send(message);
    });
  });
