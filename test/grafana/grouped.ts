// Grafana's turn "Group by", as its documentation has it: one row for each value, the other columns calculated and named after it; turns of other kinds are left out.

import type { DataTransformerConfig } from "@grafana/grafana-foundation-sdk/dashboard";

type Value = string | number | boolean | null;
type Row = Readonly<Record<string, Value>>;
type Fields = Readonly<Record<string, { readonly operation: string; readonly aggregations: readonly string[] }>>;

const present = (values: readonly Value[]): Value[] => values.filter((value) => value !== null && value !== undefined);
const numbers = (values: readonly Value[]): number[] => present(values).map(Number);
const total = (values: readonly Value[]): number => numbers(values).reduce((sum, value) => sum + value, 0);

const calculations: Readonly<Record<string, (values: readonly Value[]) => Value>> = {
  firstNotNull: (values) => present(values)[0] ?? null,
  lastNotNull: (values) => present(values).at(-1) ?? null,
  count: (values) => values.length,
  sum: total,
  mean: (values) => (numbers(values).length === 0 ? null : total(values) / numbers(values).length),
  min: (values) => (numbers(values).length === 0 ? null : Math.min(...numbers(values))),
};

function groupBy(rows: readonly Row[], fields: Fields): Row[] {
  const [by = ""] = Object.keys(fields).filter((name) => fields[name]?.operation === "groupby");
  return [...Map.groupBy(rows, (row) => row[by])].map(([value, all]) => {
    const calculated = Object.entries(fields).flatMap(([name, { aggregations }]) =>
      aggregations.map((how): [string, Value] => {
        const calculate = calculations[how];
        if (!calculate) throw new Error(`${how} is no calculation that is known here`);
        return [`${name} (${how})`, calculate(all.map((row) => row[name] ?? null))];
      }),
    );
    return Object.fromEntries([[by, value ?? null], ...calculated]);
  });
}

export const grouped = (rows: readonly Row[], turns: readonly DataTransformerConfig[]): Row[] =>
  turns
    .filter(({ id }) => id === "groupBy")
    .reduce<Row[]>((now, { options }) => groupBy(now, (options as { fields: Fields }).fields), [...rows]);
