// What `check` prints: sorted, in the terminal's or the site's language, with a summary and the exit code.

import { describe, expect, it } from "vitest";
import { definitions } from "../../devices/index.ts";
import { checkSite, formatProblems, terminalLanguage } from "../../src/config/check.ts";
import { least, siteFolder } from "./site-folder.ts";

const check = async (site: string, env = {}) =>
  checkSite(await siteFolder({ "site.yaml": site }), { definitions, env });

describe("checkSite", () => {
  it("lists errors and warnings by place", async () => {
    const { text, exitCode } = await check(`${least}devices:\n  - { id: G, kind: gate, zone: eest }\n`);
    expect(exitCode).toBe(1);
    expect(text).toBe(
      [
        "site.yaml:1:1   warning  notify.channels: nobody to tell: `notify` has no channel, so tickets are seen on the wall alone",
        "site.yaml:8:32  error    devices[0].zone: unknown zone `eest`; did you mean `east`?",
        "1 error, 1 warning: the site cannot be used.\n",
      ].join("\n"),
    );
  });
  it("speaks the terminal's language, else the site's", async () => {
    const site = `${least}devices: []\n`;
    expect((await check(site)).text).toMatch(/0 errors, 1 warning: the site is valid\.\n$/);
    expect(await check(site, { LANG: "zh_CN.UTF-8" })).toEqual({
      text: "site.yaml:1:1  警告  notify.channels: 无人可通知：`notify` 没有任何渠道，工单只会显示在大屏上\n0 个错误，1 个警告：配置有效。\n",
      exitCode: 0,
    });
    expect((await check(site.replace("language: en\n", ""), { LANG: "C.UTF-8" })).text).toMatch(/警告/);
  });
});

it("takes the terminal's language from the usual variables", () => {
  expect(terminalLanguage({ LC_ALL: "zh_TW", LANG: "en_US" })).toBe("zh");
  expect(terminalLanguage({ LC_ALL: "", LC_MESSAGES: "en_GB.UTF-8", LANG: "zh_CN" })).toBe("en");
  expect(terminalLanguage({ LANG: "C" })).toBe(undefined);
});

it("says so when all is well", () => {
  expect(formatProblems([], "en")).toEqual({ text: "The site is valid.\n", exitCode: 0 });
});
