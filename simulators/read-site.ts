// Reads a site folder for the simulators: the same YAML as the gateway, but only what behaviour needs, and forgiving.

import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { definitions } from "../devices/index.ts";
import { milliseconds, parseDuration } from "../src/model/duration.ts";
import type { Programs } from "./lighting.ts";
import {
  type DeviceConfig,
  type LinkConfig,
  type SimulatedKind,
  type SimulatedSite,
  type StaffConfig,
  simulatedKinds,
} from "./simulated-site.ts";

type Table = Readonly<Record<string, unknown>>;

const table = (value: unknown): Table =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Table) : {};
const rows = (value: unknown): readonly Table[] => (Array.isArray(value) ? value.map(table) : []);
const words = (value: unknown): readonly string[] =>
  typeof value === "string" ? [value] : Array.isArray(value) ? value.map(String) : [];
const numberOr = <T>(value: unknown, otherwise: T): number | T => (typeof value === "number" ? value : otherwise);

/**
 * The site in the folder: `site.yaml` and the files (or patterns) of its `include`, whose lists are joined.
 * Devices of kinds without a simulator are left out; what is missing gets the contract's defaults.
 * @throws Error naming the folder, when there is no readable site.yaml or it names no site.
 */
export const readSite = (folder: string): SimulatedSite => toSite(readTable(folder));

/** The whole site as written, includes joined. @throws Error as readSite. */
export function readTable(folder: string): Table {
  const site = join(folder, "site.yaml");
  let whole: Table;
  try {
    whole = table(parse(readFileSync(site, "utf8")));
  } catch (error) {
    throw new Error(`cannot read ${site}: ${(error as Error).message} / 无法读取站点文件 ${site}`);
  }
  for (const pattern of words(whole.include))
    for (const file of globSync(pattern, { cwd: folder }).sort())
      whole = joined(whole, table(parse(readFileSync(join(folder, file), "utf8"))));
  if (typeof whole.site !== "string") throw new Error(`${site} names no site (site: ID) / 站点文件 ${site} 缺少 site`);
  return whole;
}

const joined = (a: Table, b: Table): Table => {
  const result: Record<string, unknown> = { ...a };
  for (const [key, value] of Object.entries(b)) {
    const before = result[key];
    if (Array.isArray(before) && Array.isArray(value)) result[key] = [...before, ...value];
    else if (Array.isArray(value) || Object.keys(table(value)).length === 0) result[key] = value;
    else result[key] = { ...table(before), ...table(value) };
  }
  return result;
};

/** The same from a site that has been parsed already. */
export function toSite(whole: Table): SimulatedSite {
  const location = table(whole.location);
  const indoors = new Set(
    rows(table(whole.coverage).levels)
      .filter((level) => level.indoor !== undefined && level.indoor !== false)
      .map((level) => String(level.id)),
  );
  const defaults = rows(whole.defaults);
  return {
    id: String(whole.site),
    topicRoot: typeof whole.topicRoot === "string" ? whole.topicRoot : "facility",
    timezone: typeof whole.timezone === "string" ? whole.timezone : "Asia/Shanghai",
    location: { latitude: numberOr(location.latitude, 31.23), longitude: numberOr(location.longitude, 121.47) },
    lighting: table(whole.lighting) as Programs,
    devices: rows(whole.devices)
      .filter((row) => (simulatedKinds as readonly unknown[]).includes(row.kind))
      .map((row) => toDevice(row, defaults, indoors)),
    links: rows(whole.links).map(
      (row): LinkConfig => ({
        id: String(row.id),
        type: String(row.type ?? ""),
        upstream: words(row.upstream),
      }),
    ),
    staff: rows(whole.staff).map(
      (row): StaffConfig => ({ id: String(row.id), role: String(row.role), skills: words(row.skills) }),
    ),
  };
}

function toDevice(row: Table, defaults: readonly Table[], indoors: ReadonlySet<string>): DeviceConfig {
  const kind = row.kind as SimulatedKind;
  const maker = table(row.asset).maker;
  const fitting = defaults.filter(
    (each) =>
      (each.kind === undefined || each.kind === kind) &&
      (each.zone === undefined || each.zone === row.zone) &&
      (each.maker === undefined || each.maker === maker),
  );
  const own = [...fitting, row];
  const every = own.findLast((each) => typeof each.reportEvery === "string")?.reportEvery;
  const rated = Object.entries(Object.assign({}, ...own.map((each) => table(each.rated))) as Table);
  const mount = table(row.mount);
  return {
    id: String(row.id),
    kind,
    zone: String(row.zone ?? ""),
    ...(row.building !== undefined && { building: String(row.building) }),
    upstream: words(row.upstream),
    reportEvery: parseDuration(String(every ?? "")) ?? milliseconds(definitions[kind]?.reportEvery ?? "PT30S"),
    rated: Object.fromEntries(rated.filter((pair): pair is [string, number] => typeof pair[1] === "number")),
    program: String(row.program ?? "full"),
    fed: row.fed === "switched" ? "switched" : "always",
    suction: row.suction === "tank" ? "tank" : "mains",
    standby: row.standby === true,
    ...(row.station !== undefined && { station: String(row.station) }),
    ...(typeof mount.heading === "number" && { heading: mount.heading }),
    ...(typeof mount.tilt === "number" && { tilt: mount.tilt }),
    ptz: mount.ptz === true,
    indoors: row.indoors === true || indoors.has(String(mount.level)),
  };
}
