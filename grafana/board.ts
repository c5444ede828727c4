// A board put together: panels laid out in rows without gaps, numbered, with variables, annotations and the menu, in Grafana's classic schema.

import type { Builder } from "@grafana/grafana-foundation-sdk/cog";
import {
  type AnnotationQuery,
  type Dashboard,
  DashboardBuilder,
  DashboardCursorSync,
  type Panel,
  type RowPanel,
  type VariableModel,
} from "@grafana/grafana-foundation-sdk/dashboard";
import type { Say } from "./language.ts";
import { boardMenu, toWall, uidOf } from "./links.ts";

/** Grafana 10.0's own; later ones bring it up to theirs when they load it. */
const schemaVersion = 38;
const columns = 24;

/** Panels side by side, each with its width of 24; or a heading over those that follow. */
export type Row =
  | { readonly height: number; readonly panels: readonly (readonly [width: number, panel: Builder<Panel>])[] }
  | { readonly heading: string };

export type Board = {
  /** The last part of its uid. */
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly rows: readonly Row[];
  readonly variables: readonly Builder<VariableModel>[];
  readonly annotations?: readonly Builder<AnnotationQuery>[];
  /** How far back it looks: now-24h. */
  readonly from: string;
  readonly refresh: string;
};

/** @throws RangeError when a row is wider than a board. */
function laidOut(rows: readonly Row[]): (Panel | RowPanel)[] {
  const placed: (Panel | RowPanel)[] = [];
  let y = 0;
  for (const row of rows) {
    if ("heading" in row) {
      const gridPos = { x: 0, y: y++, w: columns, h: 1 };
      placed.push({ type: "row", id: placed.length + 1, title: row.heading, collapsed: false, gridPos, panels: [] });
      continue;
    }
    let x = 0;
    for (const [w, panel] of row.panels) {
      placed.push({ ...panel.build(), id: placed.length + 1, gridPos: { x, y, w, h: row.height } });
      x += w;
    }
    if (x > columns) throw new RangeError(`a row is ${x} of ${columns} columns wide`);
    y += row.height;
  }
  return placed;
}

/** The board as Grafana loads it. */
export function dashboard(board: Board, say: Say): Dashboard {
  const builder = new DashboardBuilder(board.title)
    .uid(uidOf(say, board.name))
    .description(board.description)
    .tags(["anju", `anju-${say.language}`])
    .timezone("browser")
    .readonly()
    .tooltip(DashboardCursorSync.Crosshair)
    .time({ from: board.from, to: "now" })
    .refresh(board.refresh)
    .variables([...board.variables])
    .annotations([...(board.annotations ?? [])])
    .links([boardMenu(say), toWall(say)]);
  return { ...builder.build(), schemaVersion, panels: laidOut(board.rows) };
}
