// A part of the embedded history's memory as bytes and back: the arrays as they lie there, so that a start need not read lines again.

/** Rows and their values, as embedded-memory.ts keeps them; `ends` count from the beginning of memory, the arrays from `start`. */
export type Image = {
  /** Index in memory of the first value. */
  readonly start: number;
  /** Texts that are new in this part. */
  readonly words: readonly string[];
  readonly series: Uint32Array;
  readonly times: Float64Array;
  readonly ends: Uint32Array;
  readonly fields: Uint32Array;
  readonly kinds: Uint8Array;
  readonly values: Float64Array;
};

type Some = Uint32Array | Float64Array | Uint8Array;

/** A line of JSON, then the arrays one behind the other. */
export function encodeImage({ start, words, series, times, ends, fields, kinds, values }: Image): Buffer {
  const head = JSON.stringify({ start, words, rows: times.length, count: values.length });
  const parts = [series, times, ends, fields, kinds, values].map((some) =>
    Buffer.from(some.buffer, some.byteOffset, some.byteLength),
  );
  return Buffer.concat([Buffer.from(`${head}\n`), ...parts]);
}

export function decodeImage(bytes: Buffer): Image {
  const line = bytes.indexOf(10);
  const head = JSON.parse(bytes.toString("utf8", 0, line)) as {
    readonly start: number;
    readonly words: readonly string[];
    readonly rows: number;
    readonly count: number;
  };
  let offset = line + 1;
  const take = <T extends Some>(empty: T): T => {
    const part = bytes.subarray(offset, offset + empty.byteLength);
    if (part.length !== empty.byteLength) throw new Error("recent readings are cut short");
    new Uint8Array(empty.buffer).set(part);
    offset += part.length;
    return empty;
  };
  const { start, words, rows, count } = head;
  return {
    start,
    words,
    series: take(new Uint32Array(rows)),
    times: take(new Float64Array(rows)),
    ends: take(new Uint32Array(rows)),
    fields: take(new Uint32Array(count)),
    kinds: take(new Uint8Array(count)),
    values: take(new Float64Array(count)),
  };
}
