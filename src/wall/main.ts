// The wall: hears the gateway, remembers, and keeps the page in step. Its last picture stays until there is a newer one.

import type { Language } from "../model/text.ts";
import type { TicketJson } from "../model/ticket-json.ts";
import { openAdvice } from "./advice.ts";
import type { Line } from "./connection.ts";
import { connect } from "./connection.ts";
import { runCountdowns } from "./countdown.ts";
import { showCounts } from "./counts.ts";
import { openDeviceGrid, showDeviceGrid } from "./device-grid.ts";
import { place, write } from "./dom.ts";
import { showEntrapmentCards } from "./entrapment-list.ts";
import { openEntrapmentCards } from "./entrapment-press.ts";
import { openFaultList, showFaultList } from "./fault-list.ts";
import { openHeader, showHeader } from "./header.ts";
import { openInside } from "./inside.ts";
import { openPlan, showPlan } from "./plan.ts";
import { hearPlan } from "./plan-data.ts";
import { openTurns } from "./plan-turns.ts";
import type { Present } from "./present.ts";
import { hear, nothingYet, serverNow, withTicket } from "./present.ts";
import { openActs } from "./send-act.ts";
import { askedSheet, showSheet } from "./sheet.ts";
import { openSilences } from "./silences.ts";
import { openTicketList, showTicketList } from "./ticket-list.ts";
import { asked, showTicketPanel } from "./ticket-panel.ts";
import { ticketWords } from "./ticket-words.ts";
import { openWhy } from "./why.ts";
import type { WallMessage } from "./wire.ts";
import { say } from "./words.ts";

const languageKey = "anju.language";
const steady = (): number => performance.now();

let present: Present = nothingYet;
let line: Line = "connecting";
/** A ticket asked for by its address that the stream does not carry (closed long ago): looked up once per visit. */
let looked: { readonly id: string; readonly ticket: TicketJson | null | undefined } | undefined;

const chosen = (): Language => {
  const wanted = new URLSearchParams(location.search).get("lang") ?? localStorage.getItem(languageKey);
  return wanted === "en" || wanted === "zh" ? wanted : (present.site?.language ?? "zh");
};

function showTicket(): void {
  const id = asked(location.hash);
  const streamed = id === null ? null : present.tickets.get(id);
  if (id !== null && streamed === undefined && looked?.id !== id) void lookUp(id);
  const ticket = streamed === undefined ? (looked?.id === id ? looked?.ticket : null) : streamed;
  showTicketPanel(present, ticket, steady(), chosen());
}

/** Null while it is under way or the line is lost, undefined where there is no such ticket. */
async function lookUp(id: string): Promise<void> {
  looked = { id, ticket: null };
  try {
    const answer = await fetch(`/api/v1/tickets/${id}`);
    looked = { id, ticket: answer.ok ? ((await answer.json()) as TicketJson) : undefined };
    show();
  } catch {
    looked = undefined;
  }
}

function showSecond(): void {
  showHeader(present, line, chosen(), steady());
  runCountdowns(serverNow(present, steady()), chosen());
}

function show(): void {
  const language = chosen();
  document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
  showCounts(present, language);
  showEntrapmentCards(present, serverNow(present, steady()), language);
  showTicketList(present, steady(), language);
  showFaultList(present, language);
  showDeviceGrid(present, language);
  showTicket();
  showSheet(present, location.hash, steady(), language);
  showPlan(present, location.hash, language);
  document.body.dataset.panel = asked(location.hash) !== null || askedSheet(location.hash) !== null ? "yes" : "no";
  showSecond();
}

function announce(message: WallMessage): void {
  if (message.type !== "changes") return;
  const fresh = message.tickets.filter(({ id, severity }) => severity === "critical" && !present.tickets.has(id));
  if (fresh.length === 0) return;
  const what = fresh.map((ticket) => ticketWords(present, ticket, chosen()).join(" ")).join("; ");
  write(place("announcer"), say(chosen(), "newCritical", { what }));
}

openHeader(() => {
  localStorage.setItem(languageKey, chosen() === "zh" ? "en" : "zh");
  const address = new URL(location.href);
  address.searchParams.delete("lang");
  history.replaceState(null, "", address);
  show();
});
openTicketList();
openFaultList();
openDeviceGrid();
openAdvice(show);
openTurns(show);
openWhy(show);
openInside(show);
openActs((ticket) => {
  present = withTicket(present, ticket);
  show();
});
openEntrapmentCards(show);
openSilences(show);
openPlan(show);
addEventListener("hashchange", () => {
  looked = undefined;
  show();
});
addEventListener("keydown", ({ key }) => {
  if (key === "Escape" && location.hash !== "") location.hash = "#/";
});
connect(
  (message) => {
    announce(message);
    present = hear(present, message, steady());
    hearPlan(message);
    if (message.type === "tick") showSecond();
    else show();
  },
  (now) => {
    line = now;
    showSecond();
  },
);
setInterval(showSecond, 250);
