import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { jsonBytes, truncate, utf8Bytes } from "../../src/notify/truncate.ts";

const texts = fc.string({
  unit: fc.constantFrom("a", "电", "梯", "é", "e\u0301", "👩‍🚒", "🇨🇳", '"', "\n", "\\"),
  maxLength: 80,
});
const graphemes = (text: string) => [...new Intl.Segmenter("zh", { granularity: "grapheme" }).segment(text)].length;

describe("truncate", () => {
  it.each([
    ["电梯困人", 12, "电梯困人"],
    ["电梯困人", 11, "电梯…"],
    ["电梯困人", 3, "…"],
    ["电梯困人", 2, ""],
    ["ab👩‍🚒", 13, "ab👩‍🚒"],
    ["ab👩‍🚒c", 13, "ab…"],
  ])("%s to %i bytes: %s", (text, limit, expected) => {
    expect(truncate(text, limit)).toBe(expected);
  });

  it.each([
    ["UTF-8", utf8Bytes],
    ["JSON", jsonBytes],
  ])("fits %s bytes, keeps whole characters, and cuts only what does not fit", (_name, size) => {
    fc.assert(
      fc.property(texts, fc.nat(200), (text, limit) => {
        const cut = truncate(text, limit, size);
        expect(size(cut)).toBeLessThanOrEqual(limit);
        if (size(text) <= limit) expect(cut).toBe(text);
        else if (cut !== "") {
          const kept = cut.slice(0, -1);
          expect(text.startsWith(kept)).toBe(true);
          expect(graphemes(kept) + graphemes(text.slice(kept.length))).toBe(graphemes(text));
        }
      }),
    );
  });
});
