// The past on the floor plan, in a real browser: slider, field and buttons, what was seen, and what nobody knows.

import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { smallSite } from "../support/test-site.ts";
import type { OpenWall } from "./open-wall.ts";
import { hasChromium, openWall } from "./open-wall.ts";
import { planSite } from "./plan-site.ts";

const title = "the floor plan's past in Chromium (apt-get install chromium)";
describe.runIf(hasChromium)(title, { timeout: 60_000 }, () => {
  let wall: OpenWall;
  beforeAll(async () => {
    wall = await openWall(planSite(smallSite));
  });
  afterAll(() => wall?.[Symbol.asyncDispose]());

  /** A gateway that remembers so far back, ms: C1 turned nobody knows where, C2 saw nothing. Tells which instants it was asked for. */
  async function remembering(page: Page, since: number): Promise<string[]> {
    const asked: string[] = [];
    const { areas, ...now } = await wall.gateway.get<{ areas: readonly object[] }>("/api/v1/coverage");
    const blind = areas.map((area) => ({ ...area, ratio: 0, blindArea: 20, seenBy: [], singlePoints: [] }));
    const plan = await wall.gateway.get<{ cameras: readonly { id: string }[] }>("/api/v1/coverage/plan");
    const unseen = ["C1", "C2"];
    const cameras = plan.cameras.map((one) => (unseen.includes(one.id) ? { ...one, sector: null } : one));
    const first = new Date(since).toISOString();
    await page.route(/coverage(\/plan)?\?at=/, (route) => {
      const { pathname, searchParams } = new URL(route.request().url());
      const at = searchParams.get("at") ?? "";
      asked.push(at);
      const known = pathname.endsWith("plan")
        ? { ...plan, at, cameras }
        : { ...now, at, areas: blind, uncertain: ["C1"], listening: true };
      const refusal = { detail: `query/at: nothing is known of ${at}; this gateway first started at ${first}.` };
      const isKnown = Date.parse(at) >= since;
      const body = JSON.stringify(isKnown ? known : refusal);
      return route.fulfill({ status: isKnown ? 200 : 400, contentType: "application/json", body });
    });
    await page.reload();
    await page.locator("#plan-slider").waitFor();
    return asked;
  }

  it("goes back in time where the gateway remembers, says so, and comes back to now", async () => {
    const page = await wall.visit("#/plan/hall");
    await remembering(page, Date.now() - 86_400_000);
    const slider = page.locator("#plan-slider");
    await slider.fill("-120");
    const banner = page.locator('.plan-banner[data-mode="past"]');
    await banner.getByText("PAST").waitFor();
    await banner.getByText("It is not known where C1 looked then.").waitFor();
    await page.locator('[data-area="desk"][data-verdict="blind"]').waitFor();
    expect(await slider.getAttribute("aria-valuetext")).toMatch(/\d\d:\d0$/);
    await page.locator('[data-view="C2"]').waitFor({ state: "detached" });
    const camera = (id: string) => page.locator(`.plan-cameras [data-device="${id}"]`);
    expect(await camera("C2").getAttribute("data-lost")).toBe("yes");
    // Of this one nobody knows: no cross.
    expect(await camera("C1").getAttribute("data-lost")).toBe("no");
    expect(await camera("C1").locator(".plan-cross").count()).toBe(0);
    expect(await page.locator("#plan [role=button][data-pick^=device]").count()).toBe(0);
    await page.locator('[data-area="desk"]').click();
    await page.locator('[data-details="desk"]').getByText("Nobody saw it then.").waitFor();
    await page.locator(".plan-now").click();
    await banner.waitFor({ state: "detached" });
    await page.locator('[data-area="desk"][data-verdict="kept"]').waitFor();
    expect(await slider.inputValue()).toBe("0");
    await page.context().close();
  });

  it("gives no verdict where nothing is recorded, says from when on there is something, and leads there", async () => {
    const page = await wall.visit("#/plan/cellar");
    const since = Date.now() - 86_400_000;
    const asked = await remembering(page, since);
    await page.locator("#plan-slider").fill("-43000");
    const side = page.locator("#plan-side");
    await side.getByText("Nothing is recorded of that time.").waitFor();
    expect(await side.textContent()).toMatch(/Records begin \d\d\/\d\d, \d\d:\d\d\./);
    expect(await page.locator('.plan-drawing [data-lost="yes"]').count()).toBe(0);
    expect(await page.locator(".plan-drawing .plan-cross").count()).toBe(0);
    expect(await page.locator("#plan [data-verdict]:not(.plan-legend *)").count()).toBe(0);
    expect(await page.locator('.plan-unknown [data-unknown="store"]').count()).toBe(1);
    expect(await page.locator(".plan-views path, .plan-lit circle").count()).toBe(0);
    await page.locator("#plan-first").click();
    await page.locator('[data-area="store"]').waitFor();
    expect(asked.at(-1)).toBe(new Date(Math.ceil(since / 60_000) * 60_000).toISOString());
    await page.context().close();
  });

  it("names any minute by field and buttons, in the site's time", async () => {
    const page = await wall.visit("#/plan/hall");
    const asked = await remembering(page, Date.now() - 10 * 86_400_000);
    const field = page.locator("#plan-at");
    // Shanghai is eight hours ahead.
    const at = Math.floor((Date.now() - 2 * 86_400_000) / 60_000) * 60_000 - 7 * 60_000;
    const local = (instant: number): string => new Date(instant + 8 * 3_600_000).toISOString().slice(0, 16);
    await field.fill(local(at));
    await expect.poll(() => asked.at(-1)).toBe(new Date(at).toISOString());
    const steps = [
      [-1, at - 60_000],
      [-60, at - 61 * 60_000],
      [10, at - 51 * 60_000],
    ] as const;
    for (const [minutes, then] of steps) {
      await page.locator(`[data-stride="${minutes}"]`).click();
      await expect.poll(() => asked.at(-1)).toBe(new Date(then).toISOString());
      expect(await field.inputValue()).toBe(local(then));
    }
    expect(Number(await page.locator("#plan-slider").inputValue())).toBeLessThan(-2800);
    await page.context().close();
  });

  it("is as wide as a phone and as high as a finger", async () => {
    const page = await wall.visit("#/plan/hall", "chen", { language: "zh", width: 390, height: 844 });
    await remembering(page, Date.now() - 86_400_000);
    const box = async (selector: string) =>
      (await page.locator(selector).first().boundingBox()) ?? { width: 0, height: 0 };
    const slider = await box("#plan-slider");
    expect(slider.height).toBeGreaterThanOrEqual(44);
    expect(slider.width).toBeGreaterThanOrEqual((await box("#plan .plan-stage")).width - 1);
    for (const button of await page.locator(".plan-at button").all()) {
      const { width = 0, height = 0 } = (await button.boundingBox()) ?? {};
      expect([width >= 40, height >= 44]).toEqual([true, true]);
    }
    await page.context().close();
  });

  it("has no time line where the gateway does not remember", async () => {
    const page = await wall.visit("#/plan/hall");
    await page.route(/coverage\?at=/, (route) => route.fulfill({ status: 404, body: "{}" }));
    await page.reload();
    await page.locator(".plan-rows li").first().waitFor();
    await page.waitForLoadState("networkidle");
    expect(await page.locator("#plan-slider").isVisible()).toBe(false);
    await page.context().close();
  });
});
