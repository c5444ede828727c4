// What Grafana asks of InfluxDB: the queries of a board with variables and macros put in as Grafana's InfluxDB source does, and the rows that come back.

import type { Dashboard } from "@grafana/grafana-foundation-sdk/dashboard";

export type Asked = {
  readonly where: string;
  readonly query: string;
  /** Sent as `rp`. */
  readonly policy: string | undefined;
  /** Of the panel: the narrowest bucket (30s), the most points. */
  readonly interval: string | undefined;
  readonly points: number | undefined;
};

type Target = { readonly query?: string; readonly policy?: string; readonly refId?: string };

/** Every query of a board: of its variables, annotations and panels. */
export function queriesOf(board: Dashboard): Asked[] {
  const plain = { policy: undefined, interval: undefined, points: undefined };
  const variables = (board.templating.list ?? [])
    .filter(({ type }) => type === "query")
    .map(({ name, query }) => ({ ...plain, where: `${board.uid} $${name}`, query: String(query) }));
  const annotations = (board.annotations.list ?? []).map((annotation) => ({
    ...plain,
    where: `${board.uid} annotation ${annotation.name}`,
    query: (annotation.target as unknown as { query: string }).query,
  }));
  const panels = (board.panels ?? []).flatMap((panel) => {
    if (!("targets" in panel)) return [];
    const { title, id, interval, maxDataPoints: points } = panel;
    return ((panel.targets ?? []) as unknown as Target[]).map(({ query = "", policy, refId }) => ({
      where: `${board.uid} ${id} ${title} (${refId})`,
      query,
      policy,
      interval,
      points,
    }));
  });
  return [...variables, ...annotations, ...panels];
}

const units: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const millisecondsOf = (interval: string): number => {
  const [, count, unit] = /^(\d+)([smhd])$/.exec(interval) ?? [];
  return Number(count) * (units[unit ?? ""] as number);
};
/** The widths of bucket that Grafana rounds to, and below which width each is taken, ms. */
const steps: readonly (readonly [below: number, width: number])[] = [
  [1500, 1000],
  [3500, 2000],
  [7500, 5000],
  [12_500, 10_000],
  [17_500, 15_000],
  [25_000, 20_000],
  [45_000, 30_000],
  [90_000, 60_000],
  [210_000, 120_000],
  [450_000, 300_000],
  [750_000, 600_000],
  [1_050_000, 900_000],
  [1_500_000, 1_200_000],
  [2_700_000, 1_800_000],
  [5_400_000, 3_600_000],
  [9_000_000, 7_200_000],
  [16_200_000, 10_800_000],
  [32_400_000, 21_600_000],
  [86_400_000, 43_200_000],
  [604_800_000, 86_400_000],
];
const rounded = (width: number): number => steps.find(([below]) => width < below)?.[1] ?? 604_800_000;

export type Range = { readonly from: number; readonly to: number };

/** As the gateway tells it: the variable that the boards read it from is asked like any other query. */
const timezone = "Asia/Shanghai";

/** @param chosen of a variable, where not everything is. @throws Error where something is left that Grafana would not put in. */
export function substituted(
  { query, interval, points, where }: Asked,
  { from, to }: Range,
  chosen: Readonly<Record<string, readonly string[]>> = {},
): string {
  const width = Math.max(
    rounded((to - from) / (points ?? 1000)),
    interval === undefined ? 0 : millisecondsOf(interval),
  );
  const values: Readonly<Record<string, string>> = { __from: String(from), __to: String(to), tz: timezone };
  const regex = (name: string): string => {
    const picked = chosen[name];
    if (!picked) return ".*";
    const escaped = picked.map((value) => value.replace(/[\\^$*+?.()|[\]{}/]/g, "\\$&"));
    return escaped.length === 1 ? (escaped[0] as string) : `(${escaped.join("|")})`;
  };
  const whole = query
    .replace(/\$\{(\w+)(?::(\w+))?\}/g, (all, name: string, format?: string) =>
      format === "regex" ? regex(name) : (values[name] ?? all),
    )
    .replaceAll("$timeFilter", `time >= ${from}ms and time <= ${to}ms`)
    .replaceAll("$__interval", `${width}ms`)
    // The range ends now, whatever the server's clock says: the day is any day.
    .replaceAll("now()", `${to}ms`);
  // What is left may only be the end of a regular expression.
  const left = whole.replace(/\$\//g, "").match(/\$\{?\w*/);
  if (left) throw new Error(`${where}: ${left[0]} is no variable: ${whole}`);
  return whole;
}

export type Series = {
  readonly name: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly columns: readonly string[];
  readonly values: readonly (readonly (string | number | boolean | null)[])[];
};
type Body = {
  readonly error?: string;
  readonly results?: readonly { readonly error?: string; readonly series?: readonly Series[] }[];
};

/** @throws Error with the server's words. */
export async function ask(url: string, database: string, query: string, policy?: string): Promise<readonly Series[]> {
  const parameters = { db: database, epoch: "ms", q: query, ...(policy !== undefined && { rp: policy }) };
  const answer = await fetch(`${url}/query`, { method: "POST", body: new URLSearchParams(parameters) });
  const body = (await answer.json()) as Body;
  const error = body.error ?? body.results?.find((result) => result.error !== undefined)?.error;
  if (error !== undefined) throw new Error(`${error}: ${query}`);
  return (body.results ?? []).flatMap((result) => result.series ?? []);
}

/** Rows in which anything stands beside the time. */
export const countRows = (series: readonly Series[]): number =>
  series.reduce(
    (sum, { values }) => sum + values.filter((row) => row.slice(1).some((value) => value !== null)).length,
    0,
  );

/** Rows as objects, groups as columns, as Grafana's tables have them. */
export const tableOf = (series: readonly Series[]): Record<string, string | number | boolean | null>[] =>
  series.flatMap(({ tags = {}, columns, values }) =>
    values.map((row) => ({ ...tags, ...Object.fromEntries(columns.map((name, index) => [name, row[index] ?? null])) })),
  );
