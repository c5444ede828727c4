// The floor plan in a real browser against the running gateway: a camera dies, a loss is tried, the past, keyboard, fingers, a phone.

import mqtt from "mqtt";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { eventually } from "../live/live-gateway.ts";
import { smallSite } from "../support/test-site.ts";
import type { OpenWall } from "./open-wall.ts";
import { hasChromium, openWall } from "./open-wall.ts";
import { planSite } from "./plan-site.ts";

/** What the gateway knows must be on the screen within this time, ms. */
const second = 1000;

describe.runIf(hasChromium)("the floor plan in Chromium (apt-get install chromium)", { timeout: 60_000 }, () => {
  let wall: OpenWall;
  beforeAll(async () => {
    wall = await openWall(planSite(smallSite));
  });
  afterAll(() => wall?.[Symbol.asyncDispose]());

  const drawn = async (hash: string, view = {}): Promise<Page> => {
    // Nobody heard for long would put a banner above the plan while it is measured.
    await send("C2", { fps: 25 });
    const page = await wall.visit(hash, "chen", view);
    await page.locator(".plan-rows li").first().waitFor();
    return page;
  };
  const order = (page: Page): Promise<readonly (string | null)[]> =>
    page.locator(".plan-rows [data-area]").evaluateAll((all) => all.map((each) => each.getAttribute("data-area")));
  const send = async (camera: string, payload: object): Promise<void> => {
    const client = await mqtt.connectAsync(wall.gateway.mqtt());
    await client.publishAsync(`facility/demo/camera/${camera}/telemetry`, JSON.stringify(payload), { qos: 1 });
    await client.endAsync();
  };
  const isSidewaysFree = (page: Page): Promise<boolean> =>
    page.evaluate(() => document.documentElement.scrollWidth <= innerWidth);
  /** As it is once the window has followed the page's layout. */
  const viewBox = async (page: Page): Promise<readonly number[]> => {
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    return String(await page.locator(".plan-drawing").getAttribute("viewBox"))
      .split(" ")
      .map(Number);
  };

  const isWhole = async (page: Page): Promise<boolean> =>
    (await page.locator(".plan-drawing").getAttribute("data-whole")) === "yes";

  it("opens from the header and lists every area, worst first, the undrawn and the never planned too", async () => {
    const page = await wall.visit("#/");
    await page.locator("#plan-link").click();
    await page.locator('[data-view="C1"]').waitFor({ state: "attached" });
    expect(await page.locator("main").isVisible()).toBe(false);
    expect((await order(page))[0]).toBe("corner");
    expect(new Set(await order(page))).toEqual(new Set(["corner", "door", "desk", "store", "car"]));
    expect(await page.locator('[data-area="corner"]').textContent()).toContain("design blind spot");
    expect(await page.locator('[data-area="car"]').textContent()).toContain("not drawn");
    expect(await page.locator('.plan-drawing .plan-spots [data-of="corner"][data-reason="design"]').count()).toBe(1);
    expect(await page.locator(".plan-light").textContent()).toContain("always lit");
    await page.locator('[data-level="cellar"]').click();
    await page.locator('[data-view="C3"]').waitFor({ state: "attached" });
    expect(page.url()).toContain("#/plan/cellar");
    expect(await page.locator(".plan-lit circle").count()).toBe(1);
    expect(await page.locator(".plan-light").textContent()).toContain("always dark");
    await page.locator("#plan-link").click();
    await page.locator("main").waitFor();
    expect(await page.locator("#plan").isVisible()).toBe(false);
    await page.context().close();
  });

  it("loses a dying camera's view and shows who left what blind, within a second of the fault", async () => {
    const page = await drawn("#/plan/hall");
    await page.locator('[data-view="C1"]').waitFor({ state: "attached" });
    expect(await page.locator('.plan-drawing .plan-spots [data-reason="camera"]').count()).toBe(0);
    await send("C1", { fps: 25 });
    await send("C1", { fps: 0 });
    type Known = { readonly faults: readonly string[] };
    await eventually(
      async () => {
        await send("C1", { fps: 0 });
        return wall.gateway.get<Known>("/api/v1/devices/C1");
      },
      ({ faults }) => faults.includes("videoLoss"),
    );
    await page.locator('[data-view="C1"]').waitFor({ state: "detached", timeout: second });
    await page
      .locator('.plan-drawing .plan-spots [data-of="door"][data-reason="camera"]')
      .waitFor({ state: "attached", timeout: second });
    await page.locator('[data-device="C1"][data-lost="yes"]').waitFor({ state: "attached" });
    expect((await order(page))[0]).toBe("door");
    const row = page.locator('[data-area="door"]');
    expect(await row.getAttribute("data-verdict")).toBe("blind");
    expect(await row.textContent()).toMatch(/because of C1.*0 %.*promised 90 %.*20 m² blind/);
    expect(await page.locator('[data-pick="area door"]').getAttribute("aria-label")).toContain("because of C1");
    expect(await page.locator('[data-level="hall"] small').textContent()).toBe("1");
    await row.click();
    const turn = page.locator('[data-details="door"] [data-turn="C5"]');
    await turn.waitFor();
    expect(await turn.textContent()).toMatch(/^C5 Hall dome from 90° to \d+°: 20 m² more, 100 % seen$/);
    await page.locator("#plan-close").click();
    await send("C1", { fps: 25 });
    await page.locator('[data-view="C1"]').waitFor({ state: "attached", timeout: 30_000 });
    await page.locator('[data-area="door"][data-verdict="kept"]').waitFor();
    await page.context().close();
  });

  it("tries losses by click and by key, says that they are not real, and gives the way out", async () => {
    const page = await drawn("#/plan/hall");
    await page.locator('[data-device="C2"] .plan-body').click();
    const banner = page.locator('.plan-banner[data-mode="whatIf"]');
    await banner.getByText("WHAT IF: not real").waitFor();
    await page.locator('[data-loses="desk"]').waitFor();
    expect(await page.locator('[data-loses="desk"]').textContent()).toMatch(/100 % → 0 %20 m² blind/);
    expect(await page.locator('[data-view="C2"]').count()).toBe(0);
    await page.locator('[data-pick="device C1"]').focus();
    await page.keyboard.press("Enter");
    await page.locator('[data-loses="door"]').waitFor();
    expect(await page.locator("#plan-losses li").count()).toBe(2);
    // Drawn anew, it has the focus still: the next press takes it back.
    expect(await page.locator('[data-pick="device C1"]:focus').getAttribute("aria-pressed")).toBe("true");
    await page.keyboard.press(" ");
    await page.locator('[data-loses="door"]').waitFor({ state: "detached" });
    expect(await banner.textContent()).toContain("C2 Desk camera");
    await page.locator("#plan-leave").click();
    await banner.waitFor({ state: "detached" });
    await page.locator('[data-view="C2"]').waitFor({ state: "attached" });
    // Nothing of it was real.
    expect(await page.locator('[data-area="desk"]').getAttribute("data-verdict")).toBe("kept");
    await page.context().close();
  });

  it("tells light's loss from a camera's, and a car's camera's", async () => {
    const page = await drawn("#/plan/cellar");
    // It stands on the store: the first press takes the area, the second the lamp.
    const lamp = (await page.locator('[data-device="L1"] .plan-body').boundingBox()) ?? {
      x: 0,
      y: 0,
      width: 0,
      height: 0,
    };
    const press = () => page.mouse.click(lamp.x + lamp.width / 2, lamp.y + lamp.height / 2);
    await press();
    await page.locator('[data-details="store"]').waitFor();
    expect(await page.locator(".plan-banner").count()).toBe(0);
    await press();
    await page
      .locator('.plan-drawing .plan-spots [data-of="store"][data-reason="light"]')
      .waitFor({ state: "attached" });
    expect(await page.locator('[data-area="store"]').textContent()).toContain("because of L1");
    await page.locator('[data-area="car"]').click();
    await page.locator('[data-details="car"] [data-try="C4"]').last().click();
    await page.locator('[data-loses="car"]').getByText("no longer watched").waitFor();
    await page.context().close();
  });

  it("shows an area in full on its own level, with its ticket beside the plan, and leads back", async () => {
    const page = await drawn("#/plan/cellar");
    const { id } = await wall.report({ asset: "desk", text: "Nobody sees the desk" });
    await page.locator('[data-area="desk"]').click();
    const details = page.locator('[data-details="desk"]');
    await details.waitFor();
    expect(page.url()).toContain("#/plan/hall");
    expect(await page.locator('[data-pick="area desk"]').getAttribute("aria-pressed")).toBe("true");
    expect(await details.textContent()).toMatch(/125.px\/m/);
    expect(await details.locator('[data-try="C2"]').first().getAttribute("aria-label")).toContain("C2 Desk camera");
    expect(await details.textContent()).toContain("20 m² blind");
    await details.locator(`a[href="#/tickets/${id}"]`).click();
    await page.locator("#ticket .details").waitFor();
    expect(await page.locator(".plan-drawing").isVisible()).toBe(true);
    await page.keyboard.press("Escape");
    await page.waitForURL(/#\/plan\/hall$/);
    await details.waitFor();
    await page.keyboard.press("Escape");
    await details.waitFor({ state: "detached" });
    // What is told in full stands on the drawing: another level shuts it.
    await page.locator('[data-area="desk"]').click();
    await details.waitFor();
    await page.locator('[data-level="cellar"]').click();
    await details.waitFor({ state: "detached" });
    await page.keyboard.press("Escape");
    await page.locator("main").waitFor();
    expect(await page.locator("#plan").isVisible()).toBe(false);
    await page.context().close();
  });

  it("counts what carries a mark, and says of what nobody sees that nobody does", async () => {
    const page = await drawn("#/plan/hall");
    const marks = await page.locator(".plan-rows .plan-mark").allTextContents();
    const of = (mark: string): number => marks.filter((each) => each === mark).length;
    expect(marks).toEqual(["design blind spot"]);
    const told = await page.locator(".plan-side .plan-summary").textContent();
    expect(told).toContain(`design blind spots: ${of("design blind spot")}`);
    expect(told).not.toContain("at night");
    await page.locator('[data-area="corner"]').click();
    const corner = page.locator('[data-details="corner"]');
    await corner.getByText("Nobody sees it now").waitFor();
    expect(await corner.textContent()).not.toContain("No single loss");
    await page.context().close();
  });

  it("moves and zooms by wheel, drag, keys and buttons; a drag picks nothing", async () => {
    const page = await drawn("#/plan/hall");
    // It comes last, and takes room.
    await page.locator("#plan-slider").waitFor();
    const all = await viewBox(page);
    const { x = 0, y = 0, width = 0, height = 0 } = (await page.locator(".plan-drawing").boundingBox()) ?? {};
    const [middleX, middleY] = [x + width / 2, y + height / 2];
    await page.mouse.move(middleX, middleY);
    await page.mouse.wheel(0, -400);
    await expect.poll(async () => (await viewBox(page))[2]).toBeLessThan((all[2] ?? 0) / 2);
    expect(await isWhole(page)).toBe(false);
    const near = await viewBox(page);
    await page.mouse.down();
    await page.mouse.move(middleX - 120, middleY + 40, { steps: 4 });
    await page.mouse.up();
    expect((await viewBox(page))[0]).toBeGreaterThan(near[0] ?? 0);
    expect(await page.locator(".plan-area, .plan-banner").count()).toBe(0);
    await page.locator('[data-word="plan.all"]').click();
    expect(await isWhole(page)).toBe(true);
    await page.locator(".plan-drawing").focus();
    await page.keyboard.press("+");
    await page.keyboard.press("ArrowRight");
    expect((await viewBox(page))[2]).toBeLessThan(all[2] ?? 0);
    await page.keyboard.press("0");
    expect(await isWhole(page)).toBe(true);
    await page.context().close();
  });

  it("zooms between two fingers on a phone, with the list under the plan and nothing out of reach", async () => {
    const page = await drawn("#/plan/hall", { language: "zh", width: 390, height: 844 });
    await page.locator("#plan-slider").waitFor();
    expect(await isSidewaysFree(page)).toBe(true);
    const stage = await page.locator(".plan-stage").boundingBox();
    const side = await page.locator(".plan-side").boundingBox();
    expect(side?.y).toBeGreaterThan((stage?.y ?? 0) + (stage?.height ?? 0));
    expect((stage?.y ?? 0) + (stage?.height ?? 0)).toBeLessThan(844);
    expect(await page.locator("#plan").textContent()).not.toMatch(/[a-z]{5}/);
    const all = await viewBox(page);
    const fingers = await page.context().newCDPSession(page);
    await fingers.send("Emulation.setTouchEmulationEnabled", { enabled: true, maxTouchPoints: 2 });
    const touch = (type: "touchStart" | "touchMove", apart: number) =>
      fingers.send("Input.dispatchTouchEvent", {
        type,
        touchPoints: [195 - apart, 195 + apart].map((x, id) => ({ x, y: (stage?.y ?? 0) + 100, id })),
      });
    await touch("touchStart", 20);
    for (const apart of [40, 60, 80, 100]) await touch("touchMove", apart);
    await fingers.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
    expect((await viewBox(page))[2]).toBeLessThan((all[2] ?? 0) / 2);
    // One finger pulls the zoomed drawing, and the page where the whole drawing is shown.
    const pull = async (): Promise<void> => {
      for (const [type, y] of [
        ["touchStart", 120],
        ["touchMove", 90],
        ["touchMove", 60],
        ["touchMove", 30],
      ] as const)
        await fingers.send("Input.dispatchTouchEvent", { type, touchPoints: [{ x: 195, y: (stage?.y ?? 0) + y }] });
      await fingers.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
    };
    const near = await viewBox(page);
    await pull();
    expect((await viewBox(page))[1]).toBeGreaterThan(near[1] ?? 0);
    expect(await page.evaluate(() => scrollY)).toBe(0);
    await page.locator('[data-word="plan.all"]').click();
    await pull();
    await expect.poll(() => page.evaluate(() => scrollY)).toBeGreaterThan(30);
    expect(await isWhole(page)).toBe(true);
    await page.locator('[data-area="car"]').scrollIntoViewIfNeeded();
    await page.locator('[data-area="car"]').click();
    const isSeen = (): Promise<boolean> =>
      page.locator('[data-details="car"] h3').evaluate((head) => {
        const { top, bottom } = head.getBoundingClientRect();
        return top >= 0 && bottom <= innerHeight;
      });
    await expect.poll(isSeen).toBe(true);
    await page.locator('[data-area="desk"]').click();
    await page.locator('[data-details="desk"] [data-try="C2"]').first().click();
    await page.locator('.plan-banner[data-mode="whatIf"]').getByText("假设推演：非实况").waitFor();
    expect(await isSidewaysFree(page)).toBe(true);
    await page.context().close();
  });

  it("says what is missing where a site has no watched areas", async () => {
    await using bare = await openWall();
    const page = await bare.visit("#/plan", "chen", { language: "zh" });
    await page.getByText("没有平面图").waitFor();
    expect(await page.locator(".plan-stage").isVisible()).toBe(false);
    await page.context().close();
  });
});
