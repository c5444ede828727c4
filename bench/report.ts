// How a benchmark tells what it found: a table on the screen, and JSON in bench/results/ for whoever compares later.

import { mkdirSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { fileURLToPath } from "node:url";

export type Cell = string | number | null | undefined;

export const say = (line: string): void => void process.stdout.write(`${line}\n`);

const shown = (cell: Cell): string => {
  if (cell === null || cell === undefined) return "–";
  if (typeof cell === "string") return cell;
  if (Math.abs(cell) >= 1000) return Math.round(cell).toLocaleString("en");
  return Number.isInteger(cell) ? String(cell) : cell.toFixed(Math.abs(cell) < 10 ? 2 : 1);
};

/** Columns in the order of the first row's keys; numbers to the right. */
export function table(title: string, rows: readonly Readonly<Record<string, Cell>>[]): void {
  const names = [...new Set(rows.flatMap(Object.keys))];
  const lines = [names, ...rows.map((row) => names.map((name) => shown(row[name])))];
  const widths = names.map((_, column) => Math.max(...lines.map((line) => (line[column] as string).length)));
  const right = names.map((name) => rows.every((row) => typeof row[name] !== "string"));
  say(`\n${title}`);
  for (const line of lines)
    say(
      `  ${line.map((cell, i) => (right[i] ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0))).join("  ")}`,
    );
}

/** Writes `bench/results/NAME-INSTANT.json` and says where. */
export function writeResult(name: string, result: object): void {
  const folder = fileURLToPath(new URL("./results/", import.meta.url));
  mkdirSync(folder, { recursive: true });
  const at = new Date().toISOString();
  const file = `${folder}${name}-${at.replace(/[:.]/g, "-")}.json`;
  const [cpu] = cpus();
  const machine = { cores: cpus().length, cpu: cpu?.model, node: process.version };
  writeFileSync(file, `${JSON.stringify({ benchmark: name, at, machine, ...result }, null, 2)}\n`);
  say(`  → bench/results/${name}-${at.replace(/[:.]/g, "-")}.json`);
}

/** One line for a promise: the figure, the bound and whether it is kept. */
export function verdict(what: string, figure: number, relation: "≤" | "≥", bound: number): boolean {
  const kept = relation === "≤" ? figure <= bound : figure >= bound;
  say(`  ${kept ? "kept  " : "MISSED"} ${what}: ${shown(figure)} ${relation} ${shown(bound)}`);
  return kept;
}
