// Planned silence from the wall, in a real browser against the running gateway: begun, planned, refused, ended, and what it withheld.

import mqtt from "mqtt";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { eventually } from "../live/live-gateway.ts";
import type { OpenWall } from "./open-wall.ts";
import { hasChromium, openWall } from "./open-wall.ts";

type Silence = { readonly id: string; readonly kind: string; readonly state: string; readonly reason: string };

describe.runIf(hasChromium)("silences on the wall in Chromium (apt-get install chromium)", { timeout: 60_000 }, () => {
  let wall: OpenWall;
  beforeAll(async () => {
    wall = await openWall();
  });
  afterAll(() => wall?.[Symbol.asyncDispose]());

  const silences = async (): Promise<readonly Silence[]> =>
    (await wall.gateway.get<{ items: readonly Silence[] }>("/api/v1/silences")).items;
  const saidBy = async (reason: string): Promise<Silence | undefined> =>
    (await eventually(silences, (all) => all.some((silence) => silence.reason === reason))).find(
      (silence) => silence.reason === reason,
    );
  const openForm = async (page: Page): Promise<void> => {
    await page.locator("#silence-new summary").click();
    await page.locator("#silence-new [type=submit]").waitFor();
  };
  const send = (page: Page): Promise<void> => page.locator("#silence-new [type=submit]").click();
  const answer = (page: Page) => page.locator("#silence-new .answer");

  it("begins one over zone, kind, device and fault, until repaired, and shows it at once", async () => {
    const page = await wall.visit("#/silences");
    await openForm(page);
    await send(page);
    await answer(page).getByText("Name a zone, kind, device or fault first.").waitFor();
    await page.selectOption("[name=silence-zones]", "east");
    await page.selectOption("[name=silence-kinds]", "camera");
    await page.fill("[name=silence-assets]", "C9");
    await send(page);
    await answer(page).getByText("No such equipment").waitFor();
    await page.fill("[name=silence-assets]", "C1");
    await page.keyboard.press("Tab");
    await page.locator('[data-chip="C1"]').waitFor();
    await page.selectOption("[name=silence-faults]", "offline");
    await page.selectOption("[name=silence-faults]", "moved");
    await page.locator('[data-chip="moved"]').click();
    await page.selectOption("[name=silence-lasts]", "PT4H");
    await page.check("[name=silence-repaired]");
    await page.fill("[name=silence-reason]", "new cable");
    await send(page);
    expect(await saidBy("new cable")).toMatchObject({
      kind: "maintenance",
      state: "running",
      scope: { zones: ["east"], kinds: ["camera"], assets: ["C1"], faults: ["offline"] },
      untilRepaired: true,
      weekly: null,
      by: "chen",
    });
    const row = page.locator("[data-silence]").filter({ hasText: "new cable" });
    await row.waitFor();
    expect(await row.textContent()).toContain("or until repaired");
    await expect.poll(() => page.locator("#silences").textContent()).toBe("Silences 1");
    await page.context().close();
  });

  it("plans one that comes weekly, at the site's hours", async () => {
    const page = await wall.visit("#/silences");
    await openForm(page);
    await page.selectOption("[name=silence-kinds]", "streetlight");
    await page.fill("[name=silence-from]", `${new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10)}T08:00`);
    await page.check("[name=silence-weekly]");
    expect(await page.locator("[name=silence-repaired]").isVisible()).toBe(false);
    await page.fill("[name=silence-reason]", "network nights");
    await send(page);
    await answer(page).getByText("Choose days and hours first.").waitFor();
    await page.check('[name=silence-day][value="2"]');
    await page.fill("[name=silence-opens]", "22:00");
    await page.fill("[name=silence-shuts]", "06:00");
    await send(page);
    const made = await saidBy("network nights");
    expect(made).toMatchObject({ state: "planned", weekly: { days: [2], window: "22:00-06:00" } });
    expect(made).toMatchObject({ from: expect.stringMatching(/T00:00:00/) });
    const row = page.locator("[data-silence]").filter({ hasText: "network nights" });
    await row.waitFor();
    expect(await row.textContent()).toContain("Tue 22:00-06:00");
    await page.context().close();
  });

  it("tells in the reader's language who may not, and what is silenced by device and fault alone", async () => {
    const page = await wall.visit("#/silences", "li", { language: "zh" });
    await openForm(page);
    await page.selectOption("[name=silence-kinds]", "elevator");
    await page.fill("[name=silence-reason]", "演练");
    await send(page);
    await answer(page).getByText("该角色无权执行此操作。").waitFor();
    expect(await answer(page).textContent()).not.toMatch(/[a-z]{4}/);
    await page.selectOption("#sheet select[name=by]", "chen");
    await page.selectOption("[name=silence-faults]", "entrapment");
    await send(page);
    await answer(page).getByText("必须同时指明设备和故障才会静默").waitFor();
    expect((await silences()).filter(({ reason }) => reason === "演练")).toEqual([]);
    await page.selectOption("[name=silence-kind]", "test");
    await page.selectOption("#sheet select[name=by]", "zhao");
    await page.selectOption("[name=silence-elevator]", "E1");
    await send(page);
    expect(await saidBy("演练")).toMatchObject({ kind: "test", state: "running", scope: { assets: ["E1"] } });
    await page.locator('[data-silence="test"]').getByText("1号楼电梯").waitFor();
    await page.context().close();
  });

  it("lists what was withheld, and ends a silence at the second press: the ticket opens at once", async () => {
    const { id } = await wall.gateway.post<Silence>("/api/v1/silences", {
      scope: { assets: ["G1"] },
      for: "PT1H",
      reason: "reader swap",
      by: "chen",
    });
    const client = await mqtt.connectAsync(wall.gateway.mqtt());
    const page = await wall.visit("#/silences");
    const withheld = page.locator('[data-withheld^="G1|"]').first();
    const isWithheld = async (): Promise<boolean> => {
      await client.publishAsync("facility/demo/gate/G1/telemetry", '{"lock":"jammed"}', { qos: 1 });
      return withheld.isVisible();
    };
    await expect.poll(isWithheld, { timeout: 30_000, interval: 1000 }).toBe(true);
    expect(await withheld.textContent()).toContain("still there");
    const end = page.locator(`[data-end="${id}"]`);
    await end.click();
    expect(await end.textContent()).toBe("End it now?");
    expect((await silences()).find((silence) => silence.id === id)).toMatchObject({ state: "running" });
    await end.click();
    await end.waitFor({ state: "detached" });
    expect((await silences()).find((silence) => silence.id === id)).toMatchObject({ state: "ended" });
    await withheld.getByText(/ticket T-\d+/).waitFor();
    await client.endAsync();
    await page.context().close();
  });
});
