import { describe, expect, it } from "vitest";
import { openChannel } from "../../../src/notify/open-channel.ts";
import { demoSite, monday10 } from "../demo-site.ts";
import { messageOf } from "../message-of.ts";

const open = (publish: (topic: string, payload: string) => void) =>
  openChannel({ id: "gateway-notices", type: "mqtt" }, { site: demoSite(), publish, now: () => monday10 });

describe("mqtt", () => {
  it("publishes one JSON object on the site's stream", async () => {
    const published: [string, string][] = [];
    const delivery = await open((topic, payload) => published.push([topic, payload])).send(messageOf());
    expect(delivery).toEqual({ ok: true });
    expect(published.map(([topic]) => topic)).toEqual(["facility/demo/gateway/notices"]);
    expect(JSON.parse(published[0]?.[1] ?? "")).toMatchObject({
      id: "T-000123:0:robot",
      ticket: "T-000123",
      to: ["zhao"],
    });
  });

  it("a broker that is down: later", async () => {
    const delivery = await open(() => {
      throw new Error("the broker is closed");
    }).send(messageOf());
    expect(delivery).toEqual({ ok: false, retry: true, error: "the broker is closed" });
  });
});
