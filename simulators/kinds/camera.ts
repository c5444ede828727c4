// A healthy camera: a picture that follows the light, a heading that holds, recordings kept for some 35 days.

import { between, rounded } from "../random.ts";
import { type CreateDevice, createReportTimes } from "./simulated-device.ts";

const day = 86_400_000;
const hour = 3_600_000;

/** Reports every `reportEvery`. Infrared comes on before it is too dark to see, so luma never falls below 50. */
export const createCamera: CreateDevice = (device, random, around) => {
  const times = createReportTimes(device, random, around.start);
  const fps = device.rated.fps ?? 25;
  const character = {
    luma: between(random, 105, 140),
    nightLuma: between(random, 62, 92),
    sharpness: between(random, 58, 80),
    occlusion: between(random, 0, 4),
    bitrate: between(random, 2200, 5200),
    kept: between(random, 34.5, 36.5) * day,
    clock: between(random, -0.4, 0.4),
    phase: random() * hour,
    infraredBelow: between(random, -2, 1),
    diagnoses: random() < 0.4,
  };
  return {
    next: times.next,
    step: (now) => {
      times.pass(now);
      const altitude = device.indoors ? 20 : around.sun.altitude(now);
      const infrared = altitude < character.infraredBelow;
      const drift = Math.sin(((now + character.phase) % hour) * ((2 * Math.PI) / hour));
      const brightness = infrared ? character.nightLuma : Math.min(character.luma, character.nightLuma + altitude * 6);
      const busy = infrared ? 0.6 : 1;
      const payload = {
        fps: rounded(fps - random() * 0.4, 10),
        bitrate: Math.round(character.bitrate * busy * between(random, 0.92, 1.12)),
        luma: rounded(brightness + drift * 6 + between(random, -2, 2), 10),
        sharpness: rounded(character.sharpness - (infrared ? 12 : 0) + drift * 2 + between(random, -1, 1), 10),
        occlusion: rounded(character.occlusion + random() * 2, 10),
        frozen: false,
        sceneChanged: false,
        recording: true,
        // Recorders overwrite an hour at a time.
        oldestRecording: new Date(Math.floor((now - character.kept) / hour) * hour).toISOString(),
        gapMinutes: 0,
        infrared,
        packetLoss: random() < 0.1 ? rounded(random() * 0.6, 100) : 0,
        temperature: rounded(28 + (infrared ? 4 : Math.max(0, altitude) / 6) + drift, 10),
        clockOffset: rounded(character.clock + between(random, -0.05, 0.05), 100),
        ...(device.heading !== undefined && { heading: turned(device.heading + between(random, -0.2, 0.2)) }),
        ...(device.tilt !== undefined && { tilt: rounded(device.tilt + between(random, -0.1, 0.1), 10) }),
        ...(character.diagnoses && { isBlocked: false, isBlurred: false, isDark: false }),
      };
      return [{ channel: "telemetry", payload }];
    },
  };
};

const turned = (degrees: number): number => rounded((degrees + 360) % 360, 10) % 360;
