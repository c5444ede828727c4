// The demo community loads cleanly and is as complete as its comments say.

import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { definitions } from "../../devices/index.ts";
import { type LoadedSite, loadSite } from "../../src/config/load-site.ts";
import { isInside } from "../../src/config/outline.ts";
import { readSiteDocument } from "../../src/config/site-document.ts";
import type { RawSite } from "../../src/config/site-schema.ts";
import { type Device, roles, type Site } from "../../src/model/site.ts";

const folder = join(import.meta.dirname, "../../sites/demo");
let loaded: LoadedSite;
let site: Site;
let raw: RawSite;

beforeAll(async () => {
  loaded = await loadSite(folder, { definitions, env: {} });
  if (!loaded.site)
    throw new Error(loaded.problems.map(({ file, line, message }) => `${file}:${line} ${message.en}`).join("\n"));
  site = loaded.site;
  raw = (await readSiteDocument(folder)).root?.value as RawSite;
});

const ofKind = (kind: string): readonly Device[] => site.devices.filter((device) => device.kind === kind);

describe("the demo site", () => {
  it("has no errors, and warns only that nothing rings without a robot's secret", () => {
    expect(loaded.problems.filter(({ severity }) => severity === "error")).toEqual([]);
    expect(loaded.problems.map(({ message }) => message.en)).toEqual([
      expect.stringMatching(/^critical faults that ring nobody/),
    ]);
  });

  it.each([
    ["camera", "C", 40],
    ["gate", "G", 16],
    ["streetlight", "L", 120],
    ["elevator", "E", 20],
    ["pump", "P", 8],
  ])("has every %s, numbered without gaps", (kind, letter, count) => {
    expect(ofKind(kind).map(({ id }) => id)).toEqual(
      Array.from({ length: count }, (_, index) => `${letter}${index + 1}`),
    );
  });

  it("spreads over twelve buildings in four zones, each with its people", () => {
    expect(new Set(site.devices.flatMap(({ building }) => building ?? [])).size).toBe(12);
    expect(site.zones.map(({ id }) => id)).toEqual(["north", "east", "south", "west"]);
    const role = (id: string | undefined) => site.staff.find((person) => person.id === id)?.role;
    for (const zone of site.zones) {
      expect(role(zone.steward), zone.id).toBe("steward");
      expect(role(zone.guard), zone.id).toBe("guard");
      expect(zone.technicians.map(role), zone.id).toEqual(zone.technicians.map(() => "technician"));
      expect(zone.technicians.length, zone.id).toBeGreaterThan(0);
    }
  });

  it("has fourteen people in all six roles, and a skill for every kind of device", () => {
    expect(site.staff).toHaveLength(14);
    expect(new Set(site.staff.map((person) => person.role))).toEqual(new Set(roles));
    for (const zone of site.zones) {
      const skills = zone.technicians.flatMap((id) => site.staff.find((person) => person.id === id)?.skills ?? []);
      expect(skills, zone.id).toEqual(expect.arrayContaining(Object.keys(definitions)));
    }
  });

  it("keeps two operators and a guard on shift round the clock", () => {
    const role = (id: string) => site.staff.find((person) => person.id === id)?.role;
    for (let weekday = 1; weekday <= 7; weekday++)
      for (let minute = 0; minute < 1440; minute += 30) {
        const onDuty = site.rota.filter(({ days, window: { from, to } }) =>
          to <= from
            ? (minute >= from && days.includes(weekday)) ||
              (minute < to && days.includes(weekday === 1 ? 7 : weekday - 1))
            : minute >= from && minute < to && days.includes(weekday),
        );
        const people = onDuty.flatMap(({ staff }) => staff);
        expect(people.filter((id) => role(id) === "operator")).toHaveLength(2);
        expect(people.filter((id) => role(id) === "guard")).toHaveLength(1);
      }
  });

  it("names everything in both languages", () => {
    for (const { id, name } of [...site.zones, ...site.staff, ...site.links, ...site.devices]) {
      expect(name.zh, id).toMatch(/\p{Script=Han}/u);
      expect(name.en, id).not.toMatch(/\p{Script=Han}/u);
      expect(name.en, id).not.toBe(id);
    }
    expect(new Set(site.devices.map(({ kind, name }) => `${kind} ${name.zh}`)).size).toBe(site.devices.length);
  });

  it("gives every device a power feed or switch, a record and a place inside its level", () => {
    const levels = new Map((raw.coverage?.levels ?? []).map((level) => [level.id, level.outline]));
    const links = new Set(site.links.map(({ id }) => id));
    for (const { id, upstream, asset, mount } of site.devices) {
      expect(upstream.length, id).toBeGreaterThan(0);
      expect(
        upstream.filter((link) => !links.has(link)),
        id,
      ).toEqual([]);
      expect(Object.keys(asset), id).toEqual(
        expect.arrayContaining(["model", "maker", "installedAt", "warrantyUntil"]),
      );
      expect(isInside([mount?.x ?? -1, mount?.y ?? -1], levels.get(mount?.level ?? "") ?? []), id).toBe(true);
    }
  });

  it("hangs no camera inside a building", () => {
    const buildings = raw.coverage?.levels?.[0]?.walls?.slice(0, 13) ?? [];
    expect(buildings).toHaveLength(13);
    for (const { id, mount } of ofKind("camera").filter((camera) => camera.mount?.level === "ground"))
      expect(
        buildings.filter((walls) => isInside([mount?.x ?? 0, mount?.y ?? 0], walls)),
        id,
      ).toEqual([]);
  });

  it("shows the options of each kind: half nights, a switched feeder, standby pumps, school hours, indoor cameras", () => {
    expect(ofKind("streetlight").filter(({ facts }) => facts.program === "half")).toHaveLength(16);
    expect(ofKind("streetlight").filter(({ facts }) => facts.fed === "switched")).toHaveLength(12);
    expect(
      ofKind("pump")
        .filter(({ facts }) => facts.standby === true)
        .map(({ facts }) => facts.station),
    ).toEqual(["station-tank", "station-mains"]);
    expect(
      ofKind("gate")
        .filter(({ openHours }) => openHours)
        .map(({ id }) => id),
    ).toEqual(["G1", "G3"]);
    expect(ofKind("camera").filter(({ facts }) => facts.indoors === true)).toHaveLength(8);
    expect(ofKind("elevator").every(({ reportEvery }) => reportEvery === 10_000)).toBe(true);
    expect(site.sla.complaint?.milestones.respond).toEqual({ type: "duration", after: 86_400_000 });
  });
});
