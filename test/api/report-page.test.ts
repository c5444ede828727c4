// Reporting from a label's code without a login: the form, the ticket, and what keeps spam and the curious out.

import { readdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, it } from "vitest";
import { labelCode } from "../../src/api/label-code.ts";
import { refuse } from "../../src/model/result.ts";
import { jpeg, key, lampCode, openPeopleDoor } from "./people-door.ts";

const text = "路灯一直闪";
const minute = 60_000;

it("shows what is reported on, in the browser's language, and switches by a link", async () => {
  await using door = await openPeopleDoor();
  const zh = await door.open();
  expect([zh.status, zh.headers.get("content-type")]).toEqual([200, "text/html; charset=utf-8"]);
  expect(zh.text).toContain('<html lang="zh">');
  expect(zh.text).toContain("1号路灯");
  expect(zh.text).toContain("西片区");
  expect(zh.text).toContain(`href="/r/${lampCode}?lang=en"`);
  const en = await door.open(lampCode, { "accept-language": "fr, en-GB;q=0.8, zh;q=0.3" });
  expect(en.text).toContain("Lamp 1");
  expect((await door.get(`/r/${lampCode}?lang=en`, { headers: { "accept-language": "zh" } })).text).toContain(
    '<html lang="en">',
  );
});

it("lets no script run and only its own style count", async () => {
  await using door = await openPeopleDoor();
  const [one, two] = [await door.open(), await door.open()];
  const policy = one.headers.get("content-security-policy") ?? "";
  const nonce = /style-src 'nonce-([^']+)'/.exec(policy)?.[1];
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toMatch(/unsafe|script-src/);
  expect(one.text).toContain(`<style nonce="${nonce}">`);
  expect(one.text).not.toMatch(/<script|\sstyle=|\son\w+=/);
  expect(two.headers.get("content-security-policy")).not.toBe(policy);
  expect(one.headers.get("cache-control")).toBe("no-store");
});

it("makes a resident's report, and says its number and who calls back", async () => {
  await using door = await openPeopleDoor();
  const answer = await door.send({ text: ` ${text} `, name: "顾先生", phone: "139 0000 0000" });
  expect(answer.status).toBe(201);
  expect(answer.text).toContain("T-000004");
  expect(answer.text).toContain("1 个工作日内");
  expect(answer.text).not.toMatch(/顾先生|139 0000|赵工|陈值班/);
  expect(door.gateway.tickets.get("T-000004")).toMatchObject({
    source: "report",
    zone: "west",
    asset: "L1",
    title: { zh: text },
    reporter: { resident: true, phone: "139 0000 0000" },
  });
});

it("takes a zone's label for what has none of its own, and speaks English", async () => {
  await using door = await openPeopleDoor();
  const answer = await door.send({ text: "The bench is broken", lang: "en" }, { code: labelCode(key, "zone", "east") });
  expect([answer.status, door.gateway.tickets.get("T-000004")?.asset]).toEqual([201, null]);
  expect(answer.text).toContain("we cannot call you back");
});

it.each([
  ["a guess", "L1-AAAAAAAAAA"],
  ["a guess at what is not there", "L9-AAAAAAAAAA"],
  ["a right code of something gone", labelCode(key, "device", "L9")],
  ["a device's seal on a zone", labelCode(key, "device", "west")],
  ["no code", "x"],
])("answers %s with the same 404, reading and writing", async (_what, code) => {
  await using door = await openPeopleDoor();
  const nothing = await door.open("nothing-AAAAAAAAAA");
  const bare = (page: string): string => page.replace(/nonce="[^"]+"/, "");
  const read = await door.open(code);
  expect([read.status, bare(read.text)]).toEqual([404, bare(nothing.text)]);
  const written = await door.send({ text }, { code });
  expect([written.status, bare(written.text)]).toEqual([404, bare(nothing.text)]);
  expect(door.gateway.tickets.size).toBe(3);
});

it.each([
  ["too fast", { text }, { wait: 1_999 }, 422, "提交过快"],
  ["too old", { text }, { wait: 121 * minute }, 422, "打开时间过长"],
  ["with a forged token", { text, token: "1772323200000.AAAA" }, {}, 422, "无法识别"],
  ["with the hidden field filled in", { text, website: "http://spam.example" }, {}, 422, "隐藏栏目"],
  ["without words", { text: "  " }, {}, 422, "请填写"],
  ["with too many words", { text: "长".repeat(1001) }, {}, 422, "请填写"],
  ["with a phone that is none", { text, phone: "call me" }, {}, 422, "电话号码"],
  ["with a photo that is none", { text, photo: new Blob(["<svg/>"], { type: "image/png" }) }, {}, 422, "照片不是"],
  ["with a paper as photo", { text, photo: new Blob(["%PDF-1.7"], { type: "application/pdf" }) }, {}, 422, "照片不是"],
] as const)("refuses a form sent %s, keeps the words and makes nothing", async (_what, fields, more, status, said) => {
  await using door = await openPeopleDoor();
  const answer = await door.send({ name: "顾 <b>", ...fields }, more);
  expect([answer.status, answer.text.includes(said)]).toEqual([status, true]);
  expect(answer.text).toContain("顾 &lt;b&gt;");
  expect(answer.text).toContain(`>${fields.text.trim()}</textarea>`);
  expect(door.gateway.tickets.size).toBe(3);
});

it("takes the form again with the token of the refusal", async () => {
  await using door = await openPeopleDoor();
  const refused = await door.send({ text }, { wait: 100 });
  door.pass(5_000);
  const token = /name="token" value="([^"]+)"/.exec(refused.text)?.[1] ?? "";
  expect((await door.send({ text, token }, { wait: 0 })).status).toBe(201);
});

it("does not take the token of another label, nor bodies that are no form", async () => {
  await using door = await openPeopleDoor();
  const token = /name="token" value="([^"]+)"/.exec((await door.open(labelCode(key, "device", "E1"))).text)?.[1] ?? "";
  expect((await door.send({ text, token })).status).toBe(422);
  const json = await door.get(`/r/${lampCode}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ text }),
  });
  expect(json.status).toBe(422);
  const many = new FormData();
  for (let i = 0; i < 100; i++) many.append("text", text);
  expect((await door.get(`/r/${lampCode}`, { method: "POST", headers: {}, body: many })).status).toBe(422);
  const foreign = await door.send({ text }, { headers: { origin: "https://evil.example" } });
  expect(foreign.status).toBe(403);
  expect(door.gateway.tickets.size).toBe(3);
});

it("makes one ticket of a form sent several times at once, also when the first try fails", async () => {
  let tries = 0;
  await using door = await openPeopleDoor({}, (view) => ({
    ...view,
    // As slow as a disk, so that the others come meanwhile.
    async report(report) {
      const mine = ++tries;
      await sleep(200);
      return mine === 1 ? refuse("storage-unavailable") : view.report(report);
    },
  }));
  const all = await Promise.all([1, 2, 3, 4].map(() => door.send({ text })));
  expect(all.map(({ status }) => status).sort()).toEqual([200, 200, 201, 503]);
  expect([tries, door.gateway.tickets.size]).toEqual([2, 4]);
});

it("answers the same words within the hour with the number there is", async () => {
  await using door = await openPeopleDoor();
  expect((await door.send({ text })).status).toBe(201);
  const again = await door.send({ text, phone: "13900000000" });
  expect([again.status, again.text.includes("T-000004"), again.text.includes("此前已登记")]).toEqual([200, true, true]);
  expect((await door.send({ text: `${text}。` })).text).toContain("T-000005");
  door.pass(60 * minute);
  expect((await door.send({ text })).text).toContain("T-000006");
  expect(door.gateway.tickets.size).toBe(6);
});

it("makes a new ticket for the same words when the former one is restored", async () => {
  await using door = await openPeopleDoor();
  await door.send({ text });
  const former = door.gateway.tickets.get("T-000004");
  if (former) door.gateway.put({ ...former, state: "restored" });
  expect((await door.send({ text })).text).toContain("T-000005");
});

it("takes five reports in ten minutes from one address, and goes on after that", async () => {
  await using door = await openPeopleDoor();
  const statuses: number[] = [];
  for (let i = 0; i < 6; i++) statuses.push((await door.send({ text: `${text} ${i}` })).status);
  expect(statuses).toEqual([201, 201, 201, 201, 201, 429]);
  const elsewhere = await door.send({ text: "门坏了" }, { headers: { "x-forwarded-for": "203.0.113.9" } });
  expect(elsewhere.status).toBe(201);
  door.pass(10 * minute);
  expect((await door.send({ text: `${text} 9` })).status).toBe(201);
});

it("takes twenty reports an hour on one label, whoever sends them", async () => {
  await using door = await openPeopleDoor();
  const send = (i: number, code = lampCode) =>
    door.send({ text: `${text} ${i}` }, { code, headers: { "x-forwarded-for": `203.0.113.${i}` } });
  for (let i = 0; i < 20; i++) expect((await send(i)).status).toBe(201);
  const refused = await send(20);
  expect([refused.status, refused.headers.get("retry-after")]).toEqual([429, "600"]);
  expect((await send(21, labelCode(key, "zone", "west"))).status).toBe(201);
});

it("keeps a photo with the ticket, in a file of the gateway's own", async () => {
  await using door = await openPeopleDoor();
  const answer = await door.send({ text, photo: new File([jpeg], "../../灯.jpg", { type: "image/jpeg" }) });
  expect(answer.status).toBe(201);
  const [action] = door.acted;
  expect(action).toMatchObject({ do: "attach", ticket: "T-000004", by: "resident" });
  expect(action?.attachment).toMatchObject({ name: "灯.jpg", type: "image/jpeg", size: jpeg.length });
  expect(readdirSync(join(door.folder, "attachments"))).toEqual([action?.attachment?.id]);
});

it("keeps the report where the photo cannot be kept, and says so", async () => {
  const full = { diskFree: 1000 };
  await using door = await openPeopleDoor({}, (view) => ({
    ...view,
    measures: () => ({ ...view.measures(), ...full }),
  }));
  const answer = await door.send({ text, photo: new Blob([jpeg], { type: "image/jpeg" }) });
  expect([answer.status, answer.text.includes("照片未能保存"), door.acted.length]).toEqual([201, true, 0]);
});

it("says politely that a photo is too large", async () => {
  await using door = await openPeopleDoor();
  const large = Buffer.concat([jpeg, Buffer.alloc(9 * 1024 * 1024)]);
  const answer = await door.send({ text, photo: new Blob([large], { type: "image/jpeg" }) });
  expect([answer.status, answer.text.includes("照片超过 8 MB")]).toEqual([413, true]);
});

it("says so where the report could not be registered", async () => {
  await using door = await openPeopleDoor({}, (view) => ({
    ...view,
    report: async () => refuse("storage-unavailable", "disk sda1 is full"),
  }));
  const answer = await door.send({ text });
  expect([answer.status, answer.text.includes("暂时无法登记")]).toEqual([503, true]);
  expect(answer.text).toContain(text);
  expect(answer.text).not.toContain("sda1");
});

it("is not there without a label key", async () => {
  await using door = await openPeopleDoor();
  const { openGateway } = await import("./open-gateway.ts");
  await using plain = await openGateway();
  expect((await plain.get(`/r/${lampCode}`)).status).toBe(404);
  expect((await plain.get("/labels")).status).toBe(404);
  expect(door.port).toBeGreaterThan(0);
});
