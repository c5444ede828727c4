// A larger community made of copies: the same devices again under ids of their own, and the site folder that knows them.

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import { readTable } from "./read-site.ts";

type Row = { readonly id?: unknown; readonly station?: unknown };

/** So many rows: the given ones, then copies of them in order, `C1` as `C1-2`, `C1-3`…; a copied pump stands in a copied station. */
export function grow<R extends Row>(rows: readonly R[], count: number): readonly R[] {
  return Array.from({ length: count }, (_, index) => {
    const row = rows[index % rows.length] as R;
    const round = Math.floor(index / rows.length) + 1;
    if (round === 1) return row;
    const station = row.station === undefined ? {} : { station: `${row.station}-${round}` };
    return { ...row, id: `${row.id}-${round}`, ...station };
  });
}

/**
 * Writes `DIR/site.yaml`: the community of the folder `from`, grown to `devices` devices.
 * @throws Error when one cannot be read or the other not be written.
 */
export function writeGrownSite(from: string, to: string, devices: number): void {
  const { include: _, ...site } = readTable(from);
  const rows = Array.isArray(site.devices) ? (site.devices as readonly Row[]) : [];
  const head = "# Written by `npm run simulate -- --write-site`: a community grown for a load test.\n";
  mkdirSync(to, { recursive: true });
  writeFileSync(join(to, "site.yaml"), head + stringify({ ...site, devices: grow(rows, devices) }));
}
