import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { Site } from "../../../src/model/site.ts";
import { openChannel } from "../../../src/notify/open-channel.ts";
import { demoSite, monday10 } from "../demo-site.ts";
import { messageOf } from "../message-of.ts";
import { openReceiver, type Reply } from "../receiver.ts";

const secret = "only-we-two-know";
const site: Site = demoSite();
const openHook = (url: string) =>
  openChannel({ id: "hook", type: "webhook", url, secret }, { site, publish: () => {}, now: () => monday10 });

describe("webhook", () => {
  it("posts signed JSON", async () => {
    await using receiver = await openReceiver(() => ({ status: 204, body: undefined }));
    expect(await openHook(`${receiver.url}/in?token=t0ken`).send(messageOf())).toEqual({ ok: true });
    const [call] = receiver.calls;
    const body = JSON.parse(call?.body ?? "");
    expect(body).toMatchObject({
      id: "T-000123:0:robot",
      at: "2026-03-02T02:00:00.000Z",
      reason: "opened",
      severity: "critical",
      title: { zh: "【紧急】1号楼电梯 困人" },
      url: "https://anju.example.org/#/tickets/T-000123",
      to: ["zhao"],
      ticket: "T-000123",
    });
    expect(call?.headers["x-anju-signature"]).toBe(
      `sha256=${createHmac("sha256", secret)
        .update(Buffer.from(call?.body ?? ""))
        .digest("hex")}`,
    );
    expect(call?.headers["x-anju-timestamp"]).toBe("2026-03-02T02:00:00.000Z");
    expect(body.sentAt).toBe("2026-03-02T02:00:00.000Z");
    expect(call?.headers["idempotency-key"]).toBe("T-000123:0:robot");
  });

  const later = { ok: false, retry: true };
  const never = { ok: false, retry: false };
  it.each<[string, Reply, object]>([
    ["408", { status: 408 }, later],
    ["425", { status: 425 }, later],
    ["429", { status: 429, headers: { "Retry-After": "90" } }, { ...later, afterMs: 90_000 }],
    ["500", { status: 500 }, later],
    [
      "503 until a date",
      { status: 503, headers: { "Retry-After": "Mon, 02 Mar 2026 02:02:00 GMT" } },
      { ...later, afterMs: 120_000 },
    ],
    ["503 for a year", { status: 503, headers: { "Retry-After": "31536000" } }, { ...later, afterMs: 3_600_000 }],
    ["503 until nonsense", { status: 503, headers: { "Retry-After": "soon" } }, later],
    ["400", { status: 400 }, never],
    ["404", { status: 404 }, never],
    ["410", { status: 410 }, never],
    ["302", { status: 302, headers: { Location: "/elsewhere" } }, never],
  ])("%s", async (_name, reply, expected) => {
    await using receiver = await openReceiver(() => reply);
    const delivery = await openHook(`${receiver.url}/in?token=t0ken`).send(messageOf());
    expect({ ...delivery, error: "" }).toEqual({ ...expected, error: "" });
    expect(receiver.calls.length).toBe(1);
    expect(JSON.stringify(delivery)).not.toContain("t0ken");
  });

  it("nobody there: later", async () => {
    const gone = await openReceiver(() => ({}));
    await gone[Symbol.asyncDispose]();
    const delivery = await openHook(gone.url).send(messageOf());
    expect(delivery).toMatchObject({ ok: false, retry: true });
    expect(delivery).toHaveProperty("error", expect.stringContaining("ECONNREFUSED"));
  });

  it("an address that is none: an error to retry, without the address", async () => {
    const delivery = await openHook("http://user:secret-pass@:bad").send(messageOf());
    expect(delivery).toMatchObject({ ok: false, retry: true });
    expect(JSON.stringify(delivery)).not.toContain("secret-pass");
  });
});
