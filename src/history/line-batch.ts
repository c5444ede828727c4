// Lines on their way to history, as the bytes that are sent: the good case touches no single line, the rare ones cut and join here.

/** Lines of encode-line.ts in UTF-8, each with a line feed after it; `lines` counts them. */
export type LineBatch = { readonly bytes: Uint8Array; readonly lines: number };

const LINE_FEED = 10;

export const batchOf = (lines: readonly string[]): LineBatch => ({
  bytes: Buffer.from(lines.map((line) => `${line}\n`).join("")),
  lines: lines.length,
});

/** The lines as text, without their line feeds. */
export function linesOf({ bytes, lines }: LineBatch): string[] {
  return textOf(bytes).split("\n").slice(0, lines);
}

export const textOf = ({ buffer, byteOffset, byteLength }: Uint8Array): string =>
  Buffer.from(buffer, byteOffset, byteLength).toString();

/** One batch of several, in order. */
export const joined = (batches: readonly LineBatch[]): LineBatch => ({
  bytes: batches.length === 1 ? (batches[0] as LineBatch).bytes : Buffer.concat(batches.map(({ bytes }) => bytes)),
  lines: batches.reduce((sum, { lines }) => sum + lines, 0),
});

/** The first `lines` lines, and the rest; `lines` is at least 1 and less than the batch has. */
export function cutAfter(batch: LineBatch, lines: number): readonly [LineBatch, LineBatch] {
  let end = 0;
  for (let count = 0; count < lines; count += 1) end = batch.bytes.indexOf(LINE_FEED, end) + 1;
  return [
    { bytes: batch.bytes.subarray(0, end), lines },
    { bytes: batch.bytes.subarray(end), lines: batch.lines - lines },
  ];
}
