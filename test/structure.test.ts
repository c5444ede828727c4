// Reads the tree and holds it to the rules of the house: who may import whom, how long a file may be, and what never stands in one.

import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { describe, expect, it } from "vitest";

const root = resolve(import.meta.dirname, "..");
const leftOut = new Set(["node_modules", ".git", "data", "coverage-report"]);

/** Every file under a folder of the tree, as a path from its root; none where the folder is missing. */
function filesUnder(folder: string): string[] {
  const entries = statSync(join(root, folder), { throwIfNoEntry: false }) ? readdirSync(join(root, folder)) : [];
  return entries.flatMap((name) => {
    if (leftOut.has(name)) return [];
    const path = join(folder, name);
    return statSync(join(root, path)).isDirectory() ? filesUnder(path) : [path];
  });
}
const read = (path: string): string => readFileSync(join(root, path), "utf8");
const isCode = (path: string): boolean => path.endsWith(".ts") && !path.endsWith(".d.ts");
const program = ["src", "devices", "simulators", "grafana", "adapters"].flatMap(filesUnder).filter(isCode);
const tests = filesUnder("test").filter(isCode);

type Import = {
  readonly from: string;
  readonly to: string;
  readonly typeOnly: boolean;
  readonly isLibrary: boolean;
};

/** What a file imports: files of the tree by path, libraries by name. */
function importsOf(path: string): Import[] {
  const statement =
    /^\s*(?:import|export)\s+(type\s)?(?:[^;"']*?\sfrom\s+)?["']([^"']+)["']|\bimport\(\s*["']([^"']+)["']/gm;
  return [...read(path).matchAll(statement)].map(([, type, fixed, dynamic]) => {
    const name = (fixed ?? dynamic) as string;
    const isLibrary = !name.startsWith(".");
    const to = isLibrary ? name : relative(root, resolve(root, dirname(path), name));
    return { from: path, to, typeOnly: type !== undefined, isLibrary };
  });
}
const imports = program.flatMap(importsOf);
const files = new Set(program);

/** The part of the house a file belongs to: "src/ingest", "devices", or "composition" for what ties the parts together. */
function partOf(path: string): string {
  const [top = "", folder = "", deeper] = path.split("/");
  if (top !== "src") return top;
  return deeper === undefined || ["commands", "live"].includes(folder) ? "composition" : `src/${folder}`;
}

type Rule = {
  /** Parts beside its own that it may import. */
  readonly parts: readonly string[];
  /** Parts of which it may import types alone. */
  readonly types?: readonly string[];
  /** Whether a library is allowed. */
  readonly library: (name: string) => boolean;
};
const any = () => true;
const none = () => false;
/** Pure libraries: no I/O, no clock. */
const pure = (name: string): boolean => ["zod", "suncalc"].includes(name);
const stage: Rule = { parts: ["src/model"], library: pure };
const edge: Rule = { parts: ["src/model"], library: any };
const outside: Rule = { parts: ["devices", "src/model"], library: any };
const rules: Readonly<Record<string, Rule>> = {
  "src/model": { parts: [], library: none },
  devices: { parts: ["src/model"], library: none },
  "src/ingest": stage,
  "src/detect": stage,
  "src/coverage": stage,
  "src/tickets": stage,
  "src/upkeep": stage,
  "src/reports": stage,
  "src/config": {
    parts: ["devices", "src/model"],
    library: (name) => pure(name) || name === "yaml" || name.startsWith("chinese-days/") || name.startsWith("node:"),
  },
  "src/broker": edge,
  "src/journal": edge,
  "src/store": edge,
  "src/history": edge,
  "src/notify": edge,
  "src/api": edge,
  "src/wall": { parts: [], types: ["src/model"], library: none },
  simulators: outside,
  grafana: outside,
  adapters: outside,
};

describe("imports", () => {
  it("finds them", () => {
    expect(program.length).toBeGreaterThan(200);
    expect(imports.length).toBeGreaterThan(500);
    expect(importsOf("src/gateway.ts").map(({ to }) => to)).toContain("src/ingest/create-ingest.ts");
  });

  it("every part of the house has a rule", () => {
    const parts = new Set(program.map(partOf));
    parts.delete("composition");
    expect([...parts].filter((part) => !(part in rules))).toEqual([]);
  });

  it("go where the rules of the house allow", () => {
    const wrong = imports.filter((one) => {
      const part = partOf(one.from);
      const rule = rules[part];
      if (!rule) return false;
      if (one.isLibrary) return !rule.library(one.to);
      const target = partOf(one.to);
      return target !== part && !rule.parts.includes(target) && !(one.typeOnly && rule.types?.includes(target));
    });
    expect(wrong.map(({ from, to }) => `${from} → ${to}`)).toEqual([]);
  });

  it("of our own files name a file that is there, with its ending", () => {
    const broken = imports.filter(({ to, isLibrary }) => !isLibrary && !files.has(to));
    expect(broken.map(({ from, to }) => `${from} → ${to}`)).toEqual([]);
  });

  it("never go in a circle", () => {
    const next = new Map(
      program.map((path) => [path, imports.filter(({ from, to }) => from === path && files.has(to))]),
    );
    const done = new Set<string>();
    const circles: string[] = [];
    const walk = (path: string, trail: readonly string[]): void => {
      if (trail.includes(path)) {
        circles.push([...trail.slice(trail.indexOf(path)), path].join(" → "));
        return;
      }
      if (done.has(path)) return;
      for (const { to } of next.get(path) ?? []) walk(to, [...trail, path]);
      done.add(path);
    };
    for (const path of program) walk(path, []);
    expect(circles).toEqual([]);
  });
});

/** `path:line` of every match in these files. */
const found = (paths: readonly string[], pattern: RegExp): string[] =>
  paths.flatMap((path) =>
    read(path)
      .split("\n")
      .flatMap((line, i) => (pattern.test(line) ? [`${path}:${i + 1} ${line.trim().slice(0, 80)}`] : [])),
  );

describe("files", () => {
  it("are short: half of them at most 90 lines, nearly all at most 250, none over 400", () => {
    const sizes = program.map((path) => ({ path, lines: read(path).trimEnd().split("\n").length }));
    const sorted = sizes.map(({ lines }) => lines).sort((a, b) => a - b);
    const at = (share: number) => sorted[Math.floor(sorted.length * share)];
    expect(at(0.5)).toBeLessThanOrEqual(90);
    expect(at(0.95)).toBeLessThanOrEqual(250);
    expect(sizes.filter(({ lines }) => lines > 400)).toEqual([]);
  });

  it("begin with a sentence that says what they are", () => {
    const silent = program.filter((path) => {
      const lines = read(path).split("\n");
      const comment = lines.slice(
        0,
        lines.findIndex((line) => !line.startsWith("//")),
      );
      return !/^\/\/ \S.{15,}[.;:)]$/.test(comment.join(" "));
    });
    expect(silent).toEqual([]);
  });

  it("have names in kebab-case", () => {
    const odd = [...program, ...tests].filter((path) => !path.split("/").every((part) => /^[a-z0-9.-]+$/.test(part)));
    expect(odd).toEqual([]);
  });

  it("lie in folders that say what is in them", () => {
    const vague = /(?:^|\/)(?:utils?|helpers?|commons?|managers?|services?|misc|lib)\//;
    expect(filesUnder(".").filter((path) => vague.test(path))).toEqual([]);
  });
});

describe("nowhere in the program", () => {
  it("stands an enum or a namespace: they cannot be stripped", () => {
    expect(found(program, /^\s*(?:export\s+)?(?:declare\s+)?(?:const\s+)?(?:enum|namespace)\s+\w/)).toEqual([]);
  });

  it("a pure stage asks the clock, chance or the world", () => {
    const stages = Object.keys(rules).filter((part) => rules[part] === stage);
    const asks =
      /\bDate\.now\b|new Date\(\s*\)|\bTemporal\.Now\b|\bMath\.random\b|\bperformance\.now\b|\bset(?:Timeout|Interval|Immediate)\(|\bfetch\(|\bprocess\.|\bconsole\./;
    expect(
      found(
        program.filter((path) => stages.includes(partOf(path))),
        asks,
      ),
    ).toEqual([]);
  });

  it("stand notes to oneself", () => {
    expect(found(program, /\b(?:TODO|FIXME|XXX|HACK)\b|not implemented|for now\b/i)).toEqual([]);
  });
});

describe("nowhere in the tests", () => {
  it("is a module replaced, a test left out or run alone", () => {
    expect(found(tests, /\bvi\.(?:doMock|mock)\b/)).toEqual([]);
    expect(found(tests, /\b(?:it|test|describe)\.(?:only|skip|todo|fails)\b/)).toEqual([]);
    expect(found(tests, /\.(?:toBeTruthy|toBeDefined|toBeFalsy)\(\)/)).toEqual([]);
  });
});

describe("nowhere in the tree", () => {
  const everything = filesUnder(".").filter((path) => !/\.(?:png|jpg|ico|woff2?|db|gz)$/.test(path));

  it("stands a path of one machine", () => {
    // In pieces, that this file does not contain what it looks for.
    const homes = ["wo-rk", "ro-ot", "ho-me/[a-z]+", "Us-ers/[A-Za-z]+"].map((name) => name.replace("-", "")).join("|");
    expect(found(everything, new RegExp(`(?<![\\w.~}*)-])/(?:${homes})/[\\w.]`))).toEqual([]);
  });

  it("are packages taken from anywhere but the public registry", () => {
    const elsewhere = found(["package-lock.json"], /"resolved": "(?!https:\/\/registry\.npmjs\.org\/)/);
    expect(elsewhere).toEqual([]);
  });
});
