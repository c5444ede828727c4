// The acts of a ticket from the wall, in a real browser against the running gateway: what is pressed stands in the log.

import { existsSync } from "node:fs";
import mqtt from "mqtt";
import type { Browser, Page } from "playwright-core";
import { chromium } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { TicketJson } from "../../src/model/ticket-json.ts";
import type { LiveGateway } from "../live/live-gateway.ts";
import { eventually, openLiveGateway } from "../live/live-gateway.ts";
import { siteFrom, smallSite } from "../support/test-site.ts";

const executablePath = "/usr/bin/chromium";
const runs = existsSync(executablePath) || process.env.CI === "true";
const args = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"];

const companies = `
companies:
  - { id: liftco, name: { zh: 维保公司, en: Lift Care }, dutyPhone: "13800000099", skills: [elevator] }
`;

describe.runIf(runs)("the desk on the wall in Chromium (apt-get install chromium)", { timeout: 60_000 }, () => {
  let browser: Browser;
  let open: LiveGateway;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath, args });
    open = await openLiveGateway(await siteFrom(smallSite + companies));
  });
  afterAll(async () => {
    await browser?.close();
    await open?.[Symbol.asyncDispose]();
  });

  /** A fresh browser at an address of the wall, acting as one of the staff. */
  const visit = async (hash: string, by = "chen", width = 1920, height = 1080): Promise<Page> => {
    const context = await browser.newContext({ viewport: { width, height } });
    const page = await context.newPage();
    await page.goto(open.live().loginLink());
    await page.evaluate((person) => localStorage.setItem("anju.by", person), by);
    await page.goto(`http://127.0.0.1:${open.live().httpPort}/?lang=en${hash}`);
    return page;
  };
  const ticket = (id: string): Promise<TicketJson> => open.get(`/api/v1/tickets/${id}`);
  const report = (more: object = {}): Promise<TicketJson> =>
    open.post("/api/v1/tickets", { zone: "east", text: "The bench is broken", by: "chen", sla: "ordinary", ...more });
  /** Until the log ends with an event of this type. */
  const logged = async (id: string, type: string): Promise<TicketJson> => {
    const ended = ({ events }: TicketJson): boolean => events.some((event) => event.type === type);
    const found = await eventually(() => ticket(id), ended, 10_000);
    expect(found.events.map((event) => event.type)).toContain(type);
    return found;
  };
  /** Opens an act's fields, lets the test fill them, and sends. */
  const doAct = async (
    page: Page,
    act: string,
    fill: () => Promise<unknown> = async () => undefined,
  ): Promise<void> => {
    await page.locator(`[data-act="${act}"]`).click();
    await page.locator(`[data-send="${act}"]`).waitFor();
    await fill();
    await page.locator(`[data-send="${act}"]`).click();
  };

  it("takes a resident's report through dispatch, arrival, pause, repair, closing and call back", async () => {
    const page = await visit("#/report");
    await page.fill("[name=text]", "Water on the stairs");
    await page.selectOption("[name=zone]", "east");
    await page.selectOption("[name=sla]", "ordinary");
    await page.check("[name=resident]");
    await page.fill("[name=name]", "Mr Gu");
    await page.fill("[name=phone]", "13900000000");
    await page.click("#sheet [type=submit]");
    await page.locator("#sheet .answer a").click();
    await page.locator("#ticket h2").waitFor();
    const id = /T-\d+/.exec(page.url())?.[0] ?? "";
    expect(await ticket(id)).toMatchObject({ sla: "ordinary", source: "report", zone: "east", resident: true });

    await doAct(page, "dispatch", () => page.selectOption("[name=to]", "qian"));
    expect(await logged(id, "dispatched")).toMatchObject({ assignee: "qian" });
    await doAct(page, "arrive");
    await logged(id, "arrived");
    await doAct(page, "pause", () => page.selectOption("[name=reason]", "parts"));
    expect(await logged(id, "paused")).toMatchObject({ paused: true });
    await page.locator(".tags .paused").waitFor();
    expect(await page.locator(".tags .paused").textContent()).toBe("paused: waiting for parts");
    await page.locator('[data-act="resume"]').click();
    expect(await logged(id, "resumed")).toMatchObject({ paused: false });
    await page.locator('[data-act="pause"]').waitFor();
    await doAct(page, "restore");
    await logged(id, "restored");
    await page.locator('[data-act="close"]').waitFor();
    await doAct(page, "close", async () => {
      await page.locator('[data-send="close"]').click();
      await page.getByText("Choose the cause first.").waitFor();
      await page.selectOption("[name=cause]", "replaced");
      await page.selectOption("[name=remedy]", "replaced");
      await page.fill("[name=cost]", "12.5");
      await page.fill("[name=part]", "valve");
      await page.fill("[name=count]", "2");
    });
    const closed = await logged(id, "closed");
    expect(closed.events.find(({ type }) => type === "closed")).toMatchObject({
      cause: "replaced",
      remedy: "replaced",
      cost: 12.5,
      parts: [{ name: "valve", count: 2 }],
    });
    await page.locator('[data-act="call-back"]').waitFor();
    await doAct(page, "call-back", async () => {
      await page.selectOption("[name=rating]", "5");
      await page.selectOption("[name=result]", "resolved");
    });
    const called = await logged(id, "calledBack");
    expect(called.events.at(-1)).toMatchObject({ type: "calledBack", by: "chen", rating: 5 });
    await page.locator('[data-event="calledBack"]').waitFor();
    expect(await page.locator(".log").textContent()).toContain("★★★★★");
    expect(await page.locator(".log").textContent()).toContain("valve × 2");
    expect(await page.locator('[data-holder="qian"]').count()).toBe(1);
    await page.context().close();
  });

  it("reclassifies, merges and cancels", async () => {
    const [first, second, third] = [await report(), await report(), await report()];
    const page = await visit(`#/tickets/${first.id}`);
    await doAct(page, "reclassify", async () => {
      await page.selectOption("[name=sla]", "small");
      await page.selectOption("[name=severity]", "major");
    });
    expect(await logged(first.id, "reclassified")).toMatchObject({ sla: "small", severity: "major" });
    await page.goto(`http://127.0.0.1:${open.live().httpPort}/?lang=en#/tickets/${second.id}`);
    await doAct(page, "merge", () => page.fill("[name=merge-to]", first.id));
    expect(await logged(second.id, "merged")).toMatchObject({ state: "cancelled" });
    await page.locator(`dd a[href="#/tickets/${first.id}"]`).waitFor();
    await page.goto(`http://127.0.0.1:${open.live().httpPort}/?lang=en#/tickets/${third.id}`);
    await doAct(page, "cancel", () => page.selectOption("[name=reason]", "false-alarm"));
    await logged(third.id, "cancelled");
    await page.locator('[data-event="cancelled"]').getByText("false alarm").waitFor();
    await page.context().close();
  });

  it("tells who was first when two act at once", async () => {
    const { id } = await report();
    const page = await visit(`#/tickets/${id}`, "qian");
    await page.locator('[data-act="accept"]').waitFor();
    // No change reaches the page from here on, so that it still holds the old version.
    await page.routeWebSocket(/stream/, (browserSide) => {
      browserSide.connectToServer().onMessage((message) => {
        if (!String(message).startsWith('{"type":"changes"')) browserSide.send(message);
      });
    });
    await page.reload();
    await page.locator('[data-act="accept"]').waitFor();
    await open.post(`/api/v1/tickets/${id}/accept`, { by: "zhao" });
    await page.locator('[data-act="accept"]').click();
    const answer = page.locator("#ticket .acts .answer");
    await answer.getByText("was first").waitFor();
    expect(await answer.textContent()).toMatch(/was first: accepted/);
    expect(await ticket(id)).toMatchObject({ assignee: "zhao" });
    await page.context().close();
  });

  it("puts a picture to a ticket, from a phone", async () => {
    const { id } = await report();
    const page = await visit(`#/tickets/${id}`, "zhao", 390, 844);
    await page.locator('[data-act="attach"]').click();
    const png = Buffer.from(
      "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
      "base64",
    );
    await page.setInputFiles("[name=file]", { name: "bench.png", mimeType: "image/png", buffer: png });
    await page.locator('[data-send="attach"]').click();
    const { events } = await logged(id, "commented");
    expect(events.at(-1)?.attachment).toMatchObject({ name: "bench.png", type: "image/png", size: png.length });
    await page.locator(".log a").getByText("bench.png").waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
    await page.context().close();
  });

  it("explains a deadline when asked why, and lists the silences in force", async () => {
    const { id } = await report();
    await open.post("/api/v1/silences", {
      kind: "maintenance",
      scope: { zones: ["east"], kinds: ["streetlight"] },
      for: "PT1H",
      reason: "new lamps",
      by: "chen",
    });
    const page = await visit(`#/tickets/${id}`);
    await page.locator('[data-why="respond"]').click();
    await page.locator('[data-why-box="respond"] li').first().waitFor();
    await page.locator('[data-why="respond"]').click();
    expect(await page.locator(".why-box").count()).toBe(0);
    expect(await page.locator("#silences").textContent()).toBe("Silences 1");
    await page.keyboard.press("Escape");
    await page.locator("#silences").click();
    expect(await page.locator("[data-silence]").textContent()).toContain("new lamps");
    await page.context().close();
  });

  it("shows the entrapment card above all else, ticks the first actions for everyone, and ends it", async () => {
    const client = await mqtt.connectAsync(open.mqtt());
    const tell = (point: object) =>
      client.publishAsync("facility/demo/elevator/E1/telemetry", JSON.stringify(point), { qos: 1 });
    const page = await visit("#/");
    await page.locator("#tickets h2").waitFor();
    await tell({ mode: "normal", alarmButton: true, occupied: true, load: 142, floor: 7 });
    const card = page.locator("#entrapment .entrapment");
    await card.waitFor();
    await card.getByText("load 142 kg").waitFor();
    expect(await card.textContent()).toContain("NOBODY YET");
    expect(await card.locator(".elapsed b").textContent()).toMatch(/^\d\d:\d\d$/);
    const id = (await card.getAttribute("data-card")) ?? "";
    await card.locator('[data-contact="company"]').waitFor();
    await card.locator('[data-step="0"]').click();
    await card.locator('[data-step="0"][aria-checked="true"]').waitFor();
    const other = await visit("#/", "wang");
    await other.locator('#entrapment [data-step="0"][aria-checked="true"]').waitFor();
    expect((await ticket(id)).events.at(-1)?.note).toMatch(/^✓ .+ · .+/);
    await other.locator('[data-card-act="released"]').click();
    await other.locator("#entrapment .answer").getByText("still reports the fault").waitFor();
    await other.locator('[data-card-act="accept"]').click();
    await card.locator('[data-card-act="accept"]').waitFor({ state: "detached" });
    expect(await ticket(id)).toMatchObject({ state: "accepted", assignee: "wang" });
    await open.post(`/api/v1/tickets/${id}/restore`, { by: "sun", override: true, outcome: "test", note: "end" });
    await page.locator("#entrapment").waitFor({ state: "hidden" });
    await client.endAsync();
    await page.context().close();
    await other.context().close();
  });
});
