import { createHmac } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ChannelConfig } from "../../../src/model/site.ts";
import { openChannel } from "../../../src/notify/open-channel.ts";
import { demoSite, monday10 } from "../demo-site.ts";
import { messageOf } from "../message-of.ts";
import { type Call, openReceiver } from "../receiver.ts";

type Robot = "wecom" | "dingtalk" | "feishu";
const configs: Readonly<Record<Robot, (baseUrl: string) => ChannelConfig>> = {
  wecom: (baseUrl) => ({ id: "r", type: "wecom", key: "hidden-key", baseUrl }),
  dingtalk: (baseUrl) => ({ id: "r", type: "dingtalk", token: "hidden-token", secret: "SEC/hidden+1", baseUrl }),
  feishu: (baseUrl) => ({ id: "r", type: "feishu", hook: "hidden-hook", secret: "hidden-secret", baseUrl }),
};
const robots: readonly Robot[] = ["wecom", "dingtalk", "feishu"];
const openRobot = (config: ChannelConfig) =>
  openChannel(config, { site: demoSite(), publish: () => {}, now: () => monday10 });
/** The robots' own answer to a message they take. */
const taken = { errcode: 0, errmsg: "ok", code: 0, msg: "success" };
const seconds = Math.floor(monday10 / 1000);

async function sent(config: (baseUrl: string) => ChannelConfig, message = messageOf()): Promise<Call> {
  await using receiver = await openReceiver(() => ({ body: taken }));
  expect(await openRobot(config(receiver.url)).send(message)).toEqual({ ok: true });
  return receiver.calls[0] as Call;
}

describe("WeCom", () => {
  it("takes text and mentions by mobile", async () => {
    const { url, body } = await sent(configs.wecom);
    expect(`${url.pathname}${url.search}`).toBe("/cgi-bin/webhook/send?key=hidden-key");
    const { msgtype, text } = JSON.parse(body);
    expect(msgtype).toBe("text");
    expect(text.mentioned_mobile_list).toEqual(["13800000003"]);
    expect(text.content).toMatch(/^【紧急】1号楼电梯 困人\n[\s\S]*\nhttps:\/\/anju.example.org\/#\/tickets\/T-000123$/);
  });
});

describe("DingTalk", () => {
  it("signs in milliseconds, and the mobile stands in the text too", async () => {
    const { url, body } = await sent(configs.dingtalk);
    const sign = createHmac("sha256", "SEC/hidden+1").update(`${monday10}\nSEC/hidden+1`).digest("base64");
    expect(url.pathname).toBe("/robot/send");
    expect(url.search).toBe(`?access_token=hidden-token&timestamp=${monday10}&sign=${encodeURIComponent(sign)}`);
    const { msgtype, text, at } = JSON.parse(body);
    expect(msgtype).toBe("text");
    expect(at).toEqual({ atMobiles: ["13800000003"], isAtAll: false });
    expect(text.content).toMatch(/@13800000003$/);
  });
  it("sends unsigned without a secret", async () => {
    const { url } = await sent((baseUrl) => ({ id: "r", type: "dingtalk", token: "tok", baseUrl }));
    expect(url.search).toBe("?access_token=tok");
  });
});

describe("Feishu", () => {
  it("signs in seconds, in the body, with an empty message", async () => {
    const { url, body } = await sent(configs.feishu);
    expect(url.pathname).toBe("/open-apis/bot/v2/hook/hidden-hook");
    const { timestamp, sign, msg_type, content } = JSON.parse(body);
    expect(timestamp).toBe(String(seconds));
    expect(sign).toBe(createHmac("sha256", `${seconds}\nhidden-secret`).digest("base64"));
    expect(msg_type).toBe("text");
    expect(content.text).toMatch(/@赵工$/);
  });
  it("sends unsigned without a secret", async () => {
    const { body } = await sent((baseUrl) => ({ id: "r", type: "feishu", hook: "h", baseUrl }));
    expect(Object.keys(JSON.parse(body))).toEqual(["msg_type", "content"]);
  });
  it("a report cannot call the whole group", async () => {
    const body = { zh: '<at user_id="all">所有人</at> < AT x', en: "" };
    const call = await sent(configs.feishu, messageOf({ body }));
    expect(JSON.parse(call.body).content.text).not.toMatch(/<\s*\/?\s*at\b/i);
  });
});

describe("the answer's body decides", () => {
  const later = { ok: false, retry: true };
  const never = { ok: false, retry: false };
  it.each<[Robot, number, object, object]>([
    ["wecom", 200, { errcode: 45009, errmsg: "api freq out of limit" }, { ...later, afterMs: 61_000 }],
    ["wecom", 200, { errcode: 93000, errmsg: "invalid webhook url, key hidden-key" }, never],
    ["wecom", 200, { errcode: -1, errmsg: "system busy" }, later],
    ["wecom", 502, { error: "bad gateway" }, later],
    ["wecom", 404, { error: "not here" }, never],
    ["wecom", 200, { hello: "I am no robot" }, later],
    ["dingtalk", 200, { errcode: 130101, errmsg: "send too fast, hidden-token" }, { ...later, afterMs: 600_000 }],
    ["dingtalk", 200, { errcode: 310000, errmsg: "sign not match SEC/hidden+1" }, later],
    ["feishu", 200, { code: 19021, msg: "sign match fail hidden-secret" }, never],
    ["feishu", 200, { code: 9499, msg: "too many requests" }, later],
    ["feishu", 400, { code: 11232, msg: "frequency limited psm" }, later],
    ["feishu", 429, {}, later],
  ])("%s HTTP %i %j", async (robot, status, body, expected) => {
    await using receiver = await openReceiver(() => ({ status, body }));
    const delivery = await openRobot(configs[robot](receiver.url)).send(messageOf());
    expect({ ...delivery, error: "" }).toEqual({ ...expected, error: "" });
    expect(JSON.stringify(delivery)).not.toMatch(/hidden/);
  });

  it("Feishu's bad signature names the clock", async () => {
    await using receiver = await openReceiver(() => ({ body: { code: 19021, msg: "sign match fail" } }));
    expect(await openRobot(configs.feishu(receiver.url)).send(messageOf())).toHaveProperty(
      "error",
      expect.stringMatching(/19021.*secret.*clock/),
    );
  });

  it.each(robots)("%s unreachable: later, and no secret in the error", async (robot) => {
    const gone = await openReceiver(() => ({}));
    await gone[Symbol.asyncDispose]();
    const delivery = await openRobot(configs[robot](gone.url)).send(messageOf());
    expect(delivery).toMatchObject({ ok: false, retry: true });
    expect(JSON.stringify(delivery)).not.toMatch(/hidden/);
  });
});

describe("byte limits", () => {
  const worst: [string[], number][] = [
    [['"'], 30_000],
    [["<at x>"], 9_000],
    [["<"], 30_000],
    [["电"], 9_000],
    [["\n"], 30_000],
  ];
  const sizes: Readonly<Record<Robot, (body: string) => readonly [number, number]>> = {
    wecom: (body) => [Buffer.byteLength(JSON.parse(body).text.content), 2048],
    dingtalk: (body) => [Buffer.byteLength(body), 20_000],
    feishu: (body) => [Buffer.byteLength(body), 20_000],
  };
  it.each(robots)("%s gets no more than it takes, whole characters, and the link", async (robot) => {
    await using receiver = await openReceiver(() => ({ body: taken }));
    const channel = openRobot(configs[robot](receiver.url));
    const parts = fc.constantFrom("电梯困人", "<at x>", '"\\\n', "👩‍🚒", "a", "<<<<");
    await fc.assert(
      fc.asyncProperty(fc.array(parts, { maxLength: 50 }), fc.integer({ min: 1, max: 400 }), async (words, times) => {
        const zh = words.join("").repeat(times);
        expect(await channel.send(messageOf({ body: { zh, en: zh } }))).toEqual({ ok: true });
        const body = receiver.calls.at(-1)?.body ?? "";
        const [size, limit] = sizes[robot](body);
        expect(size).toBeLessThanOrEqual(limit);
        expect(body).not.toContain("\ufffd");
        expect(body).toContain("https://anju.example.org/#/tickets/T-000123");
      }),
      { numRuns: 25, examples: worst },
    );
  });
});
