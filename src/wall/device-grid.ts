// Every device as a small square, by zone and kind: its state by shape and sign, and by colour only besides.

import type { Language } from "../model/text.ts";
import type { DeviceState } from "./device-state.ts";
import { deviceState, deviceStates } from "./device-state.ts";
import { element, follow, place, write } from "./dom.ts";
import { icon } from "./icons.ts";
import type { Present } from "./present.ts";
import { faultName, zoneName } from "./present.ts";
import type { Device } from "./wire.ts";
import { say } from "./words.ts";

const signs: Readonly<Record<DeviceState, string>> = { online: "", fault: "!", offline: "×", unknown: "?" };

type Group = { readonly zone: string; readonly kind: string; readonly devices: readonly Device[] };

const heading = element("h2");
const legend = element("p", { class: "legend" });
const groups = element("div", { class: "groups" });

export function openDeviceGrid(): void {
  place("devices").append(heading, legend, groups);
}

const square = (state: DeviceState): HTMLElement => element("i", { class: `square is-${state}` }, signs[state]);

function deviceSquare(present: Present, device: Device, language: Language): HTMLElement {
  const state = deviceState(device);
  const wrong = device.faults.map((fault) => faultName(present, { kind: device.kind, fault }, language));
  const said = `${device.id} ${device.name[language]}: ${[say(language, `device.${state}`), ...wrong].join(", ")}`;
  const made = square(state);
  made.title = said;
  made.setAttribute("role", "img");
  made.setAttribute("aria-label", said);
  made.dataset.device = device.id;
  return made;
}

function groupElement(present: Present, { zone, kind, devices }: Group, language: Language): HTMLElement {
  const online = devices.filter((device) => device.online === true).length;
  return element(
    "div",
    { class: "group" },
    element(
      "h3",
      {},
      icon(kind),
      `${zoneName(present, zone, language)} · ${present.site?.kinds[kind]?.label[language] ?? kind}`,
      element("small", {}, `${online}/${devices.length}`),
    ),
    element("div", { class: "squares" }, ...devices.map((device) => deviceSquare(present, device, language))),
  );
}

export function showDeviceGrid(present: Present, language: Language): void {
  write(heading, `${say(language, "devices")} ${present.devices.size}`);
  follow(
    legend,
    deviceStates,
    (state) => state,
    () => language,
    (state) => element("span", {}, square(state), say(language, `device.${state}`)),
  );
  const all = Map.groupBy(present.devices.values(), ({ zone, kind }) => `${zone}~${kind}`);
  const order = (present.site?.zones ?? []).map(({ id }) => id);
  const sorted = [...all.values()]
    .map((devices): Group => ({ zone: devices[0]?.zone ?? "", kind: devices[0]?.kind ?? "", devices }))
    .sort((a, b) => order.indexOf(a.zone) - order.indexOf(b.zone));
  follow(
    groups,
    sorted,
    ({ zone, kind }) => `${zone}~${kind}`,
    ({ devices }) => `${language} ${devices.map(({ id, online, faults }) => `${id}${online}${faults}`).join()}`,
    (group) => groupElement(present, group, language),
  );
}
