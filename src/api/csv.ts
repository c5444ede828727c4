// Rows as CSV (RFC 4180) that spreadsheets open as they are: with a byte order mark, and no cell of text that they would take for a formula.

export type Cell = string | number | null | undefined;

const formula = /^[=+\-@\t\r]/;

function written(cell: Cell): string {
  if (cell === null || cell === undefined) return "";
  if (typeof cell === "number") return String(cell);
  const safe = formula.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export const csv = (rows: readonly (readonly Cell[])[]): string =>
  `\uFEFF${rows.map((row) => `${row.map(written).join(",")}\r\n`).join("")}`;
