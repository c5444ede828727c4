import { chromium } from "playwright-core";
const [,, name, hash, lang, w, h, ...acts] = process.argv;
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });
const page = await (await browser.newContext({ bypassCSP: true, viewport: { width: +w, height: +h } })).newPage();
page.on("pageerror", (e) => console.log("ERR", e.message)); page.on("console", (m) => m.type() === "error" && console.log("CON", m.text()));
await page.goto("http://127.0.0.1:28080/login?token=plan-token");
await page.goto(`http://127.0.0.1:28080/?lang=${lang}${hash}`);
await page.waitForTimeout(2500);
for (const a of acts) { const [k, s] = a.split("::"); if (k === "click") await page.locator(s).first().click({ force: true }); if (k === "key") await page.keyboard.press(s); if (k==="wait") await page.waitForTimeout(+s); if (k==="hide") await page.addStyleTag({content:"#entrapment{display:none!important}"}); if (k==="full") await page.screenshot({ path: `/tmp/plan-demo/shots/${name}-full.png`, fullPage: true }); await page.waitForTimeout(700); }
await page.screenshot({ path: `/tmp/plan-demo/shots/${name}.png` });
console.log(await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth, document.querySelectorAll(".plan-views path").length]));
await browser.close();
