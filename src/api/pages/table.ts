// A table that becomes a card for each row on a narrow screen: each cell carries its column's name.

import { type Html, html } from "./html.ts";

export type Column<T> = {
  readonly name: string;
  /** undefined: nothing to say; on a card the cell is left out. */
  readonly cell: (item: T) => Html | string | undefined;
  /** Of the cell. */
  readonly look?: string;
};

export type Table<T> = {
  readonly heading: string;
  readonly items: readonly T[];
  readonly columns: readonly Column<T>[];
  /** Said instead of a table without rows. */
  readonly none: string;
  /** Rows at most; a printer has no use for more. */
  readonly most: number;
  /** Said below where there are more. */
  readonly more: string;
  /** Of the row. */
  readonly look?: (item: T) => string;
};

export function table<T>({ heading, items, columns, none, most, more, look }: Table<T>): Html {
  const cell = (item: T, { name, cell, look }: Column<T>): Html => {
    const said = cell(item);
    if (said === undefined || said === "") return html`<td class="${look ?? ""}"></td>`;
    return html`<td class="${look ?? ""}" data-label="${name}"><div>${said}</div></td>`;
  };
  const row = (item: T): Html =>
    html`<tr class="${look?.(item) ?? ""}">${columns.map((column) => cell(item, column))}</tr>
`;
  return html`<h2>${heading} (${String(items.length)})</h2>
${
  items.length === 0
    ? html`<p>${none}</p>`
    : html`<table class="cards"><thead><tr>${columns.map(({ name }) => html`<th>${name}</th>`)}</tr></thead>
<tbody>${items.slice(0, most).map(row)}</tbody></table>
${items.length > most && html`<p>${more}</p>`}`
}
`;
}

/** The sums on top: a name and a number each. */
export const sums = (all: readonly (readonly [name: string, value: number])[]): Html =>
  html`<ul class="sums">${all.map(([name, value]) => html`<li><strong>${String(value)}</strong>${name}</li>`)}</ul>`;
