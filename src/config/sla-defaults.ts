// The SLA table every site starts from (CONTRACT section 5); a site writes only what differs.

import type { RawSlaRow } from "./schema/sla.ts";

export const slaDefaults: Readonly<Record<string, RawSlaRow>> = {
  default: { respond: "PT15M", close: "PT24H", callBack: "P1WD" },
  elevator: { arrive: "PT30M" },
  // To the guard and the elevator company at once.
  "elevator-entrapment": { respond: "PT5M", arrive: "PT30M", dispatch: "guard", also: ["technician", "company"] },
  "pipe-burst": { restore: "PT1H" },
  streetlight: { restore: "PT24H" },
  camera: { restore: "PT24H" },
  urgent: { arrive: "PT15M" },
  security: { respond: "PT5M", arrive: "PT15M", dispatch: "guard", also: ["operator"] },
  ordinary: { respond: "PT30M" },
  "data-loss": { respond: "PT30M", restore: "PT24H" },
  small: { restore: "same-day" },
  complaint: { respond: "PT48H", close: "none" },
  planned: { restore: "agreed" },
};

/** Life-safety and security rows. */
export const lifeSafety: readonly string[] = ["elevator-entrapment", "pipe-burst", "security"];
/** Their clocks are never paused, nor those of urgent reports. */
export const neverPaused: readonly string[] = [...lifeSafety, "urgent"];
