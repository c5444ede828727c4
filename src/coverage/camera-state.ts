// Which faults make a camera blind, blurred or turned, and a lamp dark: the one rule for the present (watch-coverage.ts) and for looking back.

import type { CameraState } from "../model/coverage.ts";
import type { Device } from "../model/site.ts";

/** A camera with one of these sees nothing. Source: CONTRACT 6. */
export const blindingFaults: readonly string[] = ["offline", "videoLoss", "frozen", "dark", "blocked", "notRecording"];
export const BLURRED = "blurred";
export const MOVED = "moved";
/** A lamp with this lights nothing. */
export const LAMP_OUT = "lampOut";
/** A pan-tilt camera off its registered heading by no more looks where it should, degrees; as the fault `moved`. */
const HEADING_TOLERANCE = 10;

/**
 * @param hasFault whether a fault of that name is open
 * @param reported the heading that the camera reported, degrees; undefined: none is known. Source: CONTRACT 6
 */
export function cameraStateOf(
  camera: Pick<Device, "mount" | "facts">,
  hasFault: (fault: string) => boolean,
  reported: number | undefined,
): CameraState {
  const heading = headingOf(camera, hasFault(MOVED), reported);
  const sees = heading !== undefined && !blindingFaults.some(hasFault);
  return { sees, blurred: hasFault(BLURRED), heading: heading ?? null };
}

/** Where it looks; null: as registered. undefined: nobody knows. */
function headingOf(
  { mount, facts }: Pick<Device, "mount" | "facts">,
  isMoved: boolean,
  reported: number | undefined,
): number | null | undefined {
  if (isMoved) return reported;
  if (facts.ptz !== true || reported === undefined || mount?.heading === undefined) return null;
  const off = Math.abs(((reported - mount.heading + 540) % 360) - 180);
  return off > HEADING_TOLERANCE ? reported : null;
}
