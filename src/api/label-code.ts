// The code on a printed label: the id of a device or zone with a seal made from the server key, so that it can be read but not guessed.

import { createHmac, timingSafeEqual } from "node:crypto";

export type LabelledType = "device" | "zone";

const sealLength = 10;
const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const shape = new RegExp(`^([A-Za-z0-9][A-Za-z0-9-]{0,62})-([A-Za-z2-7]{${sealLength}})$`);

/** Ten characters of base32 (50 bits, RFC 4648). A zone and a device may share an id: the type is sealed with it. */
function seal(key: Uint8Array, type: LabelledType, id: string): string {
  const digest = createHmac("sha256", key).update(`anju label\n${type}\n${id}`).digest();
  const bits = digest.readUIntBE(0, 6) * 4 + ((digest[6] ?? 0) >> 6);
  return Array.from(
    { length: sealLength },
    (_, index) => alphabet[Math.floor(bits / 32 ** (sealLength - 1 - index)) % 32],
  ).join("");
}

/** The code of a label: "E1-K7QX2MPA4T". @param key the server key. */
export const labelCode = (key: Uint8Array, type: LabelledType, id: string): string => `${id}-${seal(key, type, id)}`;

/**
 * What a code names, or null where its seal is wrong. The seal's case does not matter; the time taken does not tell how
 * much of it is right, nor whether the id exists. A whole link, as a camera reads it, counts as its code.
 */
export function readLabelCode(
  key: Uint8Array,
  written: string,
): { readonly type: LabelledType; readonly id: string } | null {
  const [, id = "", given = ""] = shape.exec(written.trim().replace(/^https?:\/\/[^/]+\/r\//, "")) ?? [];
  const shown = Buffer.from(given.toUpperCase().padEnd(sealLength, "0").slice(0, sealLength));
  const same = (type: LabelledType): boolean => timingSafeEqual(Buffer.from(seal(key, type, id)), shown);
  const [isDevice, isZone] = [same("device"), same("zone")];
  if (isDevice) return { type: "device", id };
  return isZone ? { type: "zone", id } : null;
}
