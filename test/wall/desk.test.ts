// The acts of a ticket from the wall, in a real browser against the running gateway: what is pressed stands in the log.

import mqtt from "mqtt";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { eventually } from "../live/live-gateway.ts";
import { smallSite } from "../support/test-site.ts";
import type { OpenWall } from "./open-wall.ts";
import { doAct, hasChromium, holdBackChanges, openWall } from "./open-wall.ts";

const second = `  - { id: E2, kind: elevator, zone: east, building: "2", reportEvery: PT10S, rated: { speed: 1.75, load: 1000 } }
`;

describe.runIf(hasChromium)("the desk on the wall in Chromium (apt-get install chromium)", { timeout: 60_000 }, () => {
  let wall: OpenWall;
  beforeAll(async () => {
    wall = await openWall(`${smallSite}${second}`);
  });
  afterAll(() => wall?.[Symbol.asyncDispose]());

  it("takes a resident's report through dispatch, arrival, pause, repair, closing and call back", async () => {
    const page = await wall.visit("#/report");
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
    expect(await wall.ticket(id)).toMatchObject({ sla: "ordinary", source: "report", zone: "east", resident: true });
    expect(await page.locator('.log [data-event="opened"]').textContent()).toContain("resident");

    await doAct(page, "dispatch", () => page.selectOption("[name=to]", "qian"));
    expect(await wall.logged(id, "dispatched")).toMatchObject({ assignee: "qian" });
    await doAct(page, "arrive");
    await wall.logged(id, "arrived");
    await doAct(page, "pause", () => page.selectOption("[name=reason]", "parts"));
    expect(await wall.logged(id, "paused")).toMatchObject({ paused: true });
    await page.locator(".tags .paused").waitFor();
    expect(await page.locator(".tags .paused").textContent()).toBe("paused: waiting for parts");
    await page.locator('[data-act="resume"]').click();
    expect(await wall.logged(id, "resumed")).toMatchObject({ paused: false });
    await page.locator('[data-act="pause"]').waitFor();
    await doAct(page, "restore");
    await wall.logged(id, "restored");
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
    const closed = await wall.logged(id, "closed");
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
    const called = await wall.logged(id, "calledBack");
    expect(called.events.at(-1)).toMatchObject({ type: "calledBack", by: "chen", rating: 5 });
    await page.locator('[data-event="calledBack"]').waitFor();
    expect(await page.locator(".log").textContent()).toContain("★★★★★");
    expect(await page.locator(".log").textContent()).toContain("valve × 2");
    expect(await page.locator('[data-holder="qian"]').count()).toBe(1);
    await page.context().close();
  });

  it("reclassifies, merges and cancels", async () => {
    const [first, second, third] = [await wall.report(), await wall.report(), await wall.report()];
    const page = await wall.visit(`#/tickets/${first.id}`);
    await doAct(page, "reclassify", async () => {
      await page.selectOption("[name=sla]", "small");
      await page.selectOption("[name=severity]", "major");
    });
    expect(await wall.logged(first.id, "reclassified")).toMatchObject({ sla: "small", severity: "major" });
    await page.goto(wall.address(`#/tickets/${second.id}`));
    await doAct(page, "merge", () => page.fill("[name=merge-to]", first.id));
    expect(await wall.logged(second.id, "merged")).toMatchObject({ state: "cancelled" });
    await page.locator(`dd a[href="#/tickets/${first.id}"]`).waitFor();
    await page.goto(wall.address(`#/tickets/${third.id}`));
    await doAct(page, "cancel", () => page.selectOption("[name=reason]", "false-alarm"));
    await wall.logged(third.id, "cancelled");
    await page.locator('[data-event="cancelled"]').getByText("false alarm").waitFor();
    await page.context().close();
  });

  it("tells who was first when two act at once", async () => {
    const { id } = await wall.report();
    const page = await wall.visit(`#/tickets/${id}`, "qian");
    await page.locator('[data-act="accept"]').waitFor();
    // So that it still holds the old version.
    await holdBackChanges(page);
    await page.reload();
    await page.locator('[data-act="accept"]').waitFor();
    await wall.gateway.post(`/api/v1/tickets/${id}/accept`, { by: "zhao" });
    await page.locator('[data-act="accept"]').click();
    const answer = page.locator("#ticket .acts .answer");
    await answer.getByText("was first").waitFor();
    expect(await answer.textContent()).toMatch(/was first: accepted/);
    expect(await wall.ticket(id)).toMatchObject({ assignee: "zhao" });
    await page.context().close();
  });

  it("puts a picture to a ticket, from a phone", async () => {
    const { id } = await wall.report();
    const page = await wall.visit(`#/tickets/${id}`, "zhao", { width: 390, height: 844 });
    await page.locator('[data-act="attach"]').click();
    const png = Buffer.from(
      "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
      "base64",
    );
    await page.setInputFiles("[name=file]", { name: "bench.png", mimeType: "image/png", buffer: png });
    await page.locator('[data-send="attach"]').click();
    const { events } = await wall.logged(id, "commented");
    expect(events.at(-1)?.attachment).toMatchObject({ name: "bench.png", type: "image/png", size: png.length });
    await page.locator(".log a").getByText("bench.png").waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
    await page.context().close();
  });

  it("sends the next act with the version that the last answer told, however slow the stream is", async () => {
    const { id } = await wall.report();
    const page = await wall.visit("#/");
    await holdBackChanges(page);
    await page.goto(wall.address(`#/tickets/${id}`));
    await page.reload();
    await doAct(page, "dispatch", () => page.selectOption("[name=to]", "qian"));
    await doAct(page, "arrive");
    await wall.logged(id, "arrived");
    await doAct(page, "restore");
    expect(await wall.logged(id, "restored")).toMatchObject({ state: "restored", assignee: "qian" });
    await page.locator('[data-act="close"]').waitFor();
    await page.context().close();
  });

  it("keeps what is half written when somebody else acts on the ticket", async () => {
    const { id } = await wall.report();
    const page = await wall.visit(`#/tickets/${id}`);
    await page.locator('[data-act="restore"]').click();
    await page.selectOption("[name=cause]", "power");
    await page.fill("#ticket [name=note]", "fuse");
    await wall.gateway.post(`/api/v1/tickets/${id}/accept`, { by: "zhao" });
    await page.locator('[data-act="accept"]').waitFor({ state: "detached" });
    expect(await page.inputValue("[name=cause]")).toBe("power");
    expect(await page.locator('[data-act="restore"]').getAttribute("aria-expanded")).toBe("true");
    await page.locator('[data-send="restore"]').click();
    const { events } = await wall.logged(id, "restored");
    expect(events.at(-1)).toMatchObject({ type: "restored", by: "chen", cause: "power", note: "fuse" });
    await page.context().close();
  });

  it("explains a deadline when asked why, each sentence once", async () => {
    const { id } = await wall.report();
    const page = await wall.visit(`#/tickets/${id}`);
    await page.locator('[data-why="respond"]').click();
    await page.locator('[data-why-box="respond"] li').first().waitFor();
    const sentences = await page.locator(".why-box p, .why-box li").allTextContents();
    expect(sentences.length).toBeGreaterThan(2);
    expect(new Set(sentences).size).toBe(sentences.length);
    await page.locator('[data-why="respond"]').click();
    expect(await page.locator(".why-box").count()).toBe(0);
    await page.context().close();
  });

  it("shows the entrapment card above all else, ticks the first actions for everyone, and ends it", async () => {
    const client = await mqtt.connectAsync(wall.gateway.mqtt());
    const tell = (point: object) =>
      client.publishAsync("facility/demo/elevator/E1/telemetry", JSON.stringify(point), { qos: 1 });
    const page = await wall.visit("#/");
    await page.locator("#tickets h2").waitFor();
    await tell({ mode: "normal", alarmButton: true, occupied: true, load: 142, floor: 7 });
    const card = page.locator("#entrapment .entrapment");
    await card.waitFor();
    await card.getByText("load 142 kg").waitFor();
    expect(await card.textContent()).toContain("NOBODY YET");
    expect(await card.locator(".elapsed b").textContent()).toMatch(/^(\d+ min )?\d+ s$/);
    const id = (await card.getAttribute("data-card")) ?? "";
    await card.locator('[data-contact="company"]').waitFor();
    await card.locator('[data-step="0"]').click();
    await card.locator('[data-step="0"][aria-checked="true"]').waitFor();
    const other = await wall.visit("#/", "wang");
    await other.locator('#entrapment [data-step="0"][aria-checked="true"]').waitFor();
    expect((await wall.ticket(id)).events.at(-1)?.note).toMatch(/^✓ .+ · .+/);
    const released = other.locator('[data-card-act="released"]');
    await released.dblclick();
    // A double click asks; it does not answer.
    await other.locator('[data-card-act="released"].sure').waitFor();
    expect(await released.textContent()).toBe("Press again: Elevator, building 1, people released");
    expect(await other.locator("#entrapment .answer").textContent()).toBe("");
    await released.click();
    await other.locator("#entrapment .answer").getByText("still reports the fault").waitFor();
    expect(await other.locator('[data-card-act="accept"]').textContent()).toBe("Accept as 王");
    await other.locator('[data-card-act="accept"]').click();
    await card.locator('[data-card-act="accept"]').waitFor({ state: "detached" });
    expect(await wall.ticket(id)).toMatchObject({ state: "accepted", assignee: "wang" });
    await wall.gateway.post(`/api/v1/tickets/${id}/restore`, {
      by: "sun",
      override: true,
      outcome: "test",
      note: "end",
    });
    await page.locator("#entrapment").waitFor({ state: "hidden" });
    await client.endAsync();
    await page.context().close();
    await other.context().close();
  });

  it("says on the card that somebody else was faster, and who", async () => {
    const client = await mqtt.connectAsync(wall.gateway.mqtt());
    const page = await wall.visit("#/", "qian");
    await holdBackChanges(page);
    await client.publishAsync("facility/demo/elevator/E2/telemetry", '{"mode":"normal","alarmButton":true}');
    const { items } = await eventually(
      () =>
        wall.gateway.get<{ items: readonly { id: string; state: string; fault: string | null }[] }>("/api/v1/tickets"),
      (answer) => answer.items.some(({ fault, state }) => fault === "entrapment" && state === "open"),
    );
    const id = items.find(({ fault, state }) => fault === "entrapment" && state === "open")?.id ?? "";
    await page.reload();
    const accept = page.locator('#entrapment [data-card-act="accept"]');
    await accept.waitFor();
    await wall.gateway.post(`/api/v1/tickets/${id}/accept`, { by: "zhao" });
    await accept.click();
    await page.locator("#entrapment .answer").getByText("was first: accepted").waitFor();
    expect(await page.locator("#entrapment .on-the-way").textContent()).toMatch(
      /赵工accepted by 赵工, .*nobody is on site yet/,
    );
    await page.locator('#entrapment [data-card-act="arrive"]').click();
    await page.locator("#entrapment .on-the-way").getByText("on site: 钱工").waitFor();
    await client.endAsync();
    await page.context().close();
  });

  it("shuts what the chosen person's role may not press, says why, and offers the endings of such equipment", async () => {
    const { id } = await wall.report();
    const page = await wall.visit(`#/tickets/${id}`, "zhao");
    const [cancel, accept] = [page.locator('[data-act="cancel"]'), page.locator('[data-act="accept"]')];
    await cancel.waitFor();
    expect(await cancel.isDisabled()).toBe(true);
    expect(await cancel.getAttribute("title")).toBe("赵工 is technician: this is for operator, supervisor, manager.");
    expect(await accept.isDisabled()).toBe(false);
    await page.selectOption("#ticket .acts select[name=by]", "chen");
    expect(await cancel.isDisabled()).toBe(false);
    await page.context().close();
  });
});
