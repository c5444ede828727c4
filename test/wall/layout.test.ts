// Where things stand on the wall, in a real browser: with people trapped and a ticket open, everything can still be seen and pressed.

import mqtt from "mqtt";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { eventually } from "../live/live-gateway.ts";
import type { OpenWall } from "./open-wall.ts";
import { hasChromium, openWall } from "./open-wall.ts";

/** What cannot be pressed although it is shown: covered by something else, or outside the screen wherever one scrolls. */
const outOfReach = async (page: Page, within: string): Promise<readonly string[]> => {
  // What has just moved takes no press for a moment.
  await page.locator("body:not([data-quiet])").waitFor();
  return page.evaluate((selector) => {
    const shown = [...document.querySelectorAll<HTMLElement>(selector)].filter((each) => each.checkVisibility());
    return shown.flatMap((each) => {
      each.scrollIntoView({ block: "center" });
      const { left, top, width, height } = each.getBoundingClientRect();
      const isWhole = left >= 0 && left + width <= innerWidth + 1;
      const hit = document.elementFromPoint(left + width / 2, top + height / 2);
      const isHit =
        hit !== null && (each.contains(hit) || hit.closest("label, a, li") === each.closest("label, a, li"));
      return isWhole && isHit ? [] : [`${each.localName} ${each.textContent}`];
    });
  }, within);
};

const isSidewaysFree = (page: Page): Promise<boolean> =>
  page.evaluate(() => document.documentElement.scrollWidth <= innerWidth);

describe.runIf(hasChromium)("the wall's layout in Chromium (apt-get install chromium)", { timeout: 60_000 }, () => {
  let wall: OpenWall;
  let card = "";
  beforeAll(async () => {
    wall = await openWall();
    for (let count = 0; count < 12; count++)
      await wall.report({ text: `Bench ${count} is broken, and so is the lamp` });
    const client = await mqtt.connectAsync(wall.gateway.mqtt());
    const { items } = await eventually(
      async () => {
        await client.publishAsync("facility/demo/elevator/E1/telemetry", '{"mode":"normal","alarmButton":true}');
        return wall.gateway.get<{ items: readonly { id: string; fault: string | null }[] }>("/api/v1/tickets");
      },
      (answer) => answer.items.some(({ fault }) => fault === "entrapment"),
    );
    card = items.find(({ fault }) => fault === "entrapment")?.id ?? "";
    await client.endAsync();
  });
  afterAll(() => wall?.[Symbol.asyncDispose]());

  it.each([
    ["zh", 1920, 1080],
    ["en", 1920, 1080],
    ["en", 1366, 768],
  ] as const)("keeps card, list and open ticket in reach (%s, %i×%i)", async (language, width, height) => {
    const page = await wall.visit(`#/tickets/${card}`, "chen", { language, width, height });
    await page.locator("#entrapment .entrapment").waitFor();
    await page.locator("#ticket [data-act]").first().waitFor();
    expect(await isSidewaysFree(page)).toBe(true);
    const pressed = ":is(a, button, select, textarea, summary)";
    expect(await outOfReach(page, `header ${pressed}`)).toEqual([]);
    expect(await outOfReach(page, `#entrapment ${pressed}`)).toEqual([]);
    expect(await outOfReach(page, `#tickets ${pressed}, #faults li, #devices .square`)).toEqual([]);
    expect(await outOfReach(page, `#ticket ${pressed}`)).toEqual([]);
    // The page itself stands still: columns scroll.
    expect(await page.evaluate(() => document.documentElement.scrollTop)).toBe(0);
    await page.context().close();
  });

  it.each(["#/", "#/silences", "#/report"])("has all in reach on a phone at %s", async (hash) => {
    const page = await wall.visit(hash, "zhao", { language: "zh", width: 390, height: 844 });
    await page.locator("#entrapment .entrapment").waitFor({ state: "attached" });
    expect(await isSidewaysFree(page)).toBe(true);
    const part = hash === "#/" ? "body" : "#sheet";
    expect(await outOfReach(page, `${part} :is(a, button, select, textarea)`)).toEqual([]);
    await page.context().close();
  });

  it("asks who acts where it is pressed, and remembers it in every form", async () => {
    const page = await wall.visit(`#/tickets/${card}`, "");
    const accept = page.locator('#entrapment [data-card-act="accept"]');
    expect(await accept.textContent()).toBe("Accept");
    await accept.click();
    await page.locator("#entrapment .answer").getByText("Choose who acts first.").waitFor();
    await page.selectOption("#ticket .acts select[name=by]", "sun");
    expect(await page.inputValue("#entrapment select[name=by]")).toBe("sun");
    expect(await accept.textContent()).toBe("Accept as 孙");
    const [name, press] = [await page.locator("#entrapment select").boundingBox(), await accept.boundingBox()];
    expect((press?.y ?? 0) - ((name?.y ?? 0) + (name?.height ?? 0))).toBeLessThan(20);
    await page.reload();
    await page.locator('#entrapment [data-card-act="accept"]').getByText("Accept as 孙").waitFor();
    expect(await page.inputValue("#ticket .acts select[name=by]")).toBe("sun");
    await page.context().close();
  });

  it("has a desk menu to the plan, the reports, the silences and the pages to print", async () => {
    const page = await wall.visit("#/", "chen", { language: "zh" });
    await page.locator("#desk summary").click();
    const links = page.locator("#desk a");
    expect(await links.allTextContents()).toEqual([
      "平面图",
      "报事登记",
      "静默管理",
      "每日盘点↗",
      "交接班记录↗",
      "打印设备标签↗",
    ]);
    for (const name of ["每日盘点", "交接班记录", "打印设备标签"]) {
      const link = links.filter({ hasText: name });
      expect(await link.getAttribute("target")).toBe("_blank");
      const answer = await page.request.get(new URL((await link.getAttribute("href")) ?? "", page.url()).href);
      expect([name, answer.status()]).toEqual([name, 200]);
    }
    await page.keyboard.press("Escape");
    expect(await page.locator("#desk").getAttribute("open")).toBe(null);
    await page.locator("#desk summary").click();
    await links.filter({ hasText: "静默管理" }).click();
    await page.locator("#silence-new").waitFor();
    expect(await page.locator("#desk").getAttribute("open")).toBe(null);
    await page.context().close();
  });

  it("says of devices never heard since the start just that, without alarm", async () => {
    const page = await wall.visit("#/", "chen", { language: "zh" });
    const lamp = page.locator('[data-device="L1"]');
    await lamp.waitFor();
    expect(await lamp.textContent()).toBe("");
    expect(await lamp.getAttribute("aria-label")).toBe("L1 L1: 启动后尚未上报，部分设备数分钟才上报一次");
    const figure = page.locator('[data-key="kind-streetlight"]');
    expect(await figure.textContent()).toContain("1 台待上报");
    expect(await figure.getAttribute("data-alarm")).toBe(null);
    await page.context().close();
  });
});
