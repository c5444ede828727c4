// The demo community loads cleanly and is as complete as its comments say.

import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { definitions } from "../../devices/index.ts";
import { type LoadedSite, loadSite } from "../../src/config/load-site.ts";
import { isInside } from "../../src/config/outline.ts";
import { readSiteDocument } from "../../src/config/site-document.ts";
import type { RawSite } from "../../src/config/site-schema.ts";
import { createCoverage } from "../../src/coverage/create-coverage.ts";
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
    const { levels, areas } = site.coverage;
    for (const { id, name } of [...site.zones, ...site.staff, ...site.links, ...site.devices, ...levels, ...areas]) {
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

  it("hangs no camera inside a building but those in its elevator cars", () => {
    const buildings = raw.coverage?.levels?.[0]?.walls?.filter((wall) => `${wall[0]}` === `${wall.at(-1)}`) ?? [];
    expect(buildings).toHaveLength(14);
    const inside = ofKind("camera").filter(
      ({ mount }) => mount?.level === "ground" && buildings.some((walls) => isInside([mount.x, mount.y], walls)),
    );
    expect(inside.map(({ id }) => id)).toEqual(["C39", "C40"]);
  });

  describe("is watched", () => {
    const classic = ["substation-corner", "stairwell-west", "elevator-lobby-north"];
    const state = { sees: false, blurred: false, heading: null };

    it.each([false, true])("as promised but for the three classic blind places; in the dark: %s", (dark) => {
      const coverage = createCoverage(site);
      for (const { id, atLeast } of site.coverage.areas)
        if (classic.includes(id)) expect(coverage.designRatio(id, dark), id).toBeLessThan(0.5);
        else expect(coverage.designRatio(id, dark), id).toBeGreaterThanOrEqual(atLeast);
    });

    it("everywhere of the playground by two", () => {
      const coverage = createCoverage(site);
      expect(site.coverage.areas.filter(({ cameras }) => cameras > 1).map(({ id }) => id)).toEqual(["playground"]);
      coverage.change({ camera: "C27", state });
      expect(coverage.ratio("playground")).toBe(0);
    });

    it("in places of high priority by one camera alone, or by the light of one lamp alone", () => {
      const high = new Set(site.coverage.areas.filter(({ priority }) => priority === "high").map(({ id }) => id));
      expect(high.has("north-gate") && high.has("lobby-b12")).toBe(true);
      const coverage = createCoverage(site);
      coverage.change({ camera: "C1", state });
      expect(coverage.ratio("north-gate")).toBe(0);
      coverage.change({ lamp: "L102", works: false });
      expect(coverage.ratio("lobby-b12")).toBeGreaterThan(0.95);
      coverage.change({ dark: true });
      expect(coverage.ratio("lobby-b12")).toBe(0);
    });
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
