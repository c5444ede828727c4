// One camera's footage proof: how far its recordings reach back, and every gap with its cause.

import type { CameraProof, FootageProof, Span } from "../model/coverage-report.ts";
import type { Fault } from "../model/fault.ts";
import type { Device } from "../model/site.ts";
import { common, joined, lengthOf } from "./time-spans.ts";

/** Faults in which there is no footage, or none that shows anything. */
export const gapCauses: readonly string[] = [
  "offline",
  "videoLoss",
  "frozen",
  "dark",
  "blocked",
  "notRecording",
  "recordingGap",
];
/** Recordings are to be kept this long, ms; as the fault `retentionShort`. Source: State Council Decree 799. */
const KEPT = 30 * 24 * 3_600_000;

export function cameraProof(
  { id, name, zone, asset }: Pick<Device, "id" | "name" | "zone" | "asset">,
  faults: readonly Fault[],
  { time, at, oldest }: { readonly time: Span; readonly at: number; readonly oldest: number | null },
): CameraProof {
  const gaps = gapCauses.flatMap((cause) => {
    const own = faults.filter(({ fault }) => fault === cause).sort((a, b) => a.since - b.since);
    if (own.length === 0) return [];
    const spans = own.map(({ since, clearedAt }) => ({ since, until: clearedAt ?? time.until }));
    const times = own.map(({ since, clearedAt }) => ({ since, until: clearedAt }));
    return [{ cause, length: lengthOf(common(joined(spans), [time])), times }];
  });
  return { id, name, zone, oldestRecording: oldest, footage: footageOf(oldest, at, asset.installedAt), gaps };
}

function footageOf(oldest: number | null, at: number, installedAt: number | undefined): FootageProof {
  if (oldest === null) return "unknown";
  if (at - oldest >= KEPT) return "whole";
  return installedAt !== undefined && at - installedAt < KEPT ? "new" : "short";
}
