// The floor plan beneath cards of people trapped, in a real browser: low and loud, all of it one press away, and the map is still a map.

import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { smallSite } from "../support/test-site.ts";
import type { OpenWall } from "./open-wall.ts";
import { hasChromium, openWall } from "./open-wall.ts";
import { planSite } from "./plan-site.ts";

const title = "the floor plan beneath people trapped, in Chromium (apt-get install chromium)";
describe.runIf(hasChromium)(title, { timeout: 60_000 }, () => {
  let wall: OpenWall;
  let id = "";
  beforeAll(async () => {
    wall = await openWall(planSite(smallSite));
    ({ id } = await wall.report({ text: "Somebody calls out of the elevator", sla: "elevator-entrapment" }));
  });
  afterAll(() => wall?.[Symbol.asyncDispose]());

  const drawn = async (view = {}): Promise<Page> => {
    const page = await wall.visit("#/plan/hall", "chen", view);
    await page.locator(".plan-rows li").first().waitFor();
    await page.locator("#plan-slider").waitFor();
    // What has just moved takes no press for a moment.
    await page.locator("body:not([data-quiet])").waitFor();
    return page;
  };
  const box = async (page: Page, selector: string) =>
    (await page.locator(selector).first().boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  /** Shown on the screen, and nothing lies over it. */
  const isReached = (page: Page, selector: string): Promise<boolean> =>
    page.locator(selector).evaluate((each) => {
      const { left, top, width, height } = each.getBoundingClientRect();
      const hit = document.elementFromPoint(left + width / 2, top + height / 2);
      return width > 0 && hit !== null && each.contains(hit);
    });
  const presses = ['[data-card-act="accept"]', '[data-card-act="arrive"]', ".whole"];

  it("leaves the map more than half of the screen, also while something is tried", async () => {
    const page = await drawn();
    const card = `#entrapment [data-card="${id}"]`;
    const map = await box(page, ".plan-stage");
    expect(map.height).toBeGreaterThanOrEqual(0.55 * 1080);
    expect((await box(page, card)).height).toBeLessThan(90);
    expect(await page.locator(`${card} h2`).textContent()).toContain("PEOPLE TRAPPED");
    expect(await page.locator(`${card} .elapsed b`).isVisible()).toBe(true);
    expect(await page.locator(`${card} .on-the-way b`).isVisible()).toBe(true);
    for (const press of presses) expect([press, await isReached(page, `${card} ${press}`)]).toEqual([press, true]);
    for (const camera of ["C1", "C2", "C5"]) {
      await page.locator(`[data-pick="device ${camera}"]`).focus();
      await page.keyboard.press("Enter");
    }
    await page.locator('[data-loses="desk"]').waitFor();
    await page.locator('.plan-banner[data-mode="whatIf"]').waitFor();
    const tried = await box(page, ".plan-stage");
    expect([tried.y, tried.height]).toEqual([map.y, map.height]);
    expect(await isReached(page, '[data-word="plan.in"]')).toBe(true);
    await page.context().close();
  });

  it("shows all of the card at one press, and folds it at another; on the wall it is whole", async () => {
    const page = await drawn();
    const card = page.locator(`#entrapment [data-card="${id}"]`);
    expect(await card.locator(".first-actions").isVisible()).toBe(false);
    await card.locator(".whole").click();
    await card.locator(".first-actions").waitFor();
    expect(await card.locator('[data-card-act="released"]').isVisible()).toBe(true);
    expect(await isReached(page, '[data-word="plan.in"]')).toBe(true);
    await page.locator("body:not([data-quiet])").waitFor();
    await card.locator(".whole").click();
    await card.locator(".first-actions").waitFor({ state: "hidden" });
    await page.locator("#plan-link").click();
    await card.locator(".first-actions").waitFor();
    expect(await card.locator(".whole").isVisible()).toBe(false);
    await page.context().close();
  });

  it("begins the drawing on a phone's first screen, and keeps what is tried off it", async () => {
    const page = await drawn({ language: "zh", width: 390, height: 844 });
    const card = `#entrapment [data-card="${id}"]`;
    const map = await box(page, ".plan-drawing");
    expect(map.y).toBeLessThan(844 / 2);
    for (const press of presses) expect([press, await isReached(page, `${card} ${press}`)]).toEqual([press, true]);
    expect(await page.locator(`${card} select`).isVisible()).toBe(false);
    await page.locator('[data-pick="device C2"]').focus();
    await page.keyboard.press("Enter");
    await page.locator('.plan-banner[data-mode="whatIf"]').waitFor();
    expect(Math.abs((await box(page, ".plan-drawing")).y - map.y)).toBeLessThan(6);
    expect(await isReached(page, "#plan-leave")).toBe(true);
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
    await page.context().close();
  });

  it("asks who acts where nobody is chosen", async () => {
    const page = await wall.visit("#/plan/hall", "", { width: 390, height: 844 });
    await page.locator(`#entrapment [data-card="${id}"] select`).waitFor();
    await page.context().close();
  });

  it("keeps half of the screen for the map with three cars at once", async () => {
    for (const text of ["Second car", "Third car"]) await wall.report({ text, sla: "elevator-entrapment" });
    const page = await drawn();
    await page.locator("#entrapment .entrapment").nth(2).waitFor();
    expect(await page.locator("#entrapment .entrapment h2:visible").count()).toBe(3);
    await expect.poll(async () => (await box(page, ".plan-stage")).height).toBeGreaterThanOrEqual(0.55 * 1080);
    await page.context().close();
  });
});
