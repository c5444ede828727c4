// The wall in a real browser: what it shows, how it counts, what it does when the gateway is gone.

import { existsSync } from "node:fs";
import type { Browser, Page } from "playwright-core";
import { chromium } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { OpenGateway } from "../api/open-gateway.ts";
import { openGateway, smallGateway, token } from "../api/open-gateway.ts";

const executablePath = "/usr/bin/chromium";
const runs = existsSync(executablePath) || process.env.CI === "true";
const args = [
  "--no-sandbox",
  "--disable-gpu",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

describe.runIf(runs)("the wall in Chromium (apt-get install chromium)", () => {
  let browser: Browser;
  let open: OpenGateway;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath, args });
    open = await openGateway(smallGateway(Date.now));
  });
  afterAll(async () => {
    await browser?.close();
    await open?.[Symbol.asyncDispose]();
  });

  /** A fresh browser profile at the wall; anything the page complains of lands in `complaints`. */
  const visit = async (address: string, width = 1920, height = 1080): Promise<{ page: Page; complaints: string[] }> => {
    const context = await browser.newContext({ viewport: { width, height } });
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on("pageerror", (error) => complaints.push(String(error)));
    page.on("console", (said) => {
      // This gateway has no silences: that the wall bears it is part of what is shown here.
      const isOptional = /\/api\/v1\/(silences|tickets\/[^/]+\/(advice|why))/.test(said.location().url);
      if (said.type() === "error" && !isOptional) complaints.push(said.text());
    });
    await page.goto(address);
    return { page, complaints };
  };

  it("shows counts, tickets, faults and devices, in the site's language first, without a complaint", async () => {
    const { page, complaints } = await visit(open.loginLink);
    await page.locator('[data-ticket="T-000002"]').waitFor();
    expect(await page.locator("h1").textContent()).toBe("锦绣花园");
    const first = await page.locator("#tickets li").first().textContent();
    for (const word of ["电梯困人", "1号楼电梯", "东片区", "紧急", "待受理", "无人接单"]) expect(first).toContain(word);
    expect(await page.locator('[data-key="open"] b').textContent()).toBe("2");
    expect(await page.locator("#faults li").count()).toBe(1);
    expect(await page.locator("#faults li a").getAttribute("href")).toBe("#/tickets/T-000002");
    expect(await page.locator('[data-device="C1"]').getAttribute("aria-label")).toBe("C1 北门摄像机: 在线");
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it("counts down, and up once overdue", async () => {
    const { page } = await visit(open.loginLink);
    const running = page.locator('[data-ticket="T-000002"] .countdown b');
    const before = (await running.textContent()) ?? "";
    await page.waitForFunction(
      (was) => document.querySelector('[data-ticket="T-000002"] .countdown b')?.textContent !== was,
      before,
    );
    const seconds = (words: string): number => {
      const [, minutes = "0", rest = "0"] = /^(?:(\d+) 分 )?(\d+) 秒$/.exec(words) ?? [];
      return Number(minutes) * 60 + Number(rest);
    };
    expect(seconds((await running.textContent()) ?? "")).toBeLessThan(seconds(before));
    const overdue = page.locator('[data-ticket="T-000003"] .countdown');
    expect(await overdue.getAttribute("data-urgency")).toBe("overdue");
    expect(await overdue.locator("b").textContent()).toMatch(/^\+/);
    await page.context().close();
  });

  it("switches the language and remembers it; ?lang= wins", async () => {
    const { page } = await visit(open.loginLink);
    await page.locator("#tickets li").first().waitFor();
    await page.locator("#language").click();
    expect(await page.locator("h1").textContent()).toBe("Jinxiu Garden");
    await page.reload();
    await page.locator("#tickets li").first().waitFor();
    expect(await page.locator("#tickets h2").textContent()).toBe("Open tickets 2");
    expect(await page.locator("html").getAttribute("lang")).toBe("en");
    await page.goto(`${open.base}/?lang=zh`);
    await page.locator("#tickets li").first().waitFor();
    expect(await page.locator("#tickets h2").textContent()).toBe("未完成工单 2");
    await page.context().close();
  });

  it("comes back to the ticket a link named after the login, and says when the token was wrong", async () => {
    const { page } = await visit(`${open.base}/#/tickets/T-000001`, 390, 844);
    await page.fill("#token", "wrong");
    await page.click("button");
    await page.locator(".failed").waitFor({ state: "visible" });
    await page.fill("#token", token);
    await page.click("button");
    await page.locator("#ticket h2").waitFor();
    expect(await page.locator("#ticket .tags").textContent()).toContain("T-000001");
    expect(await page.locator("#ticket .tags").textContent()).toContain("已闭环");
    await page.goto(`${open.base}/#/tickets/T-000404`);
    await page.getByText("没有这张工单。").waitFor();
    await page.context().close();
  });

  it("lets a person accept on a phone, and says what the gateway refuses", async () => {
    await using own = await openGateway(smallGateway(Date.now));
    const { page } = await visit(own.loginLink, 390, 844);
    await page.locator('[data-ticket="T-000002"] a').click();
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
    await page.click('[data-act="accept"]');
    await page.getByText("请先选择操作人。").waitFor();
    await page.selectOption("#ticket .acts select[name=by]", "zhao");
    await page.fill("#ticket textarea", "马上到");
    await page.click('[data-act="restore"]');
    await page.click('[data-send="restore"]');
    await page.getByText("工单当前状态不允许此操作。").waitFor();
    await page.click('[data-act="accept"]');
    await page.locator('[data-ticket="T-000002"][data-state="accepted"]').waitFor({ state: "attached" });
    expect(own.gateway.tickets.get("T-000002")).toMatchObject({ state: "accepted", assignee: "zhao" });
    expect(await page.locator("#ticket .log li").first().textContent()).toContain("马上到");
    expect(await page.locator('[data-act="accept"]').count()).toBe(0);
    await page.context().close();
  });

  it("announces a new critical ticket to screen readers, and shows data as text whatever it contains", async () => {
    await using own = await openGateway(smallGateway(Date.now));
    const { page, complaints } = await visit(own.loginLink);
    await page.locator("#tickets li").first().waitFor();
    const [, critical] = own.gateway.view.tickets();
    if (!critical) throw new Error("no critical ticket");
    const evil = "<img src=x onerror=alert(1)>";
    own.gateway.put({ ...critical, id: "T-000009", fault: null, title: { en: evil, zh: evil } });
    await page.locator('[data-ticket="T-000009"]').waitFor();
    expect(await page.locator("#announcer").textContent()).toContain(evil);
    expect(await page.locator("#tickets img").count()).toBe(0);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it("keeps its picture and says loudly that it is old when the gateway is gone, and recovers by itself", async () => {
    const own = await openGateway(smallGateway(Date.now));
    const { page } = await visit(own.loginLink);
    await page.locator("#tickets li").first().waitFor();
    await own[Symbol.asyncDispose]();
    await page.locator("#banner").waitFor({ state: "visible", timeout: 30_000 });
    expect(await page.locator("#banner").textContent()).toMatch(/^数据已过期 1\d 秒/);
    expect(await page.locator("#tickets li").count()).toBe(2);
    await using back = await openGateway(own.gateway, { port: own.port });
    const [, , third] = back.gateway.view.tickets();
    if (third) back.gateway.tickets.set(third.id, { ...third, state: "closed" });
    await expect.poll(() => page.locator("#tickets li").count(), { timeout: 20_000 }).toBe(1);
    expect(await page.locator("#line").textContent()).toBe("实时");
    // The gateway is back, but its devices are not: that is said, too, until one is heard.
    await page.getByText("收不到任何设备数据").waitFor();
    const [camera] = back.gateway.view.devices();
    if (camera) back.gateway.devices.set("C1", { ...camera, lastHeardAt: Date.now() });
    await page.locator("#banner").waitFor({ state: "hidden" });
    await page.context().close();
  });
});
