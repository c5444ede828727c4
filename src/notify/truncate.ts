// Cutting a text to a robot's limit, which counts bytes: never inside a character, an emoji sequence or an accent.

export const utf8Bytes = (text: string): number => Buffer.byteLength(text, "utf8");

/** Bytes the text takes inside a JSON string, without its quotes. */
export const jsonBytes = (text: string): number => Buffer.byteLength(JSON.stringify(text), "utf8") - 2;

const segmenter = new Intl.Segmenter("zh", { granularity: "grapheme" });

/**
 * The text itself where it fits, else its longest beginning of whole characters that fits together with "…".
 * @param limit in the unit of `size`, bytes of UTF-8 unless told otherwise; `size` must add up over characters
 */
export function truncate(text: string, limit: number, size: (part: string) => number = utf8Bytes): string {
  if (size(text) <= limit) return text;
  let room = limit - size("…");
  if (room < 0) return "";
  let end = 0;
  for (const { segment, index } of segmenter.segment(text)) {
    room -= size(segment);
    if (room < 0) break;
    end = index + segment.length;
  }
  return `${text.slice(0, end)}…`;
}
