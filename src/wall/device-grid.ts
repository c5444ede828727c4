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

const signs: Readonly<Record<DeviceState, string>> = { online: "", fault: "!", offline: "×", unknown: "" };

type Row = { readonly kind: string; readonly devices: readonly Device[] };
type Group = { readonly zone: string; readonly rows: readonly Row[] };

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
  const why = state === "unknown" ? [say(language, "unheardWhy")] : [];
  const told = [say(language, `device.${state}`), ...why, ...wrong].join(language === "zh" ? "，" : ", ");
  const said = `${device.id} ${device.name[language]}: ${told}`;
  const made = square(state);
  made.title = said;
  made.setAttribute("role", "img");
  made.setAttribute("aria-label", said);
  made.dataset.device = device.id;
  return made;
}

function rowElement(present: Present, { kind, devices }: Row, language: Language): HTMLElement {
  const label = present.site?.kinds[kind]?.label[language] ?? kind;
  const online = devices.filter((device) => device.online === true).length;
  const unheard = devices.filter((device) => deviceState(device) === "unknown").length;
  const heard = unheard === 0 ? label : `${label}, ${say(language, "unheard", { n: unheard })}`;
  const name = element(
    "span",
    { class: "kind", title: heard },
    icon(kind),
    element("small", {}, `${online}/${devices.length}`),
  );
  name.setAttribute("aria-label", `${heard} ${online}/${devices.length}`);
  return element(
    "div",
    { class: "row" },
    name,
    element("div", { class: "squares" }, ...devices.map((device) => deviceSquare(present, device, language))),
  );
}

const groupElement = (present: Present, { zone, rows }: Group, language: Language): HTMLElement =>
  element(
    "div",
    { class: "group" },
    element("h3", {}, zoneName(present, zone, language)),
    ...rows.map((row) => rowElement(present, row, language)),
  );

export function showDeviceGrid(present: Present, language: Language): void {
  write(heading, `${say(language, "devices")} ${present.devices.size}`);
  follow(
    legend,
    deviceStates,
    (state) => state,
    () => language,
    (state) => element("span", {}, square(state), say(language, `device.${state}`)),
  );
  const zones = Map.groupBy(present.devices.values(), ({ zone }) => zone);
  const order = (present.site?.zones ?? []).map(({ id }) => id);
  const sorted = [...zones]
    .map(([zone, devices]): Group => {
      const kinds = Map.groupBy(devices, ({ kind }) => kind);
      return { zone, rows: [...kinds].map(([kind, all]) => ({ kind, devices: all })) };
    })
    .sort((a, b) => order.indexOf(a.zone) - order.indexOf(b.zone));
  const told = ({ id, online, faults }: Device): string => `${id}${online}${faults}`;
  follow(
    groups,
    sorted,
    ({ zone }) => zone,
    ({ rows }) => `${language} ${rows.flatMap(({ devices }) => devices.map(told)).join()}`,
    (group) => groupElement(present, group, language),
  );
}
