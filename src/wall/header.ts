// The top line and the banner: community, clock, age of the data, state of the line, silences in force, language; loud when the data is old.

import type { Language } from "../model/text.ts";
import type { Line } from "./connection.ts";
import { deskMenu, showDeskMenu } from "./desk-menu.ts";
import { element, place, write } from "./dom.ts";
import type { Present } from "./present.ts";
import { serverNow } from "./present.ts";
import { isWithinHours } from "./silence-hours.ts";
import { silencesInForce } from "./silences.ts";
import { say } from "./words.ts";

/** A message of the gateway older than this, in ms, is told loudly. */
const staleAfter = 10_000;

const name = element("h1");
const title = element("span", { class: "subtitle" });
const age = element("span", { class: "age", id: "age" });
const line = element("span", { class: "line", id: "line" });
const time = element("time", { class: "time", id: "time" });
const language = element("button", { type: "button", id: "language" });
const report = element("a", { href: "#/report", class: "button first", id: "report" });
const plan = element("a", { class: "button", id: "plan-link" });
const silences = element("a", { href: "#/silences", class: "badge", id: "silences" });

/** Fills the header once. */
export function openHeader(onLanguage: () => void): void {
  language.addEventListener("click", onLanguage);
  place("header").append(
    element("div", { class: "names" }, name, title),
    element("div", { class: "signs" }, silences, age, line, time, report, plan, deskMenu(), language),
  );
}

const old = (present: Present, steady: number): "stale" | "quiet" | null => {
  if (steady - present.heardAt > staleAfter) return "stale";
  const quietAfter = present.site?.quietAfter ?? staleAfter;
  return present.dataAt !== null && serverNow(present, steady) - present.dataAt > quietAfter ? "quiet" : null;
};

/** Each second and on each change. @param steady our steady clock, ms. */
export function showHeader(present: Present, state: Line, say_: Language, steady: number): void {
  const now = serverNow(present, steady);
  const started = present.site !== null;
  const dataAge = present.dataAt === null ? null : Math.max(0, Math.floor((now - present.dataAt) / 1000));
  const how = started ? old(present, steady) : null;

  write(name, present.site?.name[say_] ?? "Anju 安居");
  write(title, say(say_, "title"));
  write(report, say(say_, "report"));
  const isPlan = document.body.dataset.view === "plan";
  write(plan, say(say_, isPlan ? "board" : "plan"));
  plan.setAttribute("href", isPlan ? "#/wall" : "#/plan");
  showDeskMenu(say_);
  const zone = present.site?.timezone ?? "UTC";
  const silent = silencesInForce(now).filter((silence) => isWithinHours(silence, now, zone)).length;
  write(silences, `${say(say_, "silences")} ${silent}`);
  silences.hidden = silent === 0;
  write(language, say(say_, "otherLanguage"));
  write(line, say(say_, state === "live" ? "live" : started ? "reconnecting" : "loading"));
  line.dataset.line = state;
  write(age, dataAge === null ? say(say_, "noDataYet") : say(say_, "dataAge", { n: dataAge }));
  age.dataset.old = how ?? "no";
  if (present.site) {
    const { timezone } = present.site;
    const locale = say_ === "zh" ? "zh-CN" : "en-GB";
    const at = new Date(now);
    const day = at.toLocaleDateString(locale, { timeZone: timezone, weekday: "short", month: "short", day: "numeric" });
    write(time, `${day}  ${at.toLocaleTimeString(locale, { timeZone: timezone, hour12: false })}`);
  }
  showBanner(present, state, say_, how, Math.floor((steady - present.heardAt) / 1000), dataAge ?? 0);
}

function showBanner(
  present: Present,
  state: Line,
  say_: Language,
  how: "stale" | "quiet" | null,
  silentFor: number,
  dataAge: number,
): void {
  const banner = place("banner");
  const signedOut = state === "signedOut";
  banner.hidden = how === null && !signedOut;
  document.body.dataset.old = how ?? "no";
  document.title = `${how ? "⚠ " : ""}${present.site?.name[say_] ?? "Anju 安居"}`;
  if (signedOut) {
    if (!banner.querySelector("a"))
      banner.replaceChildren(element("a", { href: `/login${location.hash}` }, say(say_, "signedOut")));
  } else if (how !== null) write(banner, say(say_, how, { n: how === "stale" ? silentFor : dataAge }));
  // Where a sheet covers the wall it begins below the banner.
  document.body.style.setProperty("--banner", banner.hidden ? "0px" : `${banner.offsetHeight}px`);
}
