// A payload as text, and the start of it that is kept where it is refused.

export const KEPT_PAYLOAD = 4096;

const utf8 = new TextDecoder("utf-8", { fatal: true });

/** @throws TypeError on what is not UTF-8. */
export function textOf(payload: Uint8Array | string): string {
  if (typeof payload === "string") return payload;
  const bytes = Buffer.isBuffer(payload)
    ? payload
    : Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength);
  const text = bytes.toString();
  // What is not UTF-8 becomes U+FFFD, which may also have been sent as such; a mark of the byte order is dropped.
  return text.includes("\ufffd") || text.charCodeAt(0) === 0xfeff ? utf8.decode(payload) : text;
}

export const startOf = (payload: Uint8Array | string): string =>
  (typeof payload === "string" ? payload : Buffer.from(payload.subarray(0, KEPT_PAYLOAD)).toString()).slice(
    0,
    KEPT_PAYLOAD,
  );
