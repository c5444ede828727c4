import mqtt from "mqtt";
import { it } from "vitest";
import { smallSite } from "../support/test-site.ts";
import { eventually } from "../live/live-gateway.ts";
import { openWall } from "./open-wall.ts";
it("shoots", { timeout: 120000 }, async () => {
  await using wall = await openWall(`${smallSite}  - { id: E2, kind: elevator, zone: east, building: "2", reportEvery: PT10S, rated: { speed: 1.75, load: 1000 }, name: { zh: 2号楼电梯, en: "Elevator, building 2" } }
  - { id: E3, kind: elevator, zone: east, building: "3", reportEvery: PT10S, rated: { speed: 1.75, load: 1000 }, name: { zh: 2号楼电梯, en: "Elevator, building 2" } }
`);
  for (let count = 0; count < 8; count++) await wall.report({ text: `Bench ${count} is broken` });
  const soon = new Date(Date.now() + 3600_000).toISOString();
  await wall.gateway.post("/api/v1/silences", { kind: "test", scope: { assets: ["E1"] }, until: soon, reason: "test", by: "chen" });
  await wall.gateway.post("/api/v1/silences", { kind: "maintenance", scope: { assets: ["P1"] }, until: soon, reason: "works", by: "chen" });
  const client = await mqtt.connectAsync(wall.gateway.mqtt());
  const press = (cars: string[]) => eventually(async () => {
    for (const e of cars) await client.publishAsync(`facility/demo/elevator/${e}/telemetry`, '{"mode":"normal","alarmButton":true,"occupied":false,"load":0,"floor":3}');
    await client.publishAsync(`facility/demo/pump/P1/telemetry`, '{"pressure":0.1,"flow":0,"leak":true}');
    return wall.gateway.get<{ items: { id: string; fault: string | null; asset: string }[] }>("/api/v1/tickets");
  }, (a) => cars.every((e) => a.items.some((t) => t.fault === "entrapment" && t.asset === e)));
  await press(["E1"]);
  const shoot = async (name: string, hash: string, view: object, then?: (p: any) => Promise<unknown>) => {
    const page = await wall.visit(hash, "chen", view);
    await page.locator("#entrapment .entrapment").first().waitFor({ state: "attached" });
    await page.waitForTimeout(2500);
    await then?.(page);
    await page.waitForTimeout(300);
    await page.screenshot({ path: `/tmp/shots/${name}.png` });
    await page.context().close();
  };
  const wide = { language: "en", width: 1920, height: 1080 }, zh = { ...wide, language: "zh" }, phone = { language: "zh", width: 390, height: 844 };
  await shoot("one-en", "#/", wide, (p) => p.locator('[data-card-act="released"]').click());
  await shoot("one-zh", "#/", zh);
  await shoot("one-phone", "#/", phone);
  const { items } = await press(["E2", "E3"]);
  const id = items.find((t) => t.asset === "E2" && t.fault)?.id;
  await wall.gateway.post(`/api/v1/tickets/${id}/accept`, { by: "zhao" });
  await client.publishAsync(`facility/demo/elevator/E2/telemetry`, '{"mode":"normal","alarmButton":false,"occupied":true,"load":70,"floor":3}');
  await shoot("three-en", "#/", wide);
  await shoot("three-open-zh", "#/", zh, (p) => p.locator(".unfold").nth(1).click());
  await shoot("panel-en", `#/tickets/${id}`, wide, async (p) => { await p.locator('#ticket [data-act="restore"]').click(); await p.selectOption("#ticket [name=outcome]", "released"); await p.locator('#ticket [data-send]').click(); });
  await shoot("panel-1366", `#/tickets/${id}`, { ...wide, width: 1366, height: 768 });
  await shoot("phone-list", "#/", phone, (p) => p.locator("#tickets").evaluate((e: any) => e.scrollIntoView()));
  await shoot("phone-cards", "#/", phone, (p) => p.locator(".compact").nth(1).evaluate((e: any) => e.scrollIntoView()));
  const page = await wall.visit(`#/tickets/${id}`, "chen", phone);
  await page.locator("#ticket h2").first().waitFor();
  await wall.gateway.stop();
  await page.locator("#banner").waitFor({ timeout: 30000 });
  await page.screenshot({ path: `/tmp/shots/phone-stale.png` });
  await client.endAsync(true);
  await wall.gateway.start();
});
