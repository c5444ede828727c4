// Which files may come with a ticket, and whether a file's first bytes are those of the type it claims.

const ascii = (bytes: Uint8Array, at: number, written: string): boolean =>
  Buffer.from(bytes.buffer, bytes.byteOffset + at, Math.max(0, Math.min(written.length, bytes.length - at))).toString(
    "latin1",
  ) === written;

const starts: Readonly<Record<string, (bytes: Uint8Array) => boolean>> = {
  "image/jpeg": (bytes) => ascii(bytes, 0, "\xff\xd8\xff"),
  "image/png": (bytes) => ascii(bytes, 0, "\x89PNG\r\n\x1a\n"),
  "image/webp": (bytes) => ascii(bytes, 0, "RIFF") && ascii(bytes, 8, "WEBP"),
  "application/pdf": (bytes) => ascii(bytes, 0, "%PDF-"),
};

export const fileTypes: readonly string[] = Object.keys(starts);
export const photoTypes: readonly string[] = fileTypes.filter((type) => type.startsWith("image/"));
/** Bytes of one file. */
export const largestFile = 8 * 1024 * 1024;
/** Files of one ticket. */
export const mostFiles = 20;

/** The file begins as files of that type do. */
export const isOfType = (bytes: Uint8Array, type: string): boolean => starts[type]?.(bytes) ?? false;

/** A name as it may be kept and given back: no path, no control characters, at most 120 characters. */
export function fileName(written: string): string {
  const name = (written.split(/[/\\]/).at(-1) ?? "")
    .replace(/[\p{Cc}\p{Cf}"]/gu, "")
    .trim()
    .slice(-120);
  return name === "" || name === "." || name === ".." ? "file" : name;
}
