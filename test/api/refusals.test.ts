// What the API says when it refuses: a whole sentence in each language, wherever the refusal came from.

import { expect, it } from "vitest";
import { refusalWords } from "../../src/api/refusal-words.ts";
import { type ErrorCode, errorTable } from "../../src/model/error-code.ts";
import { refuse } from "../../src/model/result.ts";
import { openGateway, smallGateway, token } from "./open-gateway.ts";

const bearer = { authorization: `Bearer ${token}` };
const act = "/api/v1/tickets/T-000002/accept";

it.each([
  ["an unknown ticket", "GET", "/api/v1/tickets/T-9", undefined, "T-9"],
  ["an unknown device", "GET", "/api/v1/devices/X9", undefined, "X9"],
  ["an unknown act", "POST", "/api/v1/tickets/T-000002/fly", {}, "fly"],
  ["an unknown person", "POST", act, { by: "nobody" }, "nobody"],
  ["an unknown zone", "POST", "/api/v1/tickets", { zone: "moon", text: "dust" }, "moon"],
  ["a wrong type", "POST", act, { version: "one" }, "body/version"],
  ["a missing field", "POST", "/api/v1/tickets", { zone: "east" }, "body/text"],
  ["an unknown key", "POST", act, { overide: true }, "overide"],
  ["an empty text", "POST", act, { by: "" }, "body/by"],
  ["too long a text", "POST", act, { by: "x".repeat(300) }, "200"],
  ["a number too small", "GET", "/api/v1/tickets?limit=0", undefined, "query/limit"],
  ["no number", "GET", "/api/v1/tickets?limit=many", undefined, "query/limit"],
  ["no choice", "GET", "/api/v1/tickets?state=opened", undefined, "onSite"],
  ["no instant", "GET", "/api/v1/tickets?since=today", undefined, "query/since"],
  ["a foreign cursor", "GET", "/api/v1/tickets?cursor=T-9", undefined, "T-9"],
  ["points it has not", "GET", "/api/v1/telemetry/C1?points=volts", undefined, "volts"],
  ["a shift without silences", "GET", "/api/v1/silences", undefined, undefined],
  ["reasons nobody has", "GET", "/api/v1/tickets/T-000002/why", undefined, undefined],
])("%s", async (_what, method, path, body, name) => {
  await using open = await openGateway();
  const { json } = await (method === "GET" ? open.get(path) : open.post(path, body));
  expect(json.detail).toMatch(/\.$/);
  expect(json.detail).not.toMatch(/\p{Script=Han}/u);
  expect(json.detailZh).toMatch(/\p{Script=Han}.*。$/u);
  expect(json.detailZh).not.toMatch(/[a-z]{2,} [a-z]{2,}/);
  if (name !== undefined) expect([json.detail, json.detailZh].every((said) => said.includes(name))).toBe(true);
});

it("says where JSON is broken, and which type is expected", async () => {
  await using open = await openGateway();
  const headers = { ...bearer, "content-type": "application/json" };
  const broken = await open.get(act, { method: "POST", headers, body: '{"by":\n"zhao",}' });
  expect(broken.json.detailZh).toBe("body：内容不是有效的 JSON（第 2 行第 8 列），请检查引号、逗号和括号是否完整。");
  const xml = await open.get(act, { method: "POST", headers: { ...bearer, "content-type": "text/xml" }, body: "<a/>" });
  expect([xml.json.detail, xml.json.detailZh]).toEqual([
    "content-type: application/json is expected here.",
    "content-type：此处应为 application/json。",
  ]);
});

it("passes on the desk's own sentences as they are", async () => {
  const gateway = smallGateway();
  const detail = { en: "Not now.", zh: "现在不行。" };
  const view = { ...gateway.view, act: async () => refuse("wrong-state", detail) };
  await using open = await openGateway({ ...gateway, view });
  const { json } = await open.post(act, { by: "zhao" });
  expect([json.detail, json.detailZh]).toEqual([detail.en, detail.zh]);
});

const bareIds = Object.keys(errorTable).filter((code) => /^(unknown|credential|bad-reader|silence-over)/.test(code));
it.each(bareIds)("%s with a bare id becomes a sentence", (code) => {
  const { en, zh } = refusalWords(code as ErrorCode, "X9");
  expect(en).toMatch(/X9.*\.$/s);
  expect(zh).toMatch(/X9.*。$/s);
});
