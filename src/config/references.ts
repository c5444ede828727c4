// What the schema cannot see: ids used twice, and names that point at nothing. Works on half-broken files, so that all is told at once.

import type { DeviceDefinition } from "../model/device-definition.ts";
import { roles } from "../model/site.ts";
import { text } from "../model/text.ts";
import { coverageReferences } from "./coverage-references.ts";
import { itemsOf, type Located, textOf } from "./located.ts";
import { nearest } from "./nearest.ts";
import { notifyReferences } from "./notify-references.ts";
import { error, type Path, type Problem } from "./problem.ts";
import type { Definitions, Expect, Report } from "./reference-words.ts";
import { defaultLighting } from "./schedules/lighting.ts";
import { slaDefaults } from "./sla-defaults.ts";
import { upstreamCycles } from "./upstream-cycles.ts";

const things = {
  zone: text("zone", "片区"),
  staff: text("staff member", "人员"),
  company: text("company", "公司"),
  row: text("SLA row", "时限行"),
  link: text("link or device", "链路或设备"),
  source: text("source", "数据源"),
  program: text("lighting program", "亮灯方案"),
  point: text("point", "测点"),
  recipient: text("role, staff member or company", "角色、人员或公司"),
};

/** The gateway is a device of its own site (src/live/watch-self.ts). */
const OWN_ID = "gateway";

const idsOf = (root: Located, ...keys: readonly string[]): Set<string> =>
  new Set(keys.flatMap((key) => itemsOf(root, key).flatMap((item) => textOf(item, "id") ?? [])));

/** Every reference that leads nowhere and every id used twice, at its place. */
export function referenceProblems(root: Located, definitions: Definitions): readonly Problem[] {
  const problems: Problem[] = [];
  const report: Report = (node, path, message) => problems.push(error(node.place, path, message));
  const expect = createExpect(report);
  const coverage = root.children.get("coverage");
  uniqueIds(root, coverage, report);

  const zones = idsOf(root, "zones");
  const staff = idsOf(root, "staff");
  const companies = idsOf(root, "companies");
  const upstream = idsOf(root, "links", "devices");
  const sources = idsOf(root, "sources");
  const rows = new Set([...Object.keys(slaDefaults), ...keysOf(root.children.get("sla"))]);
  const programs = new Set([...Object.keys(defaultLighting), ...keysOf(root.children.get("lighting"))]);

  for (const [index, zone] of itemsOf(root, "zones").entries()) {
    for (const key of ["steward", "guard"]) expect(zone.children.get(key), ["zones", index, key], staff, things.staff);
    for (const [at, item] of itemsOf(zone, "technicians").entries())
      expect(item, ["zones", index, "technicians", at], staff, things.staff);
  }
  for (const [index, person] of itemsOf(root, "staff").entries()) {
    expect(person.children.get("company"), ["staff", index, "company"], companies, things.company);
    const node = person.children.get("id");
    if (node && (roles as readonly unknown[]).includes(node.value))
      report(
        node,
        ["staff", index, "id"],
        text(
          `\`${node.value}\` is the name of a role; give the person another id`,
          `\`${node.value}\` 是角色名，请换一个编号`,
        ),
      );
  }
  for (const list of ["links", "devices", "defaults", "sources"])
    for (const [index, item] of itemsOf(root, list).entries()) {
      expect(item.children.get("zone"), [list, index, "zone"], zones, things.zone);
      for (const [at, part] of itemsOf(item, "upstream").entries())
        expect(part, [list, index, "upstream", at], upstream, things.link);
      for (const [fault, row] of item.children.get("slaRows")?.children ?? [])
        expect(row, [list, index, "slaRows", fault], rows, things.row);
    }
  for (const [index, device] of itemsOf(root, "devices").entries()) {
    const path: Path = ["devices", index];
    expect(device.children.get("via"), [...path, "via"], sources, things.source);
    if (definitions[textOf(device, "kind") ?? ""]?.options.program)
      expect(device.children.get("program"), [...path, "program"], programs, things.program);
  }
  for (const [index, source] of itemsOf(root, "sources").entries()) {
    const points = new Set(Object.keys(definitions[textOf(source, "kind") ?? ""]?.points ?? {}));
    const map = source.children.get("map");
    for (const [point, node] of map?.children ?? [])
      if (points.size > 0) expect({ ...node, value: point }, ["sources", index, "map", point], points, things.point);
  }
  const recipients = new Set([...roles, "company", ...staff, ...companies]);
  for (const [row, node] of root.children.get("sla")?.children ?? []) {
    expect(node.children.get("dispatch"), ["sla", row, "dispatch"], recipients, things.recipient);
    for (const [at, item] of itemsOf(node, "also").entries())
      expect(item, ["sla", row, "also", at], recipients, things.recipient);
  }
  for (const kind of Object.values(definitions)) missingRows(root, kind, rows, report);
  upstreamCycles(root, report);
  coverageReferences(root, { zones, definitions }, report, expect);
  notifyReferences(root, { zones, staff, definitions }, expect);
  return problems;
}

export const keysOf = (node: Located | undefined): readonly string[] => [...(node?.keys.keys() ?? [])];

/** Remembers the nearest spellings: a name wrong in a thousand places is looked up once. */
function createExpect(report: Report): Expect {
  const remembered = new Map<ReadonlySet<string>, Map<string, string | undefined>>();
  return (node, path, known, what) => {
    const value = node?.value;
    if (!node || typeof value !== "string" || known.has(value)) return;
    const spellings = remembered.get(known) ?? new Map<string, string | undefined>();
    remembered.set(known, spellings);
    if (!spellings.has(value)) spellings.set(value, nearest(value, known));
    const meant = spellings.get(value);
    const shown = value.length > 64 ? `${value.slice(0, 64)}…` : value;
    report(
      node,
      path,
      meant === undefined
        ? text(`unknown ${what.en} \`${shown}\``, `未知的${what.zh} \`${shown}\``)
        : text(
            `unknown ${what.en} \`${shown}\`; did you mean \`${meant}\`?`,
            `未知的${what.zh} \`${shown}\`；是否应为 \`${meant}\`？`,
          ),
    );
  };
}

/** Devices, areas, links and sources share one namespace; the other lists have one each. */
function uniqueIds(root: Located, coverage: Located | undefined, report: Report): void {
  const spaces: readonly (readonly (readonly [Located | undefined, Path])[])[] = [
    [
      [root, ["devices"]],
      [root, ["links"]],
      [coverage, ["coverage", "areas"]],
      [root, ["sources"]],
    ],
    [[root, ["zones"]]],
    [[root, ["staff"]]],
    [[root, ["companies"]]],
    [[root, ["upkeep"]]],
    [[coverage, ["coverage", "levels"]]],
    [[root.children.get("notify"), ["notify", "channels"]]],
  ];
  for (const [number, space] of spaces.entries()) {
    const first = new Map<string, Located>();
    const found = space.flatMap(([owner, path]) =>
      itemsOf(owner, String(path.at(-1))).flatMap((item, index) => {
        const node = item.children.get("id");
        return node && typeof node.value === "string" ? [{ node, id: node.value, path: [...path, index, "id"] }] : [];
      }),
    );
    for (const { node, id, path } of inReadingOrder(found)) {
      const other = first.get(id);
      if (number === 0 && id === OWN_ID)
        report(
          node,
          path,
          text(
            `\`${OWN_ID}\` is the id of the gateway itself; choose another`,
            `\`${OWN_ID}\` 是网关自身的编号，请改用其他编号`,
          ),
        );
      else if (!other) first.set(id, node);
      else
        report(
          node,
          path,
          text(
            `the id \`${id}\` is already used in ${other.place.file}, line ${other.place.line}`,
            `编号 \`${id}\` 已在 ${other.place.file} 第 ${other.place.line} 行使用`,
          ),
        );
    }
  }
}

/** As a person reads: site.yaml, then what it includes, each from top to bottom. */
function inReadingOrder<T extends { readonly node: Located }>(found: readonly T[]): readonly T[] {
  const files = [...new Set(found.map(({ node }) => node.place.file))];
  const main = (file: string) => (file === "site.yaml" ? -1 : files.indexOf(file));
  return [...found].sort(
    ({ node: { place: a } }, { node: { place: b } }) =>
      main(a.file) - main(b.file) || a.line - b.line || a.column - b.column,
  );
}

/** A kind of the site's own may name a row that the table does not have. */
function missingRows(root: Located, kind: DeviceDefinition, rows: ReadonlySet<string>, report: Report): void {
  const named = [kind.offline, kind.offline.worseWhen, ...Object.values(kind.faults)];
  for (const row of new Set(named.flatMap((part) => part?.sla ?? [])))
    if (!rows.has(row))
      report(
        root.children.get("sla") ?? root,
        ["sla"],
        text(
          `the kind \`${kind.kind}\` uses the SLA row \`${row}\`, which does not exist`,
          `设备类型 \`${kind.kind}\` 用到了不存在的时限行 \`${row}\``,
        ),
      );
}
